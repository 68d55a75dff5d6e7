import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlaasClient } from '@alaas/client';
import { checkDatabase, startServer } from '@alaas/server';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { removeDatabase } from '../http/server-for-test.js';
import { makeHome } from '../storage/places.js';
import { knownPool, labelAll, nextItems, untilProject } from './live-server.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 180_000 });

test('a copy of the data folder and the database, made while stopped, goes on', async () => {
  const pool = knownPool();
  const { home, remove } = makeHome();
  const copies = mkdtempSync(join(tmpdir(), 'alaas-copy-'));
  onTestFinished(async () => {
    await removeDatabase(home);
    remove();
    pool.remove();
    rmSync(copies, { recursive: true, force: true });
  });
  const serve = async () => {
    const logger = pino({ level: 'silent' });
    const server = await startServer({
      port: 0,
      home,
      logger,
      sources: { dataRoots: [pool.root] },
    });
    return { server, client: new AlaasClient({ baseUrl: server.url }) };
  };
  const before = await serve();
  const config = pool.config({ budget: 20, agent: { earlyStop: false } });
  const { id } = await before.client.projects.create({ config });
  await untilProject(before.client, id, ({ work }) => work === 'wait-for-labels');
  const { assignments } = await nextItems(before.client, id, 4);
  for (const { id: assignment, position } of assignments) {
    const label = pool.truth(position);
    await before.client.projects.label(id, { kind: 'label', assignment, label });
  }
  const ledger = await before.client.projects.ledger(id);
  expect(ledger.entries).toHaveLength(4);
  await before.server.close(0);

  const { place } = (await checkDatabase({ home })) as { place: { directory: string } };
  const folders = [home, place.directory];
  // As root the database belongs to another account: the copy has to keep owners.
  const copy = (from: string, to: string) => execFileSync('cp', ['-a', from, to]);
  folders.forEach((folder, i) => copy(folder, join(copies, `${i}`)));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.forEach((folder, i) => copy(join(copies, `${i}`), folder));

  const after = await serve();
  onTestFinished(() => after.server.close(0));
  expect(await after.client.projects.ledger(id)).toEqual(ledger);
  await labelAll(after.client, id, pool.truth);
  const ended = await untilProject(after.client, id, ({ status }) => status === 'stopped');
  expect(ended.labels).toMatchObject({ paid: 20, given: 20 });
});
