import { once } from 'node:events';
import { lockProject } from '@alaas/server';
import { expect, test } from 'vitest';

import { openWorkplace, vectorFiles, yaml } from './workplace.js';

const { home, project, run, alaas, start } = openWorkplace();
const KEYS = { task: 'vectors', data: 'x.npy', labels: 'y.npy', budget: 150 };

test('Ctrl-C ends a run cleanly, and the next one goes on to the same result', async () => {
  const files = vectorFiles({ items: 900 });
  const whole = await run(project({ 'alaas.yaml': yaml({ ...KEYS, project: 'whole' }), ...files }));
  const folder = project({ 'alaas.yaml': yaml({ ...KEYS, project: 'stopped' }), ...files });
  const { child, ended } = start(folder, 'run', '--json');
  await once(child.stderr!, 'data');
  child.kill('SIGINT');
  const { exitCode, stdout, stderr } = await ended;
  expect(exitCode).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CANCELLED' } });
  expect(stderr).toContain('Stopping');
  const resumed = await run(folder);
  expect(resumed.resumed).toBe(true);
  expect(resumed.selected).toEqual(whole.selected);
  expect(resumed.curve).toEqual(whole.curve);
});

test('two processes on one data folder: the second is refused', async () => {
  const lock = await lockProject(home);
  try {
    const folder = project({
      'alaas.yaml': yaml({ ...KEYS, project: 'second' }),
      ...vectorFiles(),
    });
    for (const args of [['run'], ['export', '--to', 'out'], ['label', 'import', 'alaas.yaml']]) {
      const { exitCode, stdout } = await alaas(folder, ...args, '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        error: { code: 'PROJECT_LOCKED', pid: process.pid },
      });
      expect(exitCode).toBe(3);
    }
  } finally {
    await lock.release();
  }
});
