import { suiteNeeds } from '@alaas/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  appForTest,
  expectAccessible,
  PASSWORD,
  photograph,
  signIn,
  type AppForTest,
} from './app-for-test.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

suiteNeeds('chromium', 'the web application: who is there', (executablePath) => {
  let app: AppForTest;
  let owner: Page;
  beforeAll(async () => {
    app = await appForTest(executablePath);
    owner = await app.joined('olga', app.server.firstInvitation!);
  });
  afterAll(() => app.end());

  test('an owner joins by the link that the server printed, and finds no projects', async () => {
    await owner.getByRole('heading', { name: 'No projects yet' }).waitFor();
    await photograph(owner, 'projects-none');
    expect(await owner.title()).toBe('Projects · ALaaS');
    await expectAccessible(owner);
  });

  test('whoever is not signed in signs in first, and gets where they wanted to go', async () => {
    const page = await app.open('/?later=1');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expectAccessible(page);
    await photograph(page, 'sign-in');
    await signIn(page, 'olga', 'something else');
    await page.getByRole('alert').getByText('Name or password is wrong').waitFor();
    await signIn(page, 'olga');
    await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe('?later=1');
    await page.getByRole('button', { name: 'Menu of olga' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  test('a session that has ended leads to signing in', async () => {
    const page = await app.signedIn('olga', '/sign-in');
    await page.getByRole('heading', { name: 'No projects yet' }).waitFor();
    await page.context().clearCookies();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  test('an invitation that is used up is told', async () => {
    const page = await app.open(`/join#token=${app.server.firstInvitation}`);
    await page.getByRole('button', { name: 'Join' }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('Name').fill('mallory');
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Join' }).click();
    expect(await page.getByText('At least 10 characters').count()).toBe(2);
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('alert').getByText('This invitation is not good').waitFor();
  });

  test('whoever comes without the whole link of an invitation is told whom to ask', async () => {
    const page = await app.open('/join');
    await page.getByRole('heading', { name: 'An invitation is needed' }).waitFor();
    await page.getByText('Ask the owner').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    await expectAccessible(page);
    await photograph(page, 'join-without-link');
    await page.goto(`${app.url}/join#token=abc`);
    await page.reload();
    await page.getByRole('heading', { name: 'This link is not whole' }).waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    await photograph(page, 'join-link-cut');
  });

  test('the way past the navigation is seen when it has the focus', async () => {
    await owner.keyboard.press('Tab');
    const link = owner.getByRole('link', { name: 'Skip to the content' });
    await link.focus();
    await photograph(owner, 'skip-link');
  });

  test('Japanese and dark, chosen once and kept', async () => {
    await owner.getByRole('button', { name: 'Language' }).click();
    await owner.getByRole('menuitem', { name: '日本語' }).click();
    await owner.getByRole('heading', { name: 'プロジェクトはまだありません' }).waitFor();
    await owner.getByRole('button', { name: '暗い配色にする' }).click();
    await owner.reload();
    await owner.getByRole('heading', { name: 'プロジェクトはまだありません' }).waitFor();
    expect(await owner.locator('html').getAttribute('lang')).toBe('ja');
    expect(await owner.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    await expectAccessible(owner);
  });

  test('on a phone nothing is cut off, and the menu has the navigation', async () => {
    const page = await app.signedIn('olga', '/sign-in', { viewport: { width: 360, height: 640 } });
    await page.getByRole('button', { name: 'Menu of olga' }).click();
    await page.getByRole('menuitem', { name: 'Projects' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  test('whoever wants no motion sees none', async () => {
    const page = await app.signedIn('olga', '/keys', { reducedMotion: 'no-preference' });
    await page.route(/\/api\/v1\/projects\b/, () => undefined);
    await page.getByRole('link', { name: 'Projects', exact: true }).click();
    await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor();
    await page.getByRole('status', { name: 'Loading' }).waitFor();
    const longest = `Math.max(0, ...document.getAnimations().map(
      ({ effect }) => effect.getComputedTiming().activeDuration))`;
    expect(await page.evaluate(longest)).toBe(Infinity);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await page.evaluate(longest)).toBeLessThanOrEqual(1);
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
    const fading = 'document.getAnimations().filter((one) => one instanceof CSSTransition).length';
    expect(await page.evaluate(fading)).toBe(0);
  });

  test('addresses of pages lead to the page, those of the API do not', async () => {
    const page = await app.open('/nowhere/at/all');
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await expectAccessible(page);
    const html = { headers: { accept: 'text/html' } };
    const answer = await fetch(`${app.url}/nowhere`, html);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    for (const path of ['/api/v1/nowhere', '/assets/gone.js']) {
      expect((await fetch(`${app.url}${path}`, html)).status).toBe(404);
    }
    expect((await fetch(`${app.url}/nowhere`)).status).toBe(404);
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
