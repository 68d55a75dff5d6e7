import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const CHAOS = join(import.meta.dirname, '../../../../bench/chaos/chaos.mjs');
const KILLS = 20;

test('server, worker and database are killed again and again: no label is lost or doubled', async () => {
  const args = [CHAOS, '--kills', `${KILLS}`, '--seed', '7', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const found = JSON.parse(stdout) as { acknowledged: number };
  expect(found).toMatchObject({ kills: KILLS, lost: 0, doubled: 0, decisionsReplayed: true });
  expect(found.acknowledged).toBeGreaterThanOrEqual(5 * KILLS);
}, 600_000);
