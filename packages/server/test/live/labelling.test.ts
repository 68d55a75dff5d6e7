import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AlaasClient } from '@alaas/client';
import {
  knownPool,
  labelAll,
  liveServer,
  nextItems,
  untilProject,
  type LiveServer,
} from './live-server.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let live: LiveServer;
let nowMs = Date.parse('2026-03-01T09:00:00Z');
beforeAll(async () => {
  live = await liveServer(pool, { clock: () => new Date(nowMs) });
});
afterAll(async () => {
  await live.end();
  pool.remove();
});

const later = (seconds: number) => (nowMs += seconds * 1000);
const positions = ({ assignments }: { assignments: readonly { position: number }[] }) =>
  assignments.map(({ position }) => position);
const label = (client: AlaasClient, project: string, ...[assignment, name = '0']: string[]) =>
  client.projects.label(project, { kind: 'label', assignment: assignment!, label: name });

describe('handing items out', () => {
  test('two annotators never have the same item; each keeps what it has', async () => {
    const { id } = await live.start();
    const ann = await live.as('ann').projects.next(id, { count: 4 });
    const bob = await live.as('bob').projects.next(id, { count: 4 });
    expect(new Set([...positions(ann), ...positions(bob)]).size).toBe(8);
    expect(await live.as('ann').projects.next(id, { count: 4 })).toEqual(ann);
    expect(ann.assignments[0]!.expiresAt).toBe(new Date(nowMs + 600_000).toISOString());
  });

  test('many at once get each item once', async () => {
    const { id } = await live.start({ batch: 40 });
    const clients = Array.from({ length: 10 }, (_, i) => live.as(`a${i}`));
    const given = await Promise.all(clients.map(({ projects }) => projects.next(id, { count: 4 })));
    const all = given.flatMap(positions);
    expect(all).toHaveLength(40);
    expect(new Set(all).size).toBe(40);
  });

  test('with overlap several people have an item, none of them twice', async () => {
    const { id } = await live.start({}, { overlap: 2 });
    const names = ['ann', 'bob', 'cem'];
    const seen = new Map<string, number[]>();
    for (const name of names) {
      const { assignments } = await live.as(name).projects.next(id, { count: 10 });
      seen.set(name, positions({ assignments }));
      for (const { id: assignment } of assignments) await label(live.as(name), id, assignment);
    }
    const counts = new Map<number, number>();
    for (const position of [...seen.values()].flat()) {
      counts.set(position, (counts.get(position) ?? 0) + 1);
    }
    expect(seen.get('ann')).toEqual(seen.get('bob'));
    for (const position of seen.get('ann')!) expect(counts.get(position)).toBe(2);
  });

  test('an item whose time is over goes to somebody else, and its answer is refused', async () => {
    const { id } = await live.start({}, { leaseSeconds: 60 });
    const ann = live.as('ann');
    const { assignments } = await ann.projects.next(id, { count: 10 });
    later(59);
    const renewed = await ann.projects.renew({ project: id, assignment: assignments[0]!.id });
    expect(renewed.expiresAt).toBe(new Date(nowMs + 60_000).toISOString());
    later(2);
    const bob = await live.as('bob').projects.next(id, { count: 50 });
    expect(positions(bob)).toEqual(
      expect.arrayContaining(positions({ assignments: assignments.slice(1) })),
    );
    expect(positions(bob)).not.toContain(assignments[0]!.position);
    await expect(label(ann, id, assignments[1]!.id)).rejects.toMatchObject({
      code: 'ASSIGNMENT_EXPIRED',
    });
    expect((await label(ann, id, assignments[0]!.id)).position).toBe(assignments[0]!.position);
  });

  test('a clock that jumps back loses nothing', async () => {
    const { id } = await live.start({}, { leaseSeconds: 60 });
    const { assignments } = await live.as('ann').projects.next(id, { count: 3 });
    later(-3_600);
    const [first, second] = assignments;
    await label(live.as('ann'), id, first!.id);
    const renewed = await live.as('ann').projects.renew({ project: id, assignment: second!.id });
    expect(renewed.expiresAt).toBe(second!.expiresAt);
    const bob = await live.as('bob').projects.next(id, { count: 50 });
    expect(positions(bob)).not.toContain(second!.position);
    later(3_600);
  });

  test('what is given back is there for others at once', async () => {
    const { id } = await live.start();
    const ann = live.as('ann');
    const { assignments } = await ann.projects.next(id, { count: 10 });
    const [first] = assignments;
    expect(await ann.projects.giveBack({ project: id, assignment: first!.id })).toBe(1);
    expect(positions(await live.as('bob').projects.next(id))).toEqual([first!.position]);
    expect(await ann.projects.giveBack({ project: id })).toBe(9);
    expect((await live.as('bob').projects.next(id, { count: 10 })).assignments).toHaveLength(10);
  });

  test('before the batch is complete, others get the next-best items, within the budget', async () => {
    const { id } = await live.start({ budget: 60, agent: { earlyStop: false } });
    const slow = await live.as('slow').projects.next(id, { count: 10 });
    expect(slow.assignments.every(({ batch }) => batch === 0)).toBe(true);
    const quick = live.as('quick');
    let ahead = await quick.projects.next(id, { count: 5 });
    while (ahead.assignments.length === 0) ahead = await quick.projects.next(id, { count: 5 });
    expect(ahead.assignments.every(({ batch }) => batch === null)).toBe(true);
    for (const { id: assignment, position } of ahead.assignments) {
      await label(quick, id, assignment, pool.truth(position));
    }
    await live.as('slow').projects.giveBack({ project: id });
    await labelAll(quick, id, pool.truth);
    const ended = await untilProject(quick, id, ({ status }) => status === 'stopped');
    expect(ended.labels).toEqual({ budget: 60, paid: 60, given: 60 });
  });
});

