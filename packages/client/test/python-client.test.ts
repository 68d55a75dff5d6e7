import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { suiteNeeds } from '@alaas/testkit';

suiteNeeds('the Python client', 'clients/python', (python) => {
  const folder = join(import.meta.dirname, '../../../clients/python');
  const run = (tool: string) =>
    spawnSync(join(dirname(python), tool), { cwd: folder, encoding: 'utf8' });

  test.each(['mypy', 'pytest'])(
    '%s is content with it',
    (tool) => {
      const { status, stdout, stderr } = run(tool);
      expect(status, `${stdout}${stderr}`).toBe(0);
    },
    300_000,
  );
});
