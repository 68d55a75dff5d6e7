import { join } from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { AlaasClient } from '@alaas/client';
import type { ServerOptions } from '@alaas/server';
import { serverForTest, type ServerForTest } from '../../server/test/http/server-for-test.js';

/** The built files of the application. */
const SITE = join(import.meta.dirname, '../dist/site');
/** Of everybody who joins in a test. */
export const PASSWORD = 'correct horse';
const PATIENCE_MS = 60_000;
/** Without motion nothing is judged or clicked while it comes or goes. */
const VISITOR: BrowserContextOptions = { locale: 'en-GB', reducedMotion: 'reduce' };
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

/** A server with the application, and a browser. */
export interface AppForTest extends ServerForTest {
  readonly browser: Browser;
  readonly url: string;
  /** A page in a browser profile of its own; what it complains of ends up in `complaints`. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<Page>;
  /** A page of a person who has joined before, at an address for which one has to sign in. */
  readonly signedIn: (name: string, path: string, options?: BrowserContextOptions) => Promise<Page>;
  /** A page of a person who joins by an invitation. */
  readonly joined: (name: string, token: string, options?: BrowserContextOptions) => Promise<Page>;
  /** Errors of scripts, of the page's policy, and requests to other places. */
  readonly complaints: readonly string[];
}

/** Starts both. */
export async function appForTest(
  executablePath: string,
  options: Partial<ServerOptions> = {},
): Promise<AppForTest> {
  const running = await serverForTest({ site: SITE, ...options });
  const browser = await chromium.launch({ executablePath, args: ARGS });
  const { url } = running.server;
  const complaints: string[] = [];
  const open: AppForTest['open'] = async (path, contextOptions = {}) => {
    const context = await browser.newContext({ ...VISITOR, ...contextOptions });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    listen(page, url, complaints);
    await page.goto(`${url}${path}`);
    return page;
  };
  return {
    ...running,
    browser,
    url,
    open,
    complaints,
    signedIn: async (name, path, contextOptions) => {
      const page = await open(path, contextOptions);
      await signIn(page, name);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor({ state: 'hidden' });
      return page;
    },
    joined: async (name, token, contextOptions) => {
      const page = await open(`/join#token=${token}`, contextOptions);
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Join' }).click();
      await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
      return page;
    },
    end: async () => {
      await browser.close();
      await running.end();
    },
  };
}

/** Fills the page for signing in, and sends it. */
export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

/** An answer other than of success is the matter of the page; it is in the console all the same. */
function listen(page: Page, origin: string, complaints: string[]): void {
  page.on('console', (message) => {
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) complaints.push(url);
  });
}

/** A client of a person who joins by an invitation, with all rights of that person. */
export async function clientOf(url: string, name: string, token: string): Promise<AlaasClient> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ token, name, password: PASSWORD });
  const session = await fetch(`${url}/api/v1/join`, { method: 'POST', headers, body });
  const { csrf, rights } = (await session.json()) as { csrf: string; rights: string[] };
  const made = await fetch(`${url}/api/v1/keys`, {
    method: 'POST',
    headers: {
      ...headers,
      'alaas-csrf': csrf,
      cookie: session.headers.get('set-cookie')!.split(';')[0]!,
    },
    body: JSON.stringify({ name: 'test', scopes: rights }),
  });
  const { key } = (await made.json()) as { key: string };
  return new AlaasClient({ baseUrl: url, apiKey: key });
}

/**
 * Keeps pictures of a page, light, dark and as on a phone, in the folder that ALAAS_SCREENSHOTS names;
 * does nothing where it names none.
 */
export async function photograph(page: Page, name: string): Promise<void> {
  const folder = process.env['ALAAS_SCREENSHOTS'];
  if (folder === undefined) return;
  const before = page.viewportSize()!;
  // What stays at the top of the window would stand in the middle of the picture.
  await page.evaluate('scrollTo(0, 0)');
  for (const look of ['light', 'dark', 'phone'] as const) {
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
    await page.setViewportSize(look === 'phone' ? { width: 390, height: 844 } : before);
    await page.screenshot({
      path: join(folder, `${name}-${look}.png`),
      animations: 'disabled',
      fullPage: true,
    });
  }
  await page.setViewportSize(before);
}

interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe says of the page as it looks, and of its colours in the other scheme. */
const AXE_IN_BOTH_SCHEMES = `${axe.source}; (async () => {
  const { dataset } = document.documentElement;
  const own = dataset.mantineColorScheme;
  const asItLooks = await axe.run();
  dataset.mantineColorScheme = own === 'dark' ? 'light' : 'dark';
  const otherwise = await axe.run({ runOnly: ['color-contrast'] });
  dataset.mantineColorScheme = own;
  return [...asItLooks.violations, ...otherwise.violations];
})()`;

/** Expects that nothing serious keeps people with disabilities from the page, light or dark. */
export async function expectAccessible(page: Page): Promise<void> {
  const violations = await page.evaluate<readonly AxeViolation[]>(AXE_IN_BOTH_SCHEMES);
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  expect(
    serious.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html, node.failureSummary])),
  ).toEqual([]);
}
