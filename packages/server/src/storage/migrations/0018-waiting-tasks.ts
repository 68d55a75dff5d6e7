import { sql, type Migration } from 'kysely';

/** What is looked for with every label is found without a look at all tasks of a project. */
export const waitingTasks: Migration = {
  async up(db) {
    await sql`
      create index live_tasks_waiting on alaas.live_tasks (project)
      where state = 'open' and batch is not null`.execute(db);
    await handOut.execute(db);
  },
};

/**
 * As before, but for how it asks whether the annotator has seen an item: with "= 'undo'" the planner
 * took nearly every free item for one that was seen, and so looked at all of them and sorted what was
 * left, 10 ms each time, in place of taking the first one in their order.
 */
const handOut = sql`
  create or replace function alaas.hand_out(
    _id text, _annotator text, _ids text[], _at_work text[], _now timestamptz
  ) returns jsonb language plpgsql as $$
  declare
    _row alaas.live_projects%rowtype;
    _held integer;
    _items jsonb := '[]';
  begin
    select * into _row from alaas.live_projects where id = _id;
    if not found then
      return null;
    end if;
    if _row.status = any(_at_work) then
      -- One request of an annotator at a time: two at once would take twice as much.
      perform pg_advisory_xact_lock(hashtextextended(_id || '/' || _annotator, 0));
      -- What nobody answered in time is free again.
      with due as (
        select sequence, position from alaas.live_assignments
        where project = _row.sequence and state = 'open' and expires_at <= _now
        order by position for update skip locked
      ), expired as (
        update alaas.live_assignments set state = 'expired'
        where sequence in (select sequence from due) returning position
      )
      update alaas.live_tasks as task set taken = task.taken - freed.count
      from (select position, count(*)::integer as count from expired group by position) as freed
      where task.project = _row.sequence and task.position = freed.position;
      select count(*) into _held from alaas.live_assignments
      where project = _row.sequence and annotator = _annotator and state = 'open';
      if _held < cardinality(_ids) then
        -- Counting "taken" up makes others look again at an item that they were about to take.
        with free as (
          select task.position, task.batch, task.place
          from alaas.live_tasks as task
          where task.project = _row.sequence and task.state = 'open' and task.taken < task.wanted
            and not exists (
              select from alaas.live_assignments as given
              where given.project = task.project and given.position = task.position
                and given.annotator = _annotator and given.state = 'open')
            and coalesce((
              select entry.kind from alaas.live_ledger as entry
              where entry.project = task.project and entry.position = task.position
                and entry.annotator = _annotator and entry.kind <> 'flag'
              order by entry.sequence desc limit 1), 'undo')
              not in ('label', 'cannot-tell', 'skip')
          order by task.batch nulls last, task.place
          limit cardinality(_ids) - _held for update of task skip locked
        ), taken as (
          update alaas.live_tasks as task set taken = task.taken + 1 from free
          where task.project = _row.sequence and task.position = free.position
          returning task.position, free.batch, free.place
        )
        insert into alaas.live_assignments
          (id, project, position, annotator, state, created_at, expires_at)
        select _ids[_held + row_number() over (order by batch nulls last, place)],
          _row.sequence, position, _annotator, 'open', _now,
          _now + make_interval(secs => (_row.labelling::jsonb ->> 'leaseSeconds')::integer)
        from taken order by batch nulls last, place;
      end if;
      select coalesce(jsonb_agg(to_jsonb(held) order by held.sequence), '[]') into _items
      from alaas.held_items(_row.sequence, _annotator) as held;
    end if;
    return jsonb_build_object('project', to_jsonb(_row), 'assignments', _items);
  end $$`;
