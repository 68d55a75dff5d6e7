import type { AlaasClient } from '@alaas/client';
import { SENTENCES, suiteNeeds } from '@alaas/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { knownPool, untilProject } from '../../server/test/live/live-server.js';
import {
  appForTest,
  clientOf,
  expectAccessible,
  photograph,
  type AppForTest,
} from './app-for-test.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const pool = knownPool();

suiteNeeds('chromium', 'the web application: the system', (executablePath) => {
  let app: AppForTest;
  let owner: AlaasClient;

  beforeAll(async () => {
    app = await appForTest(executablePath, { sources: { dataRoots: [pool.root] } });
    owner = await clientOf(app.url, 'olga', app.server.firstInvitation!);
    const { id } = await owner.projects.create({ config: pool.config({ budget: 20 }) });
    await untilProject(owner, id, ({ work }) => work === 'wait-for-labels');
  });
  afterAll(async () => {
    await app.end();
    pool.remove();
  });

  test('an owner sees workers, work, speed and the checks of the machine', async () => {
    const selection = await owner.createSelection({
      pool: { kind: 'items', items: SENTENCES.map((text) => ({ text })) },
      strategy: 'k-center',
      budget: 1,
    });
    await owner.waitForSelection(selection.id);
    const page = await app.signedIn('olga', '/system');
    await page.getByText('ONNX Runtime', { exact: true }).waitFor();
    await page.getByRole('row', { name: /encode/ }).waitFor();
    const figures = await page.locator('dl').allTextContents();
    expect(figures[0]).toContain('Workers1');
    expect(figures[1]).toContain('Waiting for labels1');
    await expectAccessible(page);
    await photograph(page, 'system');
  });

  test('its checks are told in Japanese, with what to do', async () => {
    const page = await app.signedIn('olga', '/keys');
    await page.route('**/api/v1/system', async (route) => {
      const system = await (await route.fetch()).json();
      const disk = {
        name: 'disk',
        status: 'warning',
        detail: '0.9 GiB free',
        remedy: 'Free some.',
      };
      await route.fulfill({ json: { ...system, findings: [disk] } });
    });
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: '日本語' }).click();
    await page.getByRole('link', { name: 'システム' }).click();
    const item = page.getByRole('listitem').filter({ hasText: '0.9 GiB free' });
    expect(await item.textContent()).toMatch(/要確認ディスク.*空き容量を増やす/);
  });

  test('a manager has no right to it', async () => {
    const { token } = await owner.people.invite({ role: 'manager' });
    const page = await app.joined('mia', token);
    await page.goto(`${app.url}/system`);
    await page.getByRole('heading', { name: 'You have no right to this' }).waitFor();
  });

  test('nothing came from elsewhere, and nothing was complained of', () => {
    expect(app.complaints).toEqual([]);
  });
});
