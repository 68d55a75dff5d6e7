import { sql, type Migration } from 'kysely';

/**
 * What the model took an item for when it was handed out, on the assignment and on the answer: people
 * may be shown it, and by the items where they were not it is measured whether that leads them.
 */
export const suggestions: Migration = {
  async up(db) {
    await sql`alter table alaas.live_assignments add column suggestion jsonb`.execute(db);
    await sql`alter table alaas.live_ledger add column suggestion jsonb`.execute(db);
    await suggestion.execute(db);
    await sql`drop function alaas.held_items(bigint, text)`.execute(db);
    await heldItems.execute(db);
    await handOut.execute(db);
    await takeAnswer.execute(db);
  },
};

/**
 * What the present model takes an item for; null where the project wants no suggestions, and before
 * the first model. It is not shown for a share of items that the seed of the project draws, nor for
 * items that the model is measured on.
 */
const suggestion = sql`
  create function alaas.suggestion(_project bigint, _position integer) returns jsonb
  language sql stable as $$
    select jsonb_build_object(
      'label', pool.classes::jsonb ->> predicted.classes[_position + 1],
      'confidence', predicted.confidences[_position + 1],
      'version', predicted.version,
      'shown', task.strategy <> 'holdout' and (
        -- 32 bits of a digest, as a share.
        ('x' || left(md5(coalesce(project.config::jsonb ->> 'seed', '0') || '/suggestion/' || _position), 8)
        )::bit(32)::bigint / 4294967296.0
      ) >= (project.labelling::jsonb #>> '{suggestions,blindShare}')::double precision)
    from alaas.live_projects as project
    join alaas.live_pools as pool on pool.project = project.sequence
    join alaas.live_predictions as predicted on predicted.project = project.sequence
    join alaas.live_tasks as task on task.project = project.sequence and task.position = _position
    where project.sequence = _project
      and project.labelling::jsonb #>> '{suggestions,show}' = 'true'
      and predicted.classes[_position + 1] is not null
  $$`;

/** What an annotator has in a project, in the order in which it was handed out. */
const heldItems = sql`
  create function alaas.held_items(_project bigint, _annotator text) returns table (
    sequence bigint, id text, item text, "position" integer, batch integer, strategy text,
    "isFirst" boolean, "expiresAt" timestamptz, suggestion jsonb
  ) language sql stable as $$
    select given.sequence, given.id, pool.item, given.position, task.batch, task.strategy,
      coalesce(task.batch = (
        select min(number) from alaas.live_batches as batch
        where batch.project = given.project and batch.strategy = task.strategy), false),
      given.expires_at, given.suggestion
    from alaas.live_assignments as given
    join alaas.live_tasks as task using (project, position)
    join alaas.live_items as pool using (project, position)
    where given.project = _project and given.annotator = _annotator and given.state = 'open'
    order by given.sequence
  $$`;