describe('answers', () => {
  test('of an item that somebody else has, that nobody has, or twice, are refused', async () => {
    const { id } = await live.start();
    const other = await live.start();
    const { assignments } = await live.as('ann').projects.next(id, { count: 2 });
    const [first] = assignments;
    const refused = (client: AlaasClient, project: string, assignment: string) =>
      expect(label(client, project, assignment)).rejects;
    await refused(live.as('bob'), id, first!.id).toMatchObject({ code: 'ASSIGNMENT_UNKNOWN' });
    await refused(live.as('ann'), other.id, first!.id).toMatchObject({
      code: 'ASSIGNMENT_UNKNOWN',
    });
    await refused(live.as('ann'), id, "'; drop table").toMatchObject({
      code: 'ASSIGNMENT_UNKNOWN',
    });
    await label(live.as('ann'), id, first!.id);
    await refused(live.as('ann'), id, first!.id).toMatchObject({ code: 'ASSIGNMENT_CLOSED' });
    await expect(label(live.as('ann'), id, assignments[1]!.id, 'O')).rejects.toMatchObject({
      code: 'LABELLING_CLASS_UNKNOWN',
    });
  });

  test('with the same key count once; another body with it is refused', async () => {
    const { id } = await live.start();
    const ann = live.as('ann');
    const [first] = (await ann.projects.next(id)).assignments;
    const answer = { kind: 'label', assignment: first!.id, label: '1' } as const;
    const options = { idempotencyKey: 'answer-1' };
    const entries = await Promise.all(
      Array.from({ length: 5 }, () => ann.projects.label(id, answer, options)),
    );
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(1);
    const other = ann.projects.label(id, { ...answer, label: '2' }, options);
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await ann.projects.ledger(id)).entries).toHaveLength(1);
  });

  test('of many at once each stands for itself: what is wrong with one does not touch the others', async () => {
    const { id } = await live.start({ batch: 40 });
    const people = Array.from({ length: 20 }, (_, i) => live.as(`b${i}`));
    const given = await Promise.all(people.map(({ projects }) => projects.next(id, { count: 2 })));
    const labels = ['0', 'no class of it'];
    const outcomes = await Promise.allSettled(
      people.flatMap(({ projects }, i) =>
        given[i]!.assignments.map(({ id: assignment }, k) => {
          const label = labels[i === 7 ? k : 0]!;
          return projects.label(id, { kind: 'label', assignment, label });
        }),
      ),
    );
    const taken = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(taken).toHaveLength(39);
    const { entries } = await live.client.projects.ledger(id, { limit: 100 });
    const byId = (a: { id: string }, b: { id: string }) => Number(a.id) - Number(b.id);
    expect(entries).toEqual(taken.toSorted(byId));
    // The item of the one that failed waits for another answer.
    const { assignments } = await people[7]!.projects.next(id);
    expect(assignments).toHaveLength(1);
    expect(taken.map(({ position }) => position)).not.toContain(assignments[0]!.position);
  });

  test('the same answer many times at once, under one key, is one entry', async () => {
    const { id } = await live.start();
    const { projects } = live.as('ann');
    const { assignments } = await projects.next(id);
    const answer = { kind: 'label', assignment: assignments[0]!.id, label: '0' } as const;
    const same = { idempotencyKey: 'many-times' };
    const entries = await Promise.all(
      Array.from({ length: 12 }, () => projects.label(id, answer, same)),
    );
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(1);
    expect((await projects.ledger(id)).entries).toEqual([entries[0]]);
  });

  test('idle time does not count as work', async () => {
    const { id } = await live.start({}, { idleSeconds: 30 });
    const [first] = (await live.as('ann').projects.next(id)).assignments;
    const answer = { kind: 'label', assignment: first!.id, label: '1' } as const;
    const entry = await live.as('ann').projects.label(id, {
      ...answer,
      activeSeconds: 4_000,
      client: 'test 1',
    });
    expect(entry).toMatchObject({ activeSeconds: 30, client: 'test 1' });
  });

  test('skip gives the item to others, and never to the same person again', async () => {
    const { id } = await live.start();
    const ann = live.as('ann');
    const [first] = (await ann.projects.next(id)).assignments;
    await ann.projects.label(id, { kind: 'skip', assignment: first!.id });
    expect(positions(await ann.projects.next(id, { count: 50 }))).not.toContain(first!.position);
    expect(positions(await live.as('bob').projects.next(id))).toEqual([first!.position]);
  });

  test('an item that three people skip, or that more cannot tell, is left out', async () => {
    const { id } = await live.start({ agent: { earlyStop: false }, budget: 20 });
    const names = ['ann', 'bob', 'cem'];
    const [skipped] = (await live.as('ann').projects.next(id)).assignments;
    for (const name of names) {
      const [mine] = (await live.as(name).projects.next(id)).assignments;
      expect(mine!.position).toBe(skipped!.position);
      await live.as(name).projects.label(id, { kind: 'skip', assignment: mine!.id });
    }
    const [unclear] = (await live.as('dee').projects.next(id)).assignments;
    await live.as('dee').projects.label(id, { kind: 'cannot-tell', assignment: unclear!.id });
    await labelAll(live.as('eve'), id, pool.truth);
    const ended = await untilProject(live.client, id, ({ status }) => status === 'stopped');
    // Others were asked for in their place.
    expect(ended.labels.paid).toBe(20);
    const { entries } = await live.client.projects.ledger(id, { annotator: 'eve' });
    expect(entries).toHaveLength(20);
    const asked = entries.map(({ position }) => position);
    expect(asked).not.toContain(skipped!.position);
    expect(asked).not.toContain(unclear!.position);
  });

  test('a flag stays with the item, which stays with its annotator', async () => {
    const { id } = await live.start();
    const ann = live.as('ann');
    const [first] = (await ann.projects.next(id)).assignments;
    const comment = 'It shows two things.';
    await ann.projects.label(id, { kind: 'flag', assignment: first!.id, comment });
    const entry = await label(ann, id, first!.id);
    const { entries } = await ann.projects.ledger(id);
    expect(entries.map(({ kind }) => kind)).toEqual(['flag', 'label']);
    expect(entries[0]!.comment).toBe(comment);
    expect(entry.label).toBe('0');
  });

  test('undo brings the item back; a correction is a new entry; the first one stays', async () => {
    const { id } = await live.start();
    const ann = live.as('ann');
    const [first] = (await ann.projects.next(id)).assignments;
    const wrong = await label(ann, id, first!.id);
    const undone = await ann.projects.undo({ project: id, entry: wrong.id });
    expect(undone).toMatchObject({ kind: 'undo', replaces: wrong.id });
    const [again] = (await ann.projects.next(id)).assignments;
    expect(again!.position).toBe(first!.position);
    const second = await label(ann, id, again!.id, '1');
    const better = await ann.projects.correct({ project: id, entry: second.id }, { label: '2' });
    expect(better).toMatchObject({ kind: 'label', label: '2', replaces: second.id });
    const key = { project: id, entry: second.id };
    const settled = { code: 'LABELLING_ENTRY_SETTLED' };
    await expect(ann.projects.undo(key)).rejects.toMatchObject(settled);
    await expect(ann.projects.correct(key, { label: '1' })).rejects.toMatchObject(settled);
    await expect(
      live.as('bob').projects.undo({ project: id, entry: better.id }),
    ).rejects.toMatchObject({
      code: 'LABELLING_ENTRY_UNKNOWN',
    });
    const { entries } = await ann.projects.ledger(id);
    expect(entries.map(({ kind }) => kind)).toEqual(['label', 'undo', 'label', 'label']);
    const page = await ann.projects.ledger(id, { limit: 3 });
    const rest = await ann.projects.ledger(id, { limit: 3, cursor: page.nextCursor! });
    expect([...page.entries, ...rest.entries]).toEqual(entries);
  });

  test('once the batch is over an answer can be corrected, not taken back', async () => {
    const { id } = await live.start();
    const ann = live.as('ann');
    const { assignments } = await ann.projects.next(id, { count: 10 });
    const entries = [];
    for (const one of assignments)
      entries.push(await label(ann, id, one.id, pool.truth(one.position)));
    await untilProject(ann, id, ({ batch }) => (batch?.number ?? 0) > 0);
    const key = { project: id, entry: entries[0]!.id };
    await expect(ann.projects.undo(key)).rejects.toMatchObject({ code: 'LABELLING_ENTRY_SETTLED' });
    expect((await ann.projects.correct(key, { label: '2' })).label).toBe('2');
  });
});

