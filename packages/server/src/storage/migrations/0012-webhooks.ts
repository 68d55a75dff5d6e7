import { sql, type Migration } from 'kysely';

/** Who is told by HTTP of what happens in live projects, and every message to them. */
export const webhooks: Migration = {
  async up(db) {
    await sql`
      create table alaas.webhooks (
        sequence bigint generated always as identity primary key,
        id text not null constraint webhooks_id unique,
        project bigint not null references alaas.live_projects,
        url text not null,
        events text[] not null,
        -- Signs messages, so it cannot be kept as a digest.
        secret text not null,
        allow_private boolean not null,
        created_by text not null,
        created_at timestamptz not null
      )`.execute(db);
    await sql`create index webhooks_project on alaas.webhooks (project)`.execute(db);
    await sql`
      create table alaas.webhook_deliveries (
        sequence bigint generated always as identity primary key,
        id text not null constraint webhook_deliveries_id unique,
        webhook bigint not null references alaas.webhooks on delete cascade,
        event text not null,
        body text not null,
        status text not null check (status in ('waiting', 'delivered', 'failed')),
        attempts integer not null default 0,
        answer integer,
        error text,
        created_at timestamptz not null,
        -- Null at the end. A server that takes a message up puts it off, in case it dies.
        next_at timestamptz
      )`.execute(db);
    await sql`
      create index webhook_deliveries_due on alaas.webhook_deliveries (next_at)
      where status = 'waiting'`.execute(db);
    await sql`
      create index webhook_deliveries_webhook
      on alaas.webhook_deliveries (webhook, sequence)`.execute(db);
  },
};