/** As before, and each item with what the model takes it for. */
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
              -- With "= 'undo'" the planner takes nearly every item for one that was seen, and sorts
              -- all of them, 10 ms each time, in place of taking the first ones in their order.
              not in ('label', 'cannot-tell', 'skip')
          order by task.batch nulls last, task.place
          limit cardinality(_ids) - _held for update of task skip locked
        ), taken as (
          update alaas.live_tasks as task set taken = task.taken + 1 from free
          where task.project = _row.sequence and task.position = free.position
          returning task.position, free.batch, free.place
        )
        insert into alaas.live_assignments
          (id, project, position, annotator, state, created_at, expires_at, suggestion)
        select _ids[_held + row_number() over (order by batch nulls last, place)],
          _row.sequence, position, _annotator, 'open', _now,
          _now + make_interval(secs => (_row.labelling::jsonb ->> 'leaseSeconds')::integer),
          alaas.suggestion(_row.sequence, position)
        from taken order by batch nulls last, place;
      end if;
      select coalesce(jsonb_agg(to_jsonb(held) order by held.sequence), '[]') into _items
      from alaas.held_items(_row.sequence, _annotator) as held;
    end if;
    return jsonb_build_object('project', to_jsonb(_row), 'assignments', _items);
  end $$`;

/** As before; what the model took the item for is on record with the answer. */
const takeAnswer = sql`
  create or replace function alaas.take_answer(
    _id text, _annotator text, _answer jsonb, _key text, _digest text, _writable text[],
    _now timestamptz
  ) returns jsonb language plpgsql as $$
  declare
    _row alaas.live_projects%rowtype;
    _known jsonb;
    _given alaas.live_assignments%rowtype;
    _task alaas.live_tasks%rowtype;
    _entry alaas.live_ledger%rowtype;
    _taken jsonb;
  begin
    select * into _row from alaas.live_projects where id = _id;
    if not found then
      return null;
    end if;
    if not _row.status = any(_writable) then
      return jsonb_build_object('refused', 'status', 'status', _row.status);
    end if;
    _known := alaas.known_answer(_annotator, _key);
    if _known is not null then
      return _known;
    end if;
    if _answer ->> 'kind' = 'label' and not exists (
      select from alaas.live_pools as pool
      where pool.project = _row.sequence and pool.classes::jsonb ? (_answer ->> 'label')
    ) then
      return jsonb_build_object('refused', 'class', 'sequence', _row.sequence::text);
    end if;
    select * into _given from alaas.live_assignments
    where id = _answer ->> 'assignment' and project = _row.sequence and annotator = _annotator
    for update;
    if not found then
      return jsonb_build_object('refused', 'unknown');
    end if;
    -- The same request at the same time has waited here for the first one.
    _known := alaas.known_answer(_annotator, _key);
    if _known is not null then
      return _known;
    end if;
    if _given.state <> 'open' or _given.expires_at <= _now then
      return jsonb_build_object('refused', 'closed', 'state',
        case when _given.state = 'open' then 'expired' else _given.state end);
    end if;
    select * into _task from alaas.live_tasks
    where project = _row.sequence and position = _given.position for update;
    if _answer ->> 'kind' <> 'flag' then
      update alaas.live_assignments set state = 'answered' where sequence = _given.sequence;
    end if;
    insert into alaas.live_ledger (project, position, annotator, kind, label, comment, client,
      active_seconds, batch, strategy, rung, model_version, assignment, suggestion, created_at)
    values (_row.sequence, _given.position, _annotator, _answer ->> 'kind', _answer ->> 'label',
      _answer ->> 'comment', _answer ->> 'client',
      least((_answer ->> 'activeSeconds')::double precision,
        (_row.labelling::jsonb ->> 'idleSeconds')::double precision),
      _task.batch, _task.strategy, _task.rung,
      (select max(version) from alaas.live_models where project = _row.sequence),
      _given.sequence, _given.suggestion, _now)
    returning * into _entry;
    _taken := jsonb_build_object(
      'entry', jsonb_build_object(
        'id', _entry.sequence::text, 'kind', _entry.kind,
        'item', (select item from alaas.live_items
          where project = _row.sequence and position = _entry.position),
        'position', _entry.position, 'label', _entry.label, 'comment', _entry.comment,
        'annotator', _entry.annotator, 'at', _entry.created_at,
        'activeSeconds', _entry.active_seconds, 'batch', _entry.batch,
        'strategy', _entry.strategy, 'rung', _entry.rung, 'modelVersion', _entry.model_version,
        'client', _entry.client, 'replaces', _entry.replaces::text,
        'suggestion', _entry.suggestion),
      'item', (select to_jsonb(settled)
        from alaas.settle_item(_row.sequence, _given.position, _now) as settled));
    if _key is not null then
      insert into alaas.idempotency_keys (actor, key, request_digest, response, created_at)
      values (_annotator, _key, _digest, _taken::text, _now);
    end if;
    return _taken;
  end $$`;
