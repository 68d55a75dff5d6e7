import { createHash, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import {
  AlaasError,
  archiveChecksumsSchema,
  archiveHeadSchema,
  labellingSchema,
} from '@alaas/contracts';

import { databaseError } from '../../storage/database-error.js';
import type { Sql } from '../projects/live-project.js';
import { uploadedName, uploadFolder } from '../uploads/upload-place.js';
import {
  ARCHIVE_VERSION,
  archivePart,
  type ArchivePart,
  type ArchiveTable,
} from './archive-layout.js';
import { archiveInvalid, type TarFile } from './read-tar.js';

type Row = Record<string, unknown>;

/** Puts the files of an archive into the database and a folder, one after the other. */
export class ArchiveRestorer {
  readonly #trx: Sql;
  readonly #upload: string;
  readonly #contents: string;
  readonly #seen = new Map<string, string>();
  readonly #held = new Set<number>();
  /** New numbers of assignments and entries, by their old ones. */
  readonly #assignments = new Map<unknown, string>();
  readonly #entries = new Map<unknown, string>();
  #checksums: Readonly<Record<string, string>> | undefined;
  #project: string | undefined;
  #items = 0;

  /**
   * @param trx all or nothing is up to the caller.
   * @param upload of the data folder `home`, for the contents of items; it is made with the first.
   */
  constructor(trx: Sql, { home, upload }: { readonly home: string; readonly upload: string }) {
    this.#trx = trx;
    this.#upload = upload;
    this.#contents = uploadFolder(home, upload);
  }

  /** Takes the next file in. @throws AlaasError `ARCHIVE_INVALID`, `ARCHIVE_NEWER`. */
  async take({ name, content }: TarFile): Promise<void> {
    const part = archivePart(name);
    if (part === undefined) throw archiveInvalid(`no archive has a file ${JSON.stringify(name)}`);
    if (this.#seen.has(name)) throw archiveInvalid(`${name} is there twice`);
    if (this.#seen.size === 0 && part.kind !== 'head') throw archiveInvalid('its head is missing');
    if (this.#checksums !== undefined) throw archiveInvalid(`${name} comes after its end`);
    if (part.kind === 'checksums') {
      this.#checksums = checked(archiveChecksumsSchema, { name, content });
      return;
    }
    this.#seen.set(name, createHash('sha256').update(content).digest('hex'));
    await this.#restore(part, { name, content });
  }

  /** The row of the project, and how many items it has. @throws AlaasError `ARCHIVE_INVALID`. */
  async end(): Promise<{ readonly project: string; readonly items: number }> {
    const given = Object.entries(this.#checksums ?? {});
    const isWhole =
      given.length === this.#seen.size &&
      given.every(([name, digest]) => this.#seen.get(name) === digest);
    if (!isWhole || this.#project === undefined) {
      throw archiveInvalid('a file is missing or is not as it was written');
    }
    const project = this.#project;
    await this.#run(sql`
      update alaas.live_tasks set taken = opinions where project = ${project}::bigint`);
    return { project, items: this.#items };
  }

  async #restore(part: ArchivePart, file: TarFile): Promise<void> {
    switch (part.kind) {
      case 'head':
        return checkHead(file);
      case 'project':
        return this.#begin(rowsOf(file));
      case 'content':
        return this.#keepContent(part.position, file.content);
      case 'vectors':
        return this.#run(sql`
          insert into alaas.live_embeddings (project, part, first_row, float32)
          values (${this.#id()}::bigint, ${part.part}, ${part.firstRow}, ${Buffer.from(file.content)})`);
      case 'rows':
        return this.#insert(part.table, rowsOf(file));
      case 'checksums':
        return;
    }
  }

  async #keepContent(position: number, content: Uint8Array): Promise<void> {
    try {
      await mkdir(this.#contents, { recursive: true });
      await writeFile(join(this.#contents, String(position)), content);
    } catch (cause) {
      const message = `The content of item ${position} could not be written.`;
      throw new AlaasError('UPLOAD_WRITE_FAILED', message, { value: position, cause });
    }
    this.#held.add(position);
  }

  async #begin([row]: readonly Row[]): Promise<void> {
    if (this.#project !== undefined || row === undefined) throw archiveInvalid('it has no project');
    const { name, status, paused_from, version, config, labelling, work, problem } = row;
    checkTexts(row, ['config', 'labelling']);
    if (!labellingSchema.safeParse(JSON.parse(String(labelling))).success) {
      throw archiveInvalid('how people label in it is not as it should be');
    }
    const { rows } = await this.#query<{ sequence: string }>(sql`
      insert into alaas.live_projects
        (id, name, status, paused_from, version, config, labelling, work, problem, created_at)
      values (${randomUUID()}, ${name}, ${status}, ${paused_from}, ${version}, ${config}, ${labelling},
        ${work}, ${problem}, ${row['created_at']})
      returning sequence`);
    this.#project = rows[0]!.sequence;
  }

  async #insert(table: ArchiveTable, given: readonly Row[]): Promise<void> {
    const project = this.#id();
    const rows = await this.#adapted(table, given);
    const into = sql.table(`alaas.${table}`);
    await this.#run(sql`
      insert into ${into} overriding system value
      select (jsonb_populate_record(
        null::${into}, one || jsonb_build_object('project', ${project}::bigint))).*
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as given (one, n)
      order by n`);
  }

  /** Rows with what is different here: where contents lie, and the numbers that others have. */
  async #adapted(table: ArchiveTable, rows: readonly Row[]): Promise<readonly Row[]> {
    switch (table) {
      case 'live_agents':
        rows.forEach((row) => checkTexts(row, ['settings', 'state']));
        return rows;
      case 'live_items':
        this.#items += rows.length;
        return rows.map((row) => ({ ...row, location: this.#location(row) }));
      case 'live_assignments': {
        await this.#number(table, rows, this.#assignments);
        return rows.map((row) => ({
          ...row,
          id: randomUUID(),
          sequence: this.#assignments.get(row['sequence']),
          // Nobody has an item here yet.
          state: row['state'] === 'open' ? 'returned' : row['state'],
        }));
      }
      case 'live_ledger':
        await this.#number(table, rows, this.#entries);
        return rows.map((row) => ({
          ...row,
          sequence: this.#entries.get(row['sequence']),
          assignment: renamed(row['assignment'], this.#assignments),
          replaces: renamed(row['replaces'], this.#entries),
        }));
      case 'live_pools':
      case 'live_observations':
      case 'live_interventions':
      case 'live_events':
      case 'live_models':
      case 'live_predictions':
      case 'live_batches':
      case 'live_tasks':
        return rows;
    }
  }

  #location({ position, location }: Row): unknown {
    if (typeof location !== 'string') return null;
    const { kind } = parsed(location) as { kind?: unknown };
    if (kind !== 'content') return location;
    if (!this.#held.has(position as number))
      throw archiveInvalid('the content of an item is missing');
    // By its name: servers that share uploads with this worker have a data folder of their own.
    return JSON.stringify({ kind: 'file', path: uploadedName(this.#upload, String(position)) });
  }

  async #number(
    table: 'live_assignments' | 'live_ledger',
    rows: readonly Row[],
    numbers: Map<unknown, string>,
  ): Promise<void> {
    const { rows: fresh } = await this.#query<{ sequence: string }>(sql`
      select nextval(pg_get_serial_sequence(${`alaas.${table}`}, 'sequence'))::text as sequence
      from generate_series(1, ${rows.length}::integer)`);
    rows.forEach((row, i) => numbers.set(row['sequence'], fresh[i]!.sequence));
  }

  #id(): string {
    if (this.#project === undefined) throw archiveInvalid('its project is missing');
    return this.#project;
  }

  async #run(statement: ReturnType<typeof sql>): Promise<void> {
    await this.#query(statement);
  }

  /** What the database refuses was not written by us. */
  async #query<Found>(statement: ReturnType<typeof sql>): Promise<{ readonly rows: Found[] }> {
    try {
      return (await statement.execute(this.#trx)) as { rows: Found[] };
    } catch (thrown) {
      const error = databaseError(thrown);
      if (error.code !== 'DATABASE_REFUSED') throw error;
      throw archiveInvalid('what is in it does not fit together', error);
    }
  }
}

function renamed(number: unknown, numbers: ReadonlyMap<unknown, string>): string | null {
  if (number === null || number === undefined) return null;
  const known = numbers.get(number);
  if (known === undefined) throw archiveInvalid('an entry refers to one that is not there');
  return known;
}

/** Columns that are read as a whole have to be JSON. */
function checkTexts(row: Row, columns: readonly string[]): void {
  for (const column of columns) parsed(String(row[column]));
}

function checkHead(file: TarFile): void {
  const { version } = checked(archiveHeadSchema, file);
  if (version <= ARCHIVE_VERSION) return;
  const message = `The archive has the version ${version}; this ALaaS reads up to ${ARCHIVE_VERSION}.`;
  throw new AlaasError('ARCHIVE_NEWER', message, { field: 'file', value: version });
}

function checked<Found>(
  schema: { safeParse(value: unknown): { success: true; data: Found } | { success: false } },
  { name, content }: TarFile,
): Found {
  const found = schema.safeParse(parsed(Buffer.from(content).toString()));
  if (found.success) return found.data;
  throw archiveInvalid(`${name} is not as it should be`);
}

function rowsOf({ content }: TarFile): readonly Row[] {
  const lines = Buffer.from(content).toString().split('\n');
  return lines.filter((line) => line !== '').map((line) => parsed(line) as Row);
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw archiveInvalid('a file of it is no JSON', cause);
  }
  throw archiveInvalid('a file of it has no objects');
}
