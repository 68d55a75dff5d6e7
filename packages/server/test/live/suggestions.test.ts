import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Assignment, LedgerEntry } from '@alaas/client';
import { knownPool, liveServer, nextItems, untilProject, type LiveServer } from './live-server.js';

const BATCH = 40;
const pool = knownPool({ items: 300 });
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
beforeAll(async () => {
  live = await liveServer(pool);
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

const keys = { budget: 2 * BATCH, batch: BATCH, agent: { earlyStop: false } };

/** Labels the batch at hand as it is true; answers what was handed out, by position. */
async function labelBatch(id: string): Promise<ReadonlyMap<number, Assignment>> {
  const client = live.as('ann');
  const seen = new Map<number, Assignment>();
  while (seen.size < BATCH) {
    const { assignments } = await nextItems(client, id, 10);
    for (const one of assignments.slice(0, BATCH - seen.size)) {
      seen.set(one.position, one);
      const label = pool.truth(one.position);
      await client.projects.label(id, { kind: 'label', label, assignment: one.id });
    }
  }
  return seen;
}

/** Until the items of the second batch can be handed out, and the model has said what it takes them for. */
async function untilPredicted(id: string): Promise<void> {
  await untilProject(live.client, id, ({ batch, work }) => {
    return batch?.number === 1 && work === 'wait-for-labels';
  });
  for (;;) {
    const { items } = await live.client.items.list(id, { limit: 1 });
    if (items[0]!.prediction !== null) return;
    await wait(20);
  }
}

/** Of the second batch. */
async function entriesOf(id: string): Promise<readonly LedgerEntry[]> {
  const { entries } = await live.client.projects.ledger(id, { limit: 1_000 });
  return entries.filter(({ batch }) => batch === 1);
}

test('items come with what the model takes them for, except for a share that is drawn by lot', async () => {
  const { id } = await live.start(keys, { suggestions: { show: true, blindShare: 0.4 } });
  const before = await labelBatch(id);
  expect([...before.values()].every(({ suggestion }) => suggestion === null)).toBe(true);
  await untilPredicted(id);
  const seen = await labelBatch(id);
  const entries = await entriesOf(id);
  // Some items may have been handed out ahead, before there was a model.
  const known = entries.filter(({ suggestion }) => suggestion !== null);
  expect(known.length).toBeGreaterThan(BATCH / 2);
  for (const { position, suggestion } of known) {
    const { shown, ...said } = suggestion!;
    expect(pool.classes).toContain(said.label);
    expect(seen.get(position)!.suggestion).toEqual(shown ? said : null);
  }
  const shown = known.filter(({ suggestion }) => suggestion!.shown);
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.length).toBeLessThan(known.length);
  const agreed = (all: readonly LedgerEntry[]) =>
    all.filter(({ label, suggestion }) => label === suggestion!.label).length;
  const blind = known.filter(({ suggestion }) => !suggestion!.shown);
  expect((await live.client.models.impact(id)).suggestions).toEqual({
    shown: { answers: shown.length, agreed: agreed(shown) },
    blind: { answers: blind.length, agreed: agreed(blind) },
  });
});

test('what was taken back comes again with the same suggestion, and a correction keeps it', async () => {
  const { id } = await live.start(keys, { suggestions: { show: true, blindShare: 0 } });
  await labelBatch(id);
  await untilPredicted(id);
  const client = live.as('ann');
  // The first items may have been handed out ahead, before there was a model.
  const { assignments } = await nextItems(client, id, 20);
  const first = assignments.find(({ suggestion }) => suggestion !== null)!;
  const { label, ...rest } = first.suggestion!;
  const answer = { kind: 'label', label, assignment: first.id } as const;
  const given = await client.projects.label(id, answer);
  expect(given.suggestion).toEqual({ label, ...rest, shown: true });
  await client.projects.undo({ project: id, entry: given.id });
  const again = (await nextItems(client, id, 20)).assignments;
  const same = again.find(({ position }) => position === first.position)!;
  expect(same.suggestion).toEqual(first.suggestion);
  const anew = await client.projects.label(id, { ...answer, assignment: same.id });
  const other = pool.classes.find((one) => one !== label)!;
  const corrected = await client.projects.correct(
    { project: id, entry: anew.id },
    { label: other },
  );
  expect(corrected).toMatchObject({ label: other, suggestion: given.suggestion });
});

test('without the setting nothing is suggested, and nothing is on record', async () => {
  const { id } = await live.start(keys);
  await labelBatch(id);
  await untilPredicted(id);
  const seen = await labelBatch(id);
  expect([...seen.values()].every(({ suggestion }) => suggestion === null)).toBe(true);
  expect((await entriesOf(id)).every(({ suggestion }) => suggestion === null)).toBe(true);
  expect((await live.client.models.impact(id)).suggestions).toBeNull();
});