test('an annotator who has seen all is told so, one who waits for others when to come back', async () => {
  const { id } = await live.start({ strategy: 'paper' }, { overlap: 2 });
  const ann = live.as('ann');
  const { assignments } = await ann.projects.next(id, { count: 10 });
  for (const { id: assignment } of assignments) await label(ann, id, assignment);
  expect((await ann.projects.next(id)).wait).toMatchObject({
    reason: 'all-seen',
    retryAfterSeconds: expect.any(Number),
  });
  await nextItems(live.as('bob'), id, 10);
  expect((await ann.projects.next(id)).wait).toMatchObject({ reason: 'others-label' });
});

test('a lower overlap counts at once, and the batch goes on where that was the last it waited for', async () => {
  const { id } = await live.start({ strategy: 'paper' }, { overlap: 2 });
  const ann = live.as('ann');
  const { assignments } = await ann.projects.next(id, { count: 10 });
  for (const { id: assignment, position } of assignments) {
    await label(ann, id, assignment, pool.truth(position));
  }
  expect((await ann.projects.next(id)).wait!.reason).toBe('all-seen');
  const { batch } = await ann.projects.get(id);
  await live.as('manager').projects.change(id, { labelling: { overlap: 1 } });
  const on = await untilProject(
    ann,
    id,
    (project) => project.work === 'wait-for-labels' && project.batch!.number > batch!.number,
  );
  expect(on.labels.paid).toBe(assignments.length);
  expect((await nextItems(ann, id)).assignments).toHaveLength(1);
});
