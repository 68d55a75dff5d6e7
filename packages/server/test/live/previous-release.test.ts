import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@alaas/server';
import { seededClasses } from '@alaas/testkit';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeHome, removeData } from '../storage/places.js';
import { knownPool, labelAll, liveServer, untilProject } from './live-server.js';

// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 240_000 });

/** The project in the record, of which 14 items were labelled and one of them corrected. */
const PROJECT = 'f9701e9f-6b8c-44c3-bacb-2154a5715b73';
const RECORD = join(import.meta.dirname, 'recorded/release-0009.sql');
const recorded = seededClasses({ items: 60, classes: 2, dimension: 8, spread: 1, seed: 1 });
const truth = (position: number) => `${recorded.targets[position]}`;

test('a project in a database of an earlier release goes on, and nothing of it is lost', async () => {
  const { home, remove } = makeHome();
  const database = await openDatabase({ home });
  onTestFinished(async () => {
    await database.close();
    removeData(database);
    remove();
  });
  const place = database.connection();
  const query = async (name: string, text: string) => {
    const client = new pg.Client({ ...place, database: name });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  await query('postgres', 'create database earlier');
  await query('earlier', readFileSync(RECORD, 'utf8'));

  const { host, user, password } = place;
  const databaseUrl = `postgres://${user}:${String(password)}@${encodeURIComponent(host!)}/earlier`;
  const pool = knownPool();
  const live = await liveServer(pool, { databaseUrl });
  onTestFinished(async () => {
    await live.end();
    pool.remove();
  });
  const { projects, jobs } = live.client;
  const { labels, pool: items } = await projects.get(PROJECT);
  expect({ labels, items }).toEqual({
    labels: { budget: 24, paid: expect.any(Number), given: 15 },
    items: { items: 60, quarantined: 0 },
  });
  const before = (await projects.ledger(PROJECT)).entries;
  expect(before).toHaveLength(15);
  expect(before[0]).toMatchObject({ annotator: 'ann', activeSeconds: 2, strategy: 'max-herding' });
  expect(before.filter(({ replaces }) => replaces !== null)).toHaveLength(1);

  await labelAll(live.as('ann'), PROJECT, truth);
  const ended = await untilProject(live.client, PROJECT, ({ status }) => status === 'stopped');
  expect(ended.labels).toMatchObject({ budget: 24, paid: 24 });
  const { entries } = await projects.ledger(PROJECT, { limit: 100 });
  expect(entries.slice(0, 15)).toEqual(before);
  expect(await projects.decisions(PROJECT, { replayed: true })).toEqual(
    await projects.decisions(PROJECT),
  );
  // What is newer than the record works with what is in it.
  const { file } = await jobs.wait((await jobs.export(PROJECT, { kind: 'labels' })).id);
  expect(file!.bytes).toBeGreaterThan(0);
  const archive = await jobs.wait((await jobs.export(PROJECT, { kind: 'project' })).id);
  expect(archive.status).toBe('finished');
});
