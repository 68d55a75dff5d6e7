import { AlaasClient } from '@alaas/client';
import { runProject, type LoadedProject } from '@alaas/server';
import { suiteNeeds } from '@alaas/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openProjects, vectorFiles } from '../../server/test/services/run/project-files.js';
import { appForTest, expectAccessible, photograph, type AppForTest } from './app-for-test.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const { home, project } = openProjects();

suiteNeeds('chromium', 'the web application: runs of the command line', (executablePath) => {
  let app: AppForTest;
  let client: AlaasClient;

  beforeAll(async () => {
    app = await appForTest(executablePath, { home });
    client = new AlaasClient({ baseUrl: app.url });
  });
  afterAll(() => app.end());

  test('before the first one it says how they come here', async () => {
    const page = await app.open('/runs');
    await page.getByText('No runs in this data folder').waitFor();
    await expectAccessible(page);
    await photograph(page, 'runs-none');
  });

  test('a run that asks is found, shown, and goes on when a person says so', async () => {
    const asking: LoadedProject = await project(
      {
        ...{ project: 'asking', task: 'vectors', data: 'x.npy', labels: 'y.npy', budget: 200 },
        ...{ strategy: 'compare', agent: { approval: 'person' } },
      },
      vectorFiles({ items: 300 }),
    );
    const { runId, decisionAsked } = await runProject(asking);
    const page = await app.open('/runs');
    await page.getByText('Waiting').waitFor();
    await expectAccessible(page);
    await photograph(page, 'runs');
    await page.getByRole('link', { name: 'asking' }).click();
    await page.getByRole('img', { name: /Learning curve with \d+ points?/ }).waitFor();
    await page.getByText('Leads').first().waitFor();
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    await expectAccessible(page);
    await photograph(page, 'run');
    await page.getByRole('button', { name: 'Go on instead' }).click();
    await page.getByRole('button', { name: 'Approve' }).waitFor({ state: 'detached' });
    const key = { run: runId, decision: decisionAsked!.id };
    expect((await client.runs.decision(key)).status).toBe('vetoed');

    // What happens outside of the browser appears by itself.
    await runProject(asking);
    await page.getByText('Finished').waitFor();
    await page.getByText('200 of 200 labels').waitFor();
    const { delivered } = await client.runs.get(runId);
    const share = `${(100 * delivered!.value).toFixed(1)}%`;
    await page.getByText(`The model that was delivered: ${share} (accuracy`).waitFor();
    await page.getByText('Dropped').first().waitFor();
    // Nothing would come of it any more.
    await page
      .getByRole('button', { name: /^Bring/ })
      .first()
      .waitFor({ state: 'detached' });
  });

  test('nothing went wrong in the browser', () => {
    expect(app.complaints).toEqual([]);
  });
});
