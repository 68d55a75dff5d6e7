-- The database of the release whose last change of the tables was 0009, with a project of 60 vectors
-- of which people had labelled 14. Recorded by that release; it is never changed.

create schema if not exists "alaas";
create table if not exists "alaas"."kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
create table if not exists "alaas"."kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
      create table alaas.projects (
        project_id text primary key,
        created_at timestamptz not null default now()
      );
      create table alaas.runs (
        sequence bigint generated always as identity primary key,
        project_id text not null references alaas.projects,
        run_id text not null,
        status text not null check (
          status in ('running', 'waiting', 'finished', 'cancelled', 'failed')
        ),
        config_digest text not null,
        created_at timestamptz not null default now(),
        constraint runs_run_id unique (project_id, run_id)
      );
      create table alaas.items (
        run_sequence bigint not null references alaas.runs,
        position integer not null,
        item text not null,
        primary key (run_sequence, position)
      );
create unique index items_item on alaas.items (run_sequence, md5(item));
      create table alaas.selections (
        run_sequence bigint not null references alaas.runs,
        round integer not null,
        strategy text not null,
        items jsonb not null,
        created_at timestamptz not null default now(),
        constraint selections_round primary key (run_sequence, round)
      );
      create table alaas.labels (
        sequence bigint generated always as identity primary key,
        run_sequence bigint not null,
        position integer not null,
        label text not null,
        annotator text not null,
        round integer not null,
        created_at timestamptz not null default now(),
        foreign key (run_sequence, position) references alaas.items
      );
create index labels_run on alaas.labels (run_sequence, sequence);
      create function alaas.refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'labels are append-only: add a new entry instead';
      end $$;
      create trigger labels_append_only before update or delete on alaas.labels
      for each statement execute function alaas.refuse_change();
      create table alaas.selection_jobs (
        sequence bigint generated always as identity primary key,
        id text not null constraint selection_jobs_id unique,
        owner text not null,
        idempotency_key text,
        status text not null check (
          status in ('queued', 'running', 'finished', 'failed', 'cancelled')
        ),
        strategy text not null,
        budget integer not null,
        -- Texts, because jsonb refuses the character U+0000, which an item may hold.
        request text,
        progress text,
        result text,
        error text,
        attempts integer not null default 0,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        constraint selection_jobs_key unique (owner, idempotency_key)
      );
      create table alaas.selection_events (
        job bigint not null references alaas.selection_jobs on delete cascade,
        number integer not null,
        event text not null,
        primary key (job, number)
      );
      alter table alaas.runs add column work_seconds double precision not null default 0;
      create table alaas.agent_states (
        run_sequence bigint primary key references alaas.runs,
        observed integer not null,
        mode text not null,
        budget_labels integer not null,
        -- Of the decision that waits for a person.
        decision_asked integer,
        -- Texts: they are read as a whole and never asked into.
        state text not null,
        record text not null,
        updated_at timestamptz not null default now()
      );
      create table alaas.interventions (
        run_sequence bigint not null references alaas.runs,
        number integer not null,
        observed integer not null,
        intervention text not null,
        created_at timestamptz not null default now(),
        primary key (run_sequence, number)
      );
      create function alaas.refuse_undoing() returns trigger language plpgsql as $$
      begin
        raise exception 'interventions are append-only: what people decided stays on record';
      end $$;
      create trigger interventions_append_only before update or delete on alaas.interventions
      for each statement execute function alaas.refuse_undoing();
      create table alaas.run_events (
        run_sequence bigint not null references alaas.runs,
        number integer not null,
        event text not null,
        created_at timestamptz not null default now(),
        primary key (run_sequence, number)
      );
      create table alaas.live_projects (
        sequence bigint generated always as identity primary key,
        id text not null constraint live_projects_id unique,
        name text not null,
        status text not null check (
          status in ('created', 'poc', 'running', 'paused', 'stopped', 'archived')
        ),
        -- The status to which a paused project goes back.
        paused_from text check (paused_from in ('created', 'poc', 'running')),
        version integer not null default 1,
        -- Texts: they are read as a whole.
        config text not null,
        labelling text not null,
        work text not null default 'read-pool',
        problem text,
        created_at timestamptz not null default now()
      );
      create table alaas.live_pools (
        project bigint primary key references alaas.live_projects,
        columns integer not null,
        classes text not null,
        -- Labels of the test items, in their order; null without test items.
        test_labels text,
        digest text not null,
        quarantined text not null,
        created_at timestamptz not null default now()
      );
      create table alaas.live_items (
        project bigint not null references alaas.live_projects,
        position integer not null,
        item text not null,
        primary key (project, position)
      );
      create unique index live_items_item on alaas.live_items (project, md5(item));
      create table alaas.live_embeddings (
        project bigint not null references alaas.live_projects,
        part text not null check (part in ('pool', 'test')),
        first_row integer not null,
        -- Little-endian, row by row.
        float32 bytea not null,
        primary key (project, part, first_row)
      );
      alter table alaas.live_embeddings alter column float32 set storage external;
      create table alaas.live_agents (
        project bigint primary key references alaas.live_projects,
        settings text not null,
        observed integer not null,
        state text not null,
        updated_at timestamptz not null default now()
      );
      create table alaas.live_observations (
        project bigint not null references alaas.live_projects,
        -- Observations of the agent before this one.
        observed integer not null,
        observation text not null,
        created_at timestamptz not null default now(),
        primary key (project, observed)
      );
      create table alaas.live_models (
        project bigint not null references alaas.live_projects,
        version integer not null,
        arm text not null,
        observed integer not null,
        labels integer not null,
        value double precision,
        created_at timestamptz not null default now(),
        primary key (project, version)
      );
      create table alaas.live_batches (
        project bigint not null references alaas.live_projects,
        number integer not null,
        strategy text not null,
        rung integer not null,
        observed integer not null,
        positions integer[] not null,
        created_at timestamptz not null default now(),
        closed_at timestamptz,
        primary key (project, number)
      );
      create table alaas.live_tasks (
        project bigint not null,
        position integer not null,
        -- Null: handed out ahead of the next batch.
        batch integer,
        place integer not null,
        strategy text not null,
        rung integer not null,
        state text not null check (state in ('open', 'labelled', 'unusable')),
        -- Opinions that are wanted, that are there, and that are there or being made.
        wanted integer not null,
        opinions integer not null default 0,
        taken integer not null default 0,
        label text,
        settled_at timestamptz,
        primary key (project, position),
        foreign key (project, position) references alaas.live_items
      );
      create index live_tasks_open on alaas.live_tasks (project, batch nulls last, place)
      where state = 'open' and taken < wanted;
      create table alaas.live_assignments (
        sequence bigint generated always as identity primary key,
        id text not null constraint live_assignments_id unique,
        project bigint not null,
        position integer not null,
        annotator text not null,
        state text not null check (state in ('open', 'answered', 'returned', 'expired')),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        foreign key (project, position) references alaas.live_tasks
      );
      create unique index live_assignments_open
      on alaas.live_assignments (project, annotator, position) where state = 'open';
      create index live_assignments_due
      on alaas.live_assignments (project, expires_at) where state = 'open';
      create table alaas.live_ledger (
        sequence bigint generated always as identity primary key,
        project bigint not null,
        position integer not null,
        annotator text not null,
        kind text not null check (kind in ('label', 'cannot-tell', 'skip', 'flag', 'undo')),
        label text check ((kind = 'label') = (label is not null)),
        comment text,
        active_seconds double precision not null,
        batch integer,
        strategy text not null,
        rung integer not null,
        model_version integer,
        client text,
        -- The assignment that it answers: at most one answer each.
        assignment bigint references alaas.live_assignments,
        replaces bigint references alaas.live_ledger,
        created_at timestamptz not null,
        foreign key (project, position) references alaas.live_tasks
      );
      create unique index live_ledger_answer on alaas.live_ledger (assignment)
      where kind in ('label', 'cannot-tell', 'skip') and replaces is null;
      create unique index live_ledger_replaces on alaas.live_ledger (replaces);
      create index live_ledger_item
      on alaas.live_ledger (project, position, annotator);
