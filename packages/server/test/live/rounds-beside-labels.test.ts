import { sql } from 'kysely';
import type { Assignment } from '@alaas/client';
import { openDatabase, type Database } from '@alaas/server';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { knownPool, liveServer, untilProject, type LiveServer } from './live-server.js';
import { BATCHES, EVENTS, MODELS, stopRoundAt } from './stop-round.js';

const pool = knownPool();
// Learning has a lower priority: on a busy machine it takes its time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 180_000 });

let live: LiveServer;
let database: Database;
beforeAll(async () => {
  live = await liveServer(pool);
  database = await openDatabase({ home: live.home });
});
afterAll(async () => {
  await database.close();
  await live.end();
  pool.remove();
});

const CONFIG = { budget: 60, batch: 10, strategy: 'margin', agent: { earlyStop: false } };

function label(annotator: string, project: string, { id, position }: Assignment) {
  const answer = { kind: 'label', assignment: id, label: pool.truth(position) } as const;
  return live.as(annotator).projects.label(project, answer);
}

test('a label of an item that the next batch begins with does not wait for that batch', async () => {
  const { id } = await live.start(CONFIG);
  const { assignments } = await live.as('slow').projects.next(id, { count: 10 });
  const quick = live.as('quick').projects;
  let ahead = await quick.next(id);
  while (ahead.assignments.length === 0) ahead = await quick.next(id);
  const [begun] = ahead.assignments;
  expect(begun!.batch).toBeNull();

  for (const given of assignments.slice(1)) await label('slow', id, given);
  const held = await stopRoundAt(database, [MODELS, BATCHES, EVENTS], () =>
    label('slow', id, assignments[0]!),
  );
  // The transaction that puts the batch up is open, and stays open until the lock is released.
  try {
    const { rows } = await sql`
      select from alaas.live_tasks where position = ${begun!.position} for update skip locked`.execute(
      database.sql,
    );
    expect(rows).toHaveLength(1);
    expect((await label('quick', id, begun!)).batch).toBeNull();
  } finally {
    await held.release();
  }
  const { batch } = await untilProject(live.client, id, (project) => project.batch?.number === 1);
  expect(batch).toMatchObject({ items: 10, open: 9 });
});

test('a round that another transaction got in the way of is not given up', async () => {
  await sql
    .raw(
      `create sequence alaas.tries;
      create function alaas.get_in_the_way() returns trigger language plpgsql as $$
      begin
        if nextval('alaas.tries') = 1 then
          raise exception 'deadlock detected' using errcode = 'deadlock_detected';
        end if;
        return new;
      end $$;
      create trigger get_in_the_way before insert on alaas.live_batches
        for each row execute function alaas.get_in_the_way();`,
    )
    .execute(database.sql);
  onTestFinished(async () => {
    await sql
      .raw('drop function alaas.get_in_the_way() cascade; drop sequence alaas.tries')
      .execute(database.sql);
  });
  const { batch } = await live.start(CONFIG);
  expect(batch).toMatchObject({ number: 0, open: 10 });
  const { rows } = await sql<{ tries: string }>`
    select last_value as tries from alaas.tries`.execute(database.sql);
  expect(Number(rows[0]!.tries)).toBe(2);
});
