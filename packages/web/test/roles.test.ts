import type { AlaasClient } from '@alaas/client';
import { suiteNeeds } from '@alaas/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool, untilProject } from '../../server/test/live/live-server.js';
import { appForTest, clientOf, expectAccessible, type AppForTest } from './app-for-test.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** The right that each page needs; `:project` stands for a project that one has been let into. */
const PAGES = {
  '/': 'see',
  '/keys': 'see',
  '/sessions': 'see',
  '/projects/:project/impact': 'see',
  '/projects/:project': 'read',
  '/projects/:project/data': 'read',
  '/projects/:project/exports': 'read',
  '/runs': 'read',
  '/runs/some': 'read',
  '/projects/:project/label': 'label',
  '/projects/new': 'manage',
  '/projects/import': 'manage',
  '/projects/:project/additions': 'manage',
  '/projects/:project/members': 'manage',
  '/projects/:project/webhooks': 'manage',
  '/projects/:project/settings': 'manage',
  '/people': 'manage',
  '/audit': 'own',
  '/system': 'own',
} as const;

/** Rights, where the navigation leads, and what the list of projects offers. */
const ROLES = [
  {
    role: 'viewer',
    rights: ['see', 'read'],
    places: ['Projects', 'Runs'],
    offers: ['live', 'See the impact'],
  },
  {
    role: 'annotator',
    rights: ['see', 'label'],
    places: ['Projects'],
    offers: ['Label', 'See the impact'],
  },
  {
    role: 'manager',
    rights: ['see', 'read', 'label', 'manage'],
    places: ['Projects', 'Runs', 'People'],
    offers: ['Import a project', 'New project', 'live', 'Label', 'See the impact'],
  },
] as const;

const pool = knownPool();

suiteNeeds('chromium', 'the web application: what each role may do', (executablePath) => {
  let app: AppForTest;
  let owner: AlaasClient;
  let project: string;

  beforeAll(async () => {
    app = await appForTest(executablePath, { sources: { dataRoots: [pool.root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    project = (await owner.projects.create({ config: pool.config({ budget: 20 }) })).id;
    await untilProject(owner, project, ({ work }) => work === 'wait-for-labels');
  });
  afterAll(async () => {
    await app.end();
    pool.remove();
  });

  test.for(ROLES)('a $role finds what that role may do, and nothing else', async (expected) => {
    const { role, rights, places, offers } = expected;
    const { token } = await owner.people.invite({ role, projects: [project] });
    const page = await app.joined(role, token);
    const navigation = page.getByRole('navigation', { name: 'Main navigation' });
    expect(await navigation.getByRole('link').allTextContents()).toEqual(places);
    const content = page.getByRole('main');
    await content.getByRole('link', { name: offers.at(-1)! }).waitFor();
    expect(await content.getByRole('link').allTextContents()).toEqual(offers);
    const refusal = page.getByRole('heading', { name: 'You have no right to this' });
    for (const [path, right] of Object.entries(PAGES)) {
      await page.goto(`${app.url}${path.replace(':project', project)}`);
      // What is refused has no title of its own.
      const title = page.getByRole('heading', { level: 1 });
      await title.or(refusal).first().waitFor();
      const mayEnter = (rights as readonly string[]).includes(right);
      expect([path, await refusal.isVisible()]).toEqual([path, !mayEnter]);
    }
    await expectAccessible(page);
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