create index live_ledger_project on alaas.live_ledger (project, sequence);
      create function alaas.refuse_rewriting() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: add a new entry instead', tg_table_name;
      end $$;
        create trigger "live_ledger_append_only"
        before update or delete on "alaas"."live_ledger"
        for each statement execute function alaas.refuse_rewriting();
        create trigger "live_observations_append_only"
        before update or delete on "alaas"."live_observations"
        for each statement execute function alaas.refuse_rewriting();
      create table alaas.idempotency_keys (
        actor text not null,
        key text not null,
        request_digest text not null,
        response text,
        created_at timestamptz not null,
        primary key (actor, key)
      );
      create table alaas.live_interventions (
        project bigint not null references alaas.live_projects,
        number integer not null,
        -- Observations of the agent when it was given.
        observed integer not null,
        intervention text not null,
        actor text not null,
        created_at timestamptz not null,
        primary key (project, number)
      );
      create trigger live_interventions_append_only
      before update or delete on alaas.live_interventions
      for each statement execute function alaas.refuse_rewriting();
      create table alaas.users (
        sequence bigint generated always as identity primary key,
        name text not null constraint users_name unique,
        role text not null check (role in ('owner', 'manager', 'annotator', 'viewer')),
        password_hash text not null,
        disabled_at timestamptz,
        created_at timestamptz not null
      );
      create table alaas.project_members (
        project bigint not null references alaas.live_projects,
        member bigint not null references alaas.users,
        primary key (project, member)
      );
      create table alaas.sessions (
        token_hash text primary key,
        member bigint not null references alaas.users,
        created_at timestamptz not null,
        expires_at timestamptz not null
      );
      create table alaas.invitations (
        token_hash text primary key,
        role text not null check (role in ('owner', 'manager', 'annotator', 'viewer')),
        -- Of the first owner, who joins by the link that the server prints.
        is_first boolean not null default false,
        projects text not null,
        invited_by text not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create table alaas.api_keys (
        sequence bigint generated always as identity primary key,
        id text not null constraint api_keys_id unique,
        member bigint not null references alaas.users,
        name text not null,
        key_hash text not null constraint api_keys_hash unique,
        scopes text not null,
        created_at timestamptz not null,
        expires_at timestamptz,
        revoked_at timestamptz
      );
      create table alaas.audit_log (
        sequence bigint generated always as identity primary key,
        actor text not null,
        action text not null,
        target text not null,
        details text not null,
        created_at timestamptz not null
      );
      create trigger audit_log_append_only before update or delete on alaas.audit_log
      for each statement execute function alaas.refuse_rewriting();
alter table alaas.live_items add column location text;
      create index live_assignments_item
      on alaas.live_assignments (project, position, annotator);
      create table alaas.live_events (
        project bigint not null references alaas.live_projects,
        -- From 1, without gaps: whoever adds one holds the lock of the project.
        number integer not null,
        event text not null,
        created_at timestamptz not null default now(),
        primary key (project, number)
      );
insert into alaas.kysely_migration overriding system value values
('0001-projects', '2026-11-28T19:58:37.447Z'),
('0002-selection-jobs', '2026-11-28T19:58:37.459Z'),
('0003-run-seconds', '2026-11-28T19:58:37.461Z'),
('0004-agent-records', '2026-11-28T19:58:37.475Z'),
('0005-live-projects', '2026-11-28T19:58:37.556Z'),
('0006-live-interventions', '2026-11-28T19:58:37.565Z'),
('0007-access', '2026-11-28T19:58:37.583Z'),
('0008-item-locations', '2026-11-28T19:58:37.590Z'),
('0009-live-events', '2026-11-28T19:58:37.595Z');
insert into alaas.kysely_migration_lock overriding system value values
('migration_lock', '0');
insert into alaas.live_projects overriding system value values
('1', 'f9701e9f-6b8c-44c3-bacb-2154a5715b73', 'recorded', 'running', NULL, '1', '{"project":"recorded","task":"vectors","data":"x.npy","test":{"embeddings":"xt.npy","labels":"yt.csv"},"classes":["0","1"],"budget":24,"agent":{"earlyStop":false}}', '{"overlap":1,"leaseSeconds":600,"idleSeconds":120,"guidelines":""}', 'wait-for-labels', NULL, '2026-11-28 19:58:38.518+00');
select setval(pg_get_serial_sequence('alaas.live_projects', 'sequence'), (select max(sequence) from alaas.live_projects));
insert into alaas.live_pools overriding system value values
('1', '8', '["0","1"]', '["0","1","0","1","0","1","0","1","0","1","0","1","0","1","0","1","0","1","0","1","0","1","0","1","0","1","0","1","0","1"]', 'b2b1f2c16a6676da6a7ac53ec094cba9916d37513430c4760621257938f33e28', '[]', '2026-11-28 19:58:47.402698+00');
insert into alaas.live_items overriding system value values
('1', '0', '0', NULL),
('1', '1', '1', NULL),
('1', '2', '2', NULL),
('1', '3', '3', NULL),
('1', '4', '4', NULL),
('1', '5', '5', NULL),
('1', '6', '6', NULL),
('1', '7', '7', NULL),
('1', '8', '8', NULL),
('1', '9', '9', NULL),
('1', '10', '10', NULL),
('1', '11', '11', NULL),
('1', '12', '12', NULL),
('1', '13', '13', NULL),
('1', '14', '14', NULL),
('1', '15', '15', NULL),
('1', '16', '16', NULL),
('1', '17', '17', NULL),
('1', '18', '18', NULL),
('1', '19', '19', NULL),
('1', '20', '20', NULL),
('1', '21', '21', NULL),
('1', '22', '22', NULL),
('1', '23', '23', NULL),
('1', '24', '24', NULL),
('1', '25', '25', NULL),
('1', '26', '26', NULL),
('1', '27', '27', NULL),
('1', '28', '28', NULL),
('1', '29', '29', NULL),
('1', '30', '30', NULL),
('1', '31', '31', NULL),
('1', '32', '32', NULL),
('1', '33', '33', NULL),
('1', '34', '34', NULL),
('1', '35', '35', NULL),
('1', '36', '36', NULL),
('1', '37', '37', NULL),
('1', '38', '38', NULL),
('1', '39', '39', NULL),
('1', '40', '40', NULL),
('1', '41', '41', NULL),
('1', '42', '42', NULL),
('1', '43', '43', NULL),
('1', '44', '44', NULL),
('1', '45', '45', NULL),
('1', '46', '46', NULL),
('1', '47', '47', NULL),
('1', '48', '48', NULL),
('1', '49', '49', NULL),
('1', '50', '50', NULL),
('1', '51', '51', NULL),
('1', '52', '52', NULL),
('1', '53', '53', NULL),
('1', '54', '54', NULL),
('1', '55', '55', NULL),
('1', '56', '56', NULL),
('1', '57', '57', NULL),
('1', '58', '58', NULL),
('1', '59', '59', NULL);
insert into alaas.live_embeddings overriding system value values
('1', 'pool', '0', E'\\x93f8fe3fdb07aebff4d1e7bfde699abe514f133ff047f53fc8510040443fe2bf6ac46fbe13b7f0beb2b7964031163a3db8a32540aebdf93ed7a788409dccc0bf0400a83f17eeb6beb682b8be7968313e479b9dbf5965d13e3424883faadbd9be0a61f03f157499bf310f1d40b4f5ebbe4c83e53ecec19a3f81a69f3fcc0728bf37be4a3f30be033fcb73b9bfe58c68bfb2e2453ec2a94d40506ae53fad0d11bf4b8730c08d48743e1aa3fa3fdc33b23f0a3e733f72fce83d260f15400c663f3d86d8543e848d1cbfe17aabbf6c6921bf9e126640f0869c3f9c1b533f72bf0ac0cfd00bbfdc0bee3eea7b0b40ed6db03ffaa7b43f3116e43ec683d93f208c12bf5612d23f984392bf3106b23fa2ad443f8eb261bfecf0fb3e0be4d93dce5a873ef22c0abf7a949fbf2732e93f2311ae3fd99a0440a339983f62701140395697bf2a4cde3e678c6bbf0b3840bf17b79e3ed7be08407050f13ef129983e501bb3bfa49c323f896435bfdd45ce3f3d31813fd015993f702c3ebd2225fc3fef87de3eedd65bbd2384e5bec3ee083f5ce63ebfa56558bed7f96e3f8984133fe3c3683c8b8638bf37da46bf4dca8b3f375fecbda0d8ac3fb631583e07411d4044cff4bf9fc2ee3ffd71a1bf82dabdbc582683bf75e18bbda9f95440dbe5a43f2fe1ffbf05848ebfb4bb733f457381407beef03f17498cbfd32b0abdd3cf5240f47a543f06114a40282e893f01fc57bca8cb7a3ff2352f3fbbe4133ed7c0693dbd619abf355e88bf1c95c7be5dc4214072aeb13ed6cc453dbfdc403eca110340ff054c3fe50a733eac45a2be7478ddbfc767d13e6327dabee22aba3f957120409b7b203f5f6bb2be92ba6fbf44d7fc3f125e813fbf7c174038899cbea2cc6140e613cbbfb0c29a3f1060a0bf4fd99bbeb7fa05405238f5be939c8d3f3adf713f43b80fc0315098bf69209fbe2858a640352297bf07c1cb3f8dacd8be8b292e40c1cdddbe3fca7c3e90dc12c05afd02c09c221040682b6fbfea5c99bf8845173fff890d3f6479ae3ec80702bf212e943fd09a80bf3abb00403e97debe0c48e83fdbf581bf3fc61e3faa34abbf1fb779be256912c0a26e9a3f2d3a83bf0fed1f401ce2983dbe43b0bf38276d3efb26993f4cefb03f78a9923f983136bf8afe1240e20eaabfe8a31d3e76c1703e72d66abf200fddbeb1af743f28d8433f19ce0f40666283bf8c18333fa476cd3ec92e8c3f2b45c5bf6e556c3f9e08c03ef43a3d4049e0e0bffaaeb1be573dbabdfb1cc1bfa32a333f8044be3f3c6d0e40d53c0c40937f0abf49f1133fec1c1a40e1f32a40d9030a3f869910402f2df03e29366940f2a8993f4c8eb43f4c5bdc3f4528b7bf4762cdbfe87e863e47adb43fa352cf3e7cf30fbfbc5a313e85e85ebf7db829409d8a88bf5bb60140815920403cbe094031ca583e6f676e3ffb6f09be1d40e8bffbf4044030e49c3f5d56cb3e6b90154027a9f7bebed3163f473b00c0741f58408d960fbfda84bb3fa1030ebda8ac16404eb714c037b81ebf034ce23f80c09fbfdffd813f585d973f6a430d3fdd32de3d8478e3bf0d4b303f16cd4cbf25e60640e344713e02f5f93f95541d3f4dc5433fb1f903c0e42b9a3f7920703f833b003e9f8b80bec21f0c3fba0cd43f76f1713f8493b9bfd041f8bfb4e3283eab4c15407560813d80c003409cf06e3fa36963401cfd7dbde9ab3a3f0ed4c2bf4342243fb61c373f2fb0983f3a0fb33f997d3c3f8363b2bf75ea91be3e61d3bf840b2d400a03873e1d8a863fc58061bfc0f4364066c6c4be67fe703db2e207bfa1e6c73d8186c1be260c3fbf2ea9763e0375693f791f1bc0a879503f67e1f1bf60de4740833c463f8a118b3fb4fe8abf46c4084046b370bf58f2843e2b6879bf3b138c3db13bb63e030afdbf7ace6f3f8493413f6e0a41bfb590993f62b59dbc37570e400c9401be9159b53e563c2ebe30f306400cf927c04f70993f21bbc0bfc01f0bc01d9e39c0f685763f173b553ee517de3fcefb7bbf31b0e4bfd9ddd83e4813a93f0683c0bf66200940d7ed1140bd42ba3f0b54d03e666bf33f515d4f3f37fc8dbf4c86863ec139ad3f1822074046ec0f3d40af80bfe80e603fab79e13f3367ce3f77ebbc3f5931c23faa41833e5fa9de3fafb3a6bfc6541c40b38a6e3ed27ccfbf35ee7e3dc1ee7c3e8d74d73f8a8c783fe6c7b0bfc7cb863f41d61f3ef9700e40a01b4dbfed4f943fb3adf6be9e3e4840732c07bfb8d13540b0928cbff95d283f134ab2bff578cc3f3ac9064089c3273f2f4a05c049f0303e5e08d3bfe9d82a40e00e133fa280d6bd3ba180bea59f19404775fe3e9909074086f8f9bebbc203c0758393be2becdc3ffd22d13f0a5ec43f4edf1dbf19de913e90c8f7bf44dc28408461233e74926640faed37bf28274540f56d6dbf5c7d323ffe8a98be5a2734c09af5e4bd4d212ebe95e50040260eb23fcf4bc0beca5e583d627e2ac06f4a9d3f7909913f5b3fa73f18c698bf09d1bc3f31204dbf007f17400f0bacbeceef62bfbb0b46bf9bd048bf4d2606407ef80dbf71b2dfbf0a28b6bf682788bde189653fc0210640e9020c40d765103f1c69933fa2f0f7be04db9b3f4f4e01becf1d003f1672d23ffaa5a2bea3e21dbf0e58273fe370acbfab5a65bbead4a1be99bddfbd901f11bd6a6104bf3e776a3f50171740d05bb5bf'),
('1', 'test', '0', E'\\x57c07b3f920bacbedb0f35c0f806ab3ab40f8e3f6c2ba8be30228b3f393767bea59f803fe16d88bf9c6b6140b732f63e9d0a184046e15d3f1af50f40612e8fbf1855983ff5d9fa3d65dd12c04945ecbf0b5ecabfca722140dc6cc03f84759abf5154cebe6ba1b5bf02dfa73f61c33e3ef609f33fbbf4073f4ba31b40f9ccf2be5d1c9c3f3fb79a3e6bec38c0528d4940ec652dbff300bc3f1c4e084037fba5bf284b25bf307a29404eef2d40f7c34c3f357f08401f57acbe7c3a014085f385bf40af58bfc89d99be2b700abe4b7538bf3f75164082d7cc3ff193c03f99861dbfb9b5b23f169dabbe5efa2d40fa7c1b3f62b84d40a63faebe595bbc3f0547e6bfa38ea13fa6bb1cbee3600fbfc8a5c7bf8c91853ed068c13e3720b63f938e473f383acc3fb22e0b3efaba56400d892c3e9ee0c53ffc574c3f3a9354408ef405c0c4a11740120300c0e71445bd63271dbfc3a4c6be2c6b493d038bd33fa82d143f8a6485bf8cc085bd3c75e93fafb13fbf6d1aa93fac5b403e2fd44b40a41994bf4e272340cf972ebf3c62a73edbe2473f1d831140ac15dd3f591d263f4415babfdfedc9bf2b781bbf779d49405b57973e9aed0e4077872c3f27a25840efa18cbf9945f1bee5e3b2bdc4847bbecda031c0cf414fbe77d21c4080e3bb3eedd1c23b3329393f3103523e0e54fc3f96544e3f4751d03f4db92abf884d1340fe8172bea693923feab4a23c422dd9bff676993f3f831abff826ffbe6955c73f67bb64be205e563e0e5b17be14f2bb3fea5fd3be2abc4f3fce11d73e6bb93e402e5d4f3f8013973e63f7eb3f627cf03f3de7193f0e2e0c3e05ee743ff312fabda7b8213ed84dbdbe7247cc3e56cc28401f56aebd9631933f94e0ef3f9122ff3fc502dabffb540f4051a57fbfc8bac7bfe24d1f3e160da33f60447abe44b77c3c480047c0f8227abd33130c3eeb86f43f8a6ad03ff03eeb3fe6cf80bf30f83740c940293e542edc3f419af8bfa2a643c0c5e2703e739b4fbf61058c3f3858ebbe58bd03bf2d2fb7bf9de970c012dac33f2a7a553fd28a2b3f30921b3e2cc3763f6a0888bfd05da03fc3e0f7be40a7b63ed98276bf29c988bffb76423e49421e40c17f0ac0ead8a8bf84b08ebf760a4340ab0ba13ffab4b73f8772483f5870743f28d6a73d8eaec23ec929183fc72d0a3edf54173ea3c28abe1032c43fa8a8fe3e591f893ef819abbffb6b663e844dd23fc8b9713e2b6f344025c4433f63dc7f40575190bde5c9343f4dfbb03e3fdd293f3e13c3bea88f5a3f70a7643f6579b83e72f701c051d7b9bfe0e89c3f88e40b401f089abf5124843ff07381be50df983fcdddb1bf');
insert into alaas.live_agents overriding system value values
('1', '{"mode":"auto","arms":["uncertainty-herding","margin","direct"],"budgetLabels":24,"poolSize":60,"classCount":2,"seed":0,"metric":"accuracy","target":null,"holdout":{"kind":"given","targets":[0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1]},"coldStart":10,"batch":"grow","earlyStop":false,"gainThreshold":0.02,"approval":"automatic","continuedShare":0}', '7', '{"settings":{"mode":"auto","arms":["uncertainty-herding","margin","direct"],"budgetLabels":24,"poolSize":60,"classCount":2,"seed":0,"metric":"accuracy","target":null,"holdout":{"kind":"given","targets":[0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1]},"coldStart":10,"batch":"grow","earlyStop":false,"gainThreshold":0.02,"approval":"automatic","continuedShare":0},"arms":[{"id":"uncertainty-herding","status":"racing","rows":[26,39,48,7,2,38,19,31,24,54,43,29,14],"points":[{"round":0,"labels":10,"spent":10,"accuracy":0.9666666666666667,"macroF1":0.9666295884315907,"correct":"111111111111111111111110111111"},{"round":1,"labels":13,"spent":13,"accuracy":0.9333333333333333,"macroF1":0.9333333333333333,"correct":"111111111111111111011110111111"}],"droppedAt":null,"reason":null},{"id":"margin","status":"dropped","rows":[26,39,48,7,2,38,19,31,24,54],"points":[{"round":0,"labels":10,"spent":10,"accuracy":0.9666666666666667,"macroF1":0.9666295884315907,"correct":"111111111111111111111110111111"}],"droppedAt":10,"reason":"exploration-spent"}],"champion":"uncertainty-herding","ledger":[{"row":26,"target":0,"arm":"cold-start","round":0},{"row":39,"target":1,"arm":"cold-start","round":0},{"row":48,"target":0,"arm":"cold-start","round":0},{"row":7,"target":1,"arm":"cold-start","round":0},{"row":2,"target":0,"arm":"cold-start","round":0},{"row":38,"target":0,"arm":"cold-start","round":0},{"row":19,"target":1,"arm":"cold-start","round":0},{"row":31,"target":1,"arm":"cold-start","round":0},{"row":24,"target":0,"arm":"cold-start","round":0},{"row":54,"target":0,"arm":"cold-start","round":0},{"row":43,"target":1,"arm":"uncertainty-herding","round":1},{"row":29,"target":1,"arm":"uncertainty-herding","round":1},{"row":14,"target":0,"arm":"uncertainty-herding","round":1}],"holdout":{"rows":[],"targets":[0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0,1]},"observed":7,"unusable":[],"round":2,"rung":0,"exploring":false,"steps":[],"pending":{"kind":"label","rows":[3,23,45],"buyer":{"kind":"arm","arm":"uncertainty-herding","chosen":[3,23,45]}},"decisions":[{"id":0,"round":1,"spent":10,"status":"taken","priceOfWaitingLabels":3,"kind":"drop","arm":"margin","reason":"exploration-spent","text":"margin did not prove better than uncertainty-herding within the labels set aside for trying it.","evidence":{"rounds":0},"probabilityWrong":null}],"muted":[],"revivals":0,"forecasts":[]}', '2026-11-28 19:59:00.19+00');
insert into alaas.live_observations overriding system value values
('1', '0', '{"kind":"chosen","rows":[26,39,48,7,2,38,19,31,24,54]}', '2026-11-28 19:58:54.504454+00'),
('1', '1', '{"kind":"labelled","labels":[{"row":26,"target":0},{"row":39,"target":1},{"row":48,"target":0},{"row":7,"target":1},{"row":2,"target":0},{"row":38,"target":0},{"row":19,"target":1},{"row":31,"target":1},{"row":24,"target":0},{"row":54,"target":0}],"unusable":[]}', '2026-11-28 19:58:56.85148+00'),
('1', '2', '{"kind":"trained","results":[{"arm":"uncertainty-herding","accuracy":0.9666666666666667,"macroF1":0.9666295884315907,"correct":"111111111111111111111110111111"},{"arm":"margin","accuracy":0.9666666666666667,"macroF1":0.9666295884315907,"correct":"111111111111111111111110111111"}]}', '2026-11-28 19:58:57.717207+00'),
('1', '3', '{"kind":"chosen","rows":[43,29,14]}', '2026-11-28 19:58:58.397676+00'),
('1', '4', '{"kind":"labelled","labels":[{"row":43,"target":1},{"row":29,"target":1},{"row":14,"target":0}],"unusable":[]}', '2026-11-28 19:58:59.002986+00'),
('1', '5', '{"kind":"trained","results":[{"arm":"uncertainty-herding","accuracy":0.9333333333333333,"macroF1":0.9333333333333333,"correct":"111111111111111111011110111111"}]}', '2026-11-28 19:58:59.531176+00'),
('1', '6', '{"kind":"chosen","rows":[3,23,45]}', '2026-11-28 19:59:00.174354+00');
insert into alaas.live_events overriding system value values
('1', '1', '{"kind":"status","status":"created"}', '2026-11-28 19:58:38.496619+00'),
('1', '2', '{"kind":"status","status":"poc"}', '2026-11-28 19:58:47.402698+00'),
('1', '3', '{"kind":"batch","number":0,"strategy":"max-herding","items":10}', '2026-11-28 19:58:54.504454+00'),
('1', '4', '{"kind":"point","strategy":"uncertainty-herding","labels":10,"spent":10,"value":0.9666666666666667}', '2026-11-28 19:58:57.717207+00'),
('1', '5', '{"kind":"point","strategy":"margin","labels":10,"spent":10,"value":0.9666666666666667}', '2026-11-28 19:58:57.717207+00'),
('1', '6', '{"kind":"decision","decision":{"id":0,"round":1,"spent":10,"status":"taken","priceOfWaitingLabels":3,"kind":"drop","arm":"margin","reason":"exploration-spent","text":"margin did not prove better than uncertainty-herding within the labels set aside for trying it.","evidence":{"rounds":0},"probabilityWrong":null,"can":["veto"]}}', '2026-11-28 19:58:57.717207+00'),
('1', '7', '{"kind":"arm","strategy":"margin","status":"dropped","reason":"exploration-spent"}', '2026-11-28 19:58:57.717207+00'),
('1', '8', '{"kind":"rung","rung":{"number":1,"spent":10,"over":true,"arms":[{"strategy":"uncertainty-herding","labels":10,"value":0.9666666666666667,"outcome":"kept","decision":null},{"strategy":"margin","labels":10,"value":0.9666666666666667,"outcome":"dropped","decision":0}]}}', '2026-11-28 19:58:57.717207+00'),
('1', '9', '{"kind":"status","status":"running"}', '2026-11-28 19:58:57.717207+00'),
('1', '10', '{"kind":"batch","number":1,"strategy":"uncertainty-herding","items":3}', '2026-11-28 19:58:58.397676+00'),
('1', '11', '{"kind":"point","strategy":"uncertainty-herding","labels":13,"spent":13,"value":0.9333333333333333}', '2026-11-28 19:58:59.531176+00'),
('1', '12', '{"kind":"batch","number":2,"strategy":"uncertainty-herding","items":3}', '2026-11-28 19:59:00.174354+00');
insert into alaas.live_models overriding system value values
('1', '1', 'margin', '3', '10', '0.9666666666666667', '2026-11-28 19:58:57.717207+00'),
('1', '2', 'uncertainty-herding', '3', '10', '0.9666666666666667', '2026-11-28 19:58:57.717207+00'),
('1', '3', 'uncertainty-herding', '6', '13', '0.9333333333333333', '2026-11-28 19:58:59.531176+00');
insert into alaas.live_batches overriding system value values
('1', '0', 'max-herding', '0', '1', '{26,39,48,7,2,38,19,31,24,54}', '2026-11-28 19:58:54.504454+00', '2026-11-28 19:58:56.971+00'),
('1', '1', 'uncertainty-herding', '0', '4', '{43,29,14}', '2026-11-28 19:58:58.397676+00', '2026-11-28 19:58:59.163+00'),
('1', '2', 'uncertainty-herding', '0', '7', '{3,23,45}', '2026-11-28 19:59:00.174354+00', NULL);
insert into alaas.live_tasks overriding system value values
('1', '26', '0', '1', 'max-herding', '0', 'labelled', '1', '1', '1', '0', '2026-11-28 19:58:54.722+00'),
('1', '39', '0', '2', 'max-herding', '0', 'labelled', '1', '1', '1', '1', '2026-11-28 19:58:54.878+00'),
('1', '48', '0', '3', 'max-herding', '0', 'labelled', '1', '1', '1', '0', '2026-11-28 19:58:55.053+00'),
('1', '7', '0', '4', 'max-herding', '0', 'labelled', '1', '1', '1', '1', '2026-11-28 19:58:55.297+00'),
('1', '2', '0', '5', 'max-herding', '0', 'labelled', '1', '1', '1', '0', '2026-11-28 19:58:55.39+00'),
('1', '38', '0', '6', 'max-herding', '0', 'labelled', '1', '1', '1', '0', '2026-11-28 19:58:55.551+00'),
('1', '19', '0', '7', 'max-herding', '0', 'labelled', '1', '1', '1', '1', '2026-11-28 19:58:55.682+00'),
('1', '31', '0', '8', 'max-herding', '0', 'labelled', '1', '1', '1', '1', '2026-11-28 19:58:55.816+00'),
('1', '24', '0', '9', 'max-herding', '0', 'labelled', '1', '1', '1', '0', '2026-11-28 19:58:56.054+00'),
('1', '54', '0', '10', 'max-herding', '0', 'labelled', '1', '1', '1', '0', '2026-11-28 19:58:56.234+00'),
('1', '43', NULL, '1', 'max-herding', '0', 'labelled', '1', '1', '1', '1', '2026-11-28 19:58:56.499+00'),
('1', '29', NULL, '2', 'max-herding', '0', 'labelled', '1', '1', '1', '1', '2026-11-28 19:58:56.755+00'),
('1', '14', NULL, '3', 'max-herding', '0', 'labelled', '1', '1', '1', '0', '2026-11-28 19:58:57.009+00'),
('1', '23', '2', '2', 'uncertainty-herding', '0', 'open', '1', '0', '0', NULL, NULL),
('1', '45', '2', '3', 'uncertainty-herding', '0', 'open', '1', '0', '0', NULL, NULL),
('1', '3', '2', '1', 'uncertainty-herding', '0', 'labelled', '1', '1', '1', '1', '2026-11-28 19:59:00.327+00'),
('1', '35', NULL, '1', 'margin', '0', 'open', '1', '0', '0', NULL, NULL),
('1', '57', NULL, '2', 'margin', '0', 'open', '1', '0', '0', NULL, NULL);
insert into alaas.live_assignments overriding system value values
('1', '45d0212f-8c9c-45e9-9c54-4c95f5a9769c', '1', '26', 'ann', 'answered', '2026-11-28 19:58:54.657+00', '2026-11-28 20:08:54.657+00'),
('2', '6781b38f-7865-420d-82fd-d4466a088c8d', '1', '39', 'ann', 'answered', '2026-11-28 19:58:54.833+00', '2026-11-28 20:08:54.833+00'),
('3', '492a3ee1-4e2e-456c-9799-37f08d3a679d', '1', '48', 'ann', 'answered', '2026-11-28 19:58:54.987+00', '2026-11-28 20:08:54.987+00'),
('4', 'ee384b74-a01f-4a5b-a9db-f76b97f88d51', '1', '7', 'ann', 'answered', '2026-11-28 19:58:55.269+00', '2026-11-28 20:08:55.269+00'),
('5', '1a242fec-dbde-4039-877c-4d28c4c66424', '1', '2', 'ann', 'answered', '2026-11-28 19:58:55.348+00', '2026-11-28 20:08:55.348+00'),
('6', 'c4a71632-87a8-449b-a2c6-a63cdd9b40d9', '1', '38', 'ann', 'answered', '2026-11-28 19:58:55.505+00', '2026-11-28 20:08:55.505+00'),
('7', '95d47adf-769b-4da9-bc46-d028ec56c681', '1', '19', 'ann', 'answered', '2026-11-28 19:58:55.646+00', '2026-11-28 20:08:55.646+00'),
('8', '32c2df32-02be-490e-b341-0497c998b148', '1', '31', 'ann', 'answered', '2026-11-28 19:58:55.778+00', '2026-11-28 20:08:55.778+00'),
('9', '5bb7f387-0f8b-4b69-8774-a6957caa2b16', '1', '24', 'ann', 'answered', '2026-11-28 19:58:55.943+00', '2026-11-28 20:08:55.943+00'),
('10', 'bcbb5bee-4a45-42f0-baa7-2c270b80828d', '1', '54', 'ann', 'answered', '2026-11-28 19:58:56.185+00', '2026-11-28 20:08:56.185+00'),
('11', '86daaeff-edc1-4f24-8779-cd170cba1a79', '1', '43', 'ann', 'answered', '2026-11-28 19:58:56.402+00', '2026-11-28 20:08:56.402+00'),
('12', '9cc11c7e-cf7d-4e68-a588-4e7f7d8287ab', '1', '29', 'ann', 'answered', '2026-11-28 19:58:56.65+00', '2026-11-28 20:08:56.65+00'),
('13', '7c0ff6d2-f315-4777-bcd1-35d967a5c329', '1', '14', 'ann', 'answered', '2026-11-28 19:58:56.931+00', '2026-11-28 20:08:56.931+00'),
('14', '10705b80-776f-4247-9cd4-d055e72c0649', '1', '3', 'ann', 'answered', '2026-11-28 19:59:00.277+00', '2026-11-28 20:09:00.277+00');
select setval(pg_get_serial_sequence('alaas.live_assignments', 'sequence'), (select max(sequence) from alaas.live_assignments));
insert into alaas.live_ledger overriding system value values
('1', '1', '26', 'ann', 'label', '0', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '1', NULL, '2026-11-28 19:58:54.722+00'),
('2', '1', '39', 'ann', 'label', '1', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '2', NULL, '2026-11-28 19:58:54.878+00'),
('3', '1', '48', 'ann', 'label', '0', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '3', NULL, '2026-11-28 19:58:55.053+00'),
('4', '1', '48', 'ann', 'label', '0', NULL, '0', '0', 'max-herding', '0', NULL, NULL, NULL, '3', '2026-11-28 19:58:55.147+00'),
('5', '1', '7', 'ann', 'label', '1', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '4', NULL, '2026-11-28 19:58:55.297+00'),
('6', '1', '2', 'ann', 'label', '0', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '5', NULL, '2026-11-28 19:58:55.39+00'),
('7', '1', '38', 'ann', 'label', '0', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '6', NULL, '2026-11-28 19:58:55.551+00'),
('8', '1', '19', 'ann', 'label', '1', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '7', NULL, '2026-11-28 19:58:55.682+00'),
('9', '1', '31', 'ann', 'label', '1', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '8', NULL, '2026-11-28 19:58:55.816+00'),
('10', '1', '24', 'ann', 'label', '0', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '9', NULL, '2026-11-28 19:58:56.054+00'),
('11', '1', '54', 'ann', 'label', '0', NULL, '2', '0', 'max-herding', '0', NULL, NULL, '10', NULL, '2026-11-28 19:58:56.234+00'),
('12', '1', '43', 'ann', 'label', '1', NULL, '2', NULL, 'max-herding', '0', NULL, NULL, '11', NULL, '2026-11-28 19:58:56.499+00'),
('13', '1', '29', 'ann', 'label', '1', NULL, '2', NULL, 'max-herding', '0', NULL, NULL, '12', NULL, '2026-11-28 19:58:56.755+00'),
('14', '1', '14', 'ann', 'label', '0', NULL, '2', NULL, 'max-herding', '0', NULL, NULL, '13', NULL, '2026-11-28 19:58:57.009+00'),
('15', '1', '3', 'ann', 'label', '1', NULL, '2', '2', 'uncertainty-herding', '0', '3', NULL, '14', NULL, '2026-11-28 19:59:00.327+00');
select setval(pg_get_serial_sequence('alaas.live_ledger', 'sequence'), (select max(sequence) from alaas.live_ledger));
insert into alaas.idempotency_keys overriding system value values
('ann', '487f3213-cb8e-45a0-baa3-1726ebe58001', 'ca7f4e9b35468cca17e6640debf1f20a12205f21dabb2e62be1682044d0beb61', '{"id":"f9701e9f-6b8c-44c3-bacb-2154a5715b73","name":"recorded","status":"created","createdAt":"2026-11-28T19:58:38.518Z","version":1,"config":{"project":"recorded","task":"vectors","data":"x.npy","test":{"embeddings":"xt.npy","labels":"yt.csv"},"classes":["0","1"],"budget":24,"agent":{"earlyStop":false}},"labelling":{"overlap":1,"leaseSeconds":600,"idleSeconds":120,"guidelines":""},"classes":["0","1"],"pool":null,"work":"read-pool","labels":{"budget":24,"paid":0,"given":0},"batch":null,"problem":null}', '2026-11-28 19:58:38.509+00'),
('ann', 'a40dbcda-a094-42bd-9200-c3d478610547', '46b6ec6d4d175619c1084738b5a6a39626011ff4abb8ea02b14238d6b633456c', '{"entry":{"id":"1","kind":"label","item":"26","position":26,"label":"0","comment":null,"annotator":"ann","at":"2026-11-28T19:58:54.722Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:54.722+00'),
('ann', '22e72c5d-3253-44a0-82b5-f0e21f46a2a7', 'e1aae075a1d7e2445dea8b2369298df1dab9e5be839934a7b0396e411bcad565', '{"entry":{"id":"2","kind":"label","item":"39","position":39,"label":"1","comment":null,"annotator":"ann","at":"2026-11-28T19:58:54.878Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:54.878+00'),
('ann', '27b64520-deed-495a-81ce-7b9b23ed301d', '3d9f04c70966514581711a8c1be5790eb0487239e755563fd39ae5786bed0033', '{"entry":{"id":"3","kind":"label","item":"48","position":48,"label":"0","comment":null,"annotator":"ann","at":"2026-11-28T19:58:55.053Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:55.053+00'),
('ann', 'e07d0b59-c222-47db-8151-2029c50dc4fb', '0757a5d8f1ed7faec34630898487f39a84785535debfd40533eff4ff1ff2a0f2', '{"entry":{"id":"4","kind":"label","item":"48","position":48,"label":"0","comment":null,"annotator":"ann","at":"2026-11-28T19:58:55.147Z","activeSeconds":0,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":"3"},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:55.147+00'),
('ann', '3348935c-3605-4235-932a-237b860a2145', '85cacc1cc5498c33858fcfca5c864ac6912fd1b4d50e2f1445acd407bead4e8f', '{"entry":{"id":"5","kind":"label","item":"7","position":7,"label":"1","comment":null,"annotator":"ann","at":"2026-11-28T19:58:55.297Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:55.297+00'),
('ann', '20911a43-6ce7-425f-9395-d174657a4ffe', '1ac8b3c10b8d408e22a8363929687a0ceaa347265da9a428b152df0765ff58ad', '{"entry":{"id":"6","kind":"label","item":"2","position":2,"label":"0","comment":null,"annotator":"ann","at":"2026-11-28T19:58:55.390Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:55.39+00'),
('ann', '12dffd45-2347-46a7-ba68-86f389b60b61', 'e8f36a03e577d6f5d76a90709cc8a96dd4bd6ed370d46f554dd720f4cc299c91', '{"entry":{"id":"7","kind":"label","item":"38","position":38,"label":"0","comment":null,"annotator":"ann","at":"2026-11-28T19:58:55.551Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:55.551+00'),
('ann', '20641975-2bc9-46c5-8bfe-f22cc8979e5e', '9c8ce600c1e54307f8d2aefcbcc860fa3c883b0c3354e697bb2c51d0763a8a4d', '{"entry":{"id":"8","kind":"label","item":"19","position":19,"label":"1","comment":null,"annotator":"ann","at":"2026-11-28T19:58:55.682Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:55.682+00'),
('ann', 'b3877df1-c94f-432b-b8d0-49216e4ab238', 'f43e8988482fa5f141ad4239f3a6747ae2f60053edd8ffad5558fbf70e07ae1a', '{"entry":{"id":"9","kind":"label","item":"31","position":31,"label":"1","comment":null,"annotator":"ann","at":"2026-11-28T19:58:55.816Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:55.816+00'),
('ann', 'af715e11-dae2-4572-99bf-23f758ec0a5c', '44052fa60cea46f466b77c81dbc1a9bbcbc0dc49051c4ad3dcf1564e074b275a', '{"entry":{"id":"10","kind":"label","item":"24","position":24,"label":"0","comment":null,"annotator":"ann","at":"2026-11-28T19:58:56.054Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:56.054+00'),
('ann', '4c4e263f-0296-4b91-8196-eb7411e804fa', '05d58e71cae0163f640c58b852be3cb22efd10c35ed85ff5203f4eafac37f24f', '{"entry":{"id":"11","kind":"label","item":"54","position":54,"label":"0","comment":null,"annotator":"ann","at":"2026-11-28T19:58:56.234Z","activeSeconds":2,"batch":0,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":0}}', '2026-11-28 19:58:56.234+00'),
('ann', '250f1db0-e9ce-49c8-a522-434d71cdeebd', '30023df30358887db345d1f6ebe8ff30ee06c1b370913bef3c58b873b56b5497', '{"entry":{"id":"12","kind":"label","item":"43","position":43,"label":"1","comment":null,"annotator":"ann","at":"2026-11-28T19:58:56.499Z","activeSeconds":2,"batch":null,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":null}}', '2026-11-28 19:58:56.499+00'),
('ann', 'd13226fa-8c1a-4b02-9268-0b484b9dbeee', 'add7e305451b9096f78706f5dbe82f2f499aab402dbf22a4cd8cb4ee68a84bd8', '{"entry":{"id":"13","kind":"label","item":"29","position":29,"label":"1","comment":null,"annotator":"ann","at":"2026-11-28T19:58:56.755Z","activeSeconds":2,"batch":null,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":null}}', '2026-11-28 19:58:56.755+00'),
('ann', 'a454b1d2-67a2-4e1a-a619-3dc5b7bd8d69', '3afbe924042c7c46a2538d5103200fa4d0fe57750b92ee18d1d7547443e54e67', '{"entry":{"id":"14","kind":"label","item":"14","position":14,"label":"0","comment":null,"annotator":"ann","at":"2026-11-28T19:58:57.009Z","activeSeconds":2,"batch":null,"strategy":"max-herding","rung":0,"modelVersion":null,"client":null,"replaces":null},"item":{"state":"labelled","batch":null}}', '2026-11-28 19:58:57.009+00'),
('ann', 'f8b33a62-25a5-431f-824c-4367e91b1872', '85749e7fac06c9e8707fa7a7aacb8435a3ddd3216540008a98ca0be5b72caf51', '{"entry":{"id":"15","kind":"label","item":"3","position":3,"label":"1","comment":null,"annotator":"ann","at":"2026-11-28T19:59:00.327Z","activeSeconds":2,"batch":2,"strategy":"uncertainty-herding","rung":0,"modelVersion":3,"client":null,"replaces":null},"item":{"state":"labelled","batch":2}}', '2026-11-28 19:59:00.327+00');
insert into alaas.audit_log overriding system value values
('1', 'ann', 'project.create', 'f9701e9f-6b8c-44c3-bacb-2154a5715b73', '{}', '2026-11-28 19:58:38.537+00');
select setval(pg_get_serial_sequence('alaas.audit_log', 'sequence'), (select max(sequence) from alaas.audit_log));
