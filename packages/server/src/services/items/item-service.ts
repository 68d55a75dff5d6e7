import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  AlaasError,
  type ClassGuide,
  type ItemFilter,
  type ItemMap,
  type ItemPage,
  type Quarantine,
} from '@alaas/contracts';
import { CodedError } from '@alaas/core';
import { makeThumbnail, openFetcher, type Fetcher } from '@alaas/pipeline';

import type { Database } from '../../storage/database.js';
import { databaseError } from '../../storage/database-error.js';
import { labellingOf, projectRow, type ProjectRow, type Sql } from '../projects/live-project.js';
import type { ProjectMeans } from '../projects/project-settings.js';
import { classGuides } from './class-guides.js';
import { itemKindOf } from './item-kind.js';
import { itemPositions, listItems, type ItemListQuery } from './list-items.js';
import { mapItems } from './map-items.js';
import { imageTypeOf } from './media-type.js';
import { namedUpload, uploadsFolder } from '../uploads/upload-place.js';
import type { StoredLocation } from './stored-location.js';

/** An item that somebody wants to look at. */
export interface ItemLook {
  readonly project: string;
  readonly position: number;
  /** Sees only what was handed out to them, and examples of classes; absent for those who may see all items. */
  readonly annotator?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Content as it is sent. */
export interface ItemContent {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** SHA-256 of the content, in hexadecimal digits. */
  readonly digest: string;
}

/** People wait for the content: a slow server of URLs is given up on. */
const URL_MS = 20_000;
const URL_RETRIES = 1;

/** Lists the items of live projects and gives their content, wherever it lies. */
export class ItemService {
  readonly #database: Database;
  readonly #means: ProjectMeans;
  readonly #fetchers = new Map<boolean, Fetcher>();

  constructor(database: Database, means: ProjectMeans) {
    this.#database = database;
    this.#means = means;
  }

  /** By position. @throws AlaasError `PROJECT_UNKNOWN`, `HTTP_REQUEST_INVALID` for the cursor. */
  async list(project: string, query: ItemListQuery): Promise<ItemPage> {
    return this.#read(async (db) => listItems(db, await projectRow(db, project), query));
  }

  /** Of all items that fit, in order. @throws AlaasError `PROJECT_UNKNOWN`. */
  async positions(project: string, filter: Partial<ItemFilter>): Promise<number[]> {
    return this.#read(async (db) => itemPositions(db, await projectRow(db, project), filter));
  }

  /** A sample with embeddings. @throws AlaasError as `mapItems`. */
  async map(project: string, limit: number): Promise<ItemMap> {
    return this.#read((db) => mapItems(db, project, limit));
  }

  /** What helps people to know the classes. @throws AlaasError `PROJECT_UNKNOWN`. */
  async classGuides(project: string): Promise<ClassGuide[]> {
    return this.#read((db) => classGuides(db, project));
  }

  /** Items of the source that could not be used. @throws AlaasError `PROJECT_UNKNOWN`. */
  async quarantined(project: string): Promise<Quarantine> {
    return this.#read(async (db) => {
      const { sequence } = await projectRow(db, project);
      const pool = await db
        .selectFrom('live_pools')
        .select('quarantined')
        .where('project', '=', sequence)
        .executeTakeFirst();
      return { items: JSON.parse(pool?.quarantined ?? '[]') as Quarantine['items'] };
    });
  }

  /**
   * The content of an item as it is now.
   *
   * @throws AlaasError `PROJECT_UNKNOWN`, `PROJECT_ITEM_UNKNOWN` (also for what was not handed to
   *   the annotator), `PROJECT_ITEM_NOT_SHOWN`; CodedError `ITEM_…` where it cannot be read any more.
   */
  async content(look: ItemLook): Promise<ItemContent> {
    const { row, location } = await this.#read((db) => locate(db, look));
    const bytes = await this.#bytesOf(location, look.signal).catch((error: unknown) => {
      throw location.kind === 'file' ? withoutPath(error, look.position) : error;
    });
    const mediaType = itemKindOf(row) === 'text' ? 'text/plain; charset=utf-8' : imageTypeOf(bytes);
    return { bytes, mediaType, digest: createHash('sha256').update(bytes).digest('hex') };
  }

  async close(): Promise<void> {
    for (const fetcher of this.#fetchers.values()) await fetcher.close();
  }

  async #bytesOf(location: StoredLocation, signal?: AbortSignal): Promise<Uint8Array> {
    if (location.kind === 'text') return Buffer.from(location.text);
    const isPrivate = location.kind === 'url' && location.allowPrivate;
    const placed = placedIn(this.#means.home, location);
    const fetched = await this.#fetcher(isPrivate).fetch(placed, { signal });
    if (fetched.kind === 'content') return fetched.bytes;
    throw new AlaasError('INTERNAL_ERROR', 'A location that was never read counts as unchanged.');
  }

  /**
   * Files lie in uploads or below the data roots of this start, and private addresses need its
   * permission.
   */
  #fetcher(isPrivate: boolean): Fetcher {
    const { home, dataRoots, allowPrivateSources } = this.#means;
    const known = this.#fetchers.get(isPrivate);
    if (known !== undefined) return known;
    const fetcher = openFetcher({
      roots: [...dataRoots, uploadsFolder(home)],
      allowPrivateAddresses: isPrivate && allowPrivateSources,
      retries: URL_RETRIES,
      timeouts: { totalMs: URL_MS },
    });
    this.#fetchers.set(isPrivate, fetcher);
    return fetcher;
  }

  async #read<Result>(work: (db: Sql) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#database.sql);
    } catch (error) {
      throw databaseError(error);
    }
  }
}

type FetchedLocation = Exclude<StoredLocation, { kind: 'text' }>;

/** Files of uploads are kept by their names, and lie in the data folder of each server. */
function placedIn(home: string, location: FetchedLocation): FetchedLocation {
  if (location.kind === 'url') return location;
  const upload = namedUpload(home, location.path);
  return upload === undefined ? location : { ...location, path: join(upload.folder, upload.file) };
}

/** Why a file cannot be shown, without where it lies: that may even be on another machine. */
function withoutPath(error: unknown, position: number): unknown {
  if (!(error instanceof CodedError)) return error;
  const { code, message } = error as CodedError;
  const details = { field: 'position', value: position, cause: error as unknown };
  const why = code === 'ITEM_NOT_READABLE' ? 'It cannot be read.' : message;
  return new CodedError(code, `The file of the item cannot be shown: ${why}`, details);
}

/**
 * A small picture of an image.
 *
 * @throws AlaasError `PROJECT_ITEM_NOT_SHOWN` for a text; CodedError `ITEM_CORRUPT`.
 */
export async function thumbnailOf(content: ItemContent, edgePx: number): Promise<ItemContent> {
  if (content.mediaType.startsWith('text/')) {
    throw new AlaasError('PROJECT_ITEM_NOT_SHOWN', 'A text has no thumbnail.', { field: 'size' });
  }
  const { bytes, mediaType } = await makeThumbnail(content.bytes, { edgePx });
  return { ...content, bytes, mediaType };
}

async function locate(
  db: Sql,
  look: ItemLook,
): Promise<{ readonly row: ProjectRow; readonly location: StoredLocation }> {
  const { project, position, annotator } = look;
  const row = await projectRow(db, project);
  const found = await db
    .selectFrom('live_items')
    .select(['item', 'location'])
    .where('project', '=', row.sequence)
    .where('position', '=', position)
    .executeTakeFirst();
  const isTheirs =
    annotator === undefined ||
    isExample(row, found?.item) ||
    (await wasHandedOut(db, row.sequence, { position, annotator }));
  if (found === undefined || !isTheirs) {
    const message = `There is no item at position ${position} that you may see.`;
    throw new AlaasError('PROJECT_ITEM_UNKNOWN', message, { field: 'position', value: position });
  }
  if (found.location === null) {
    const message = `The item at position ${position} has no content.`;
    throw new AlaasError('PROJECT_ITEM_NOT_SHOWN', message, { field: 'position', value: position });
  }
  return { row, location: JSON.parse(found.location) as StoredLocation };
}

function isExample(row: ProjectRow, item: string | undefined): boolean {
  return labellingOf(row).classes.some(({ examples }) => examples.some((name) => name === item));
}

async function wasHandedOut(
  db: Sql,
  project: string,
  { position, annotator }: { readonly position: number; readonly annotator: string },
): Promise<boolean> {
  const assignment = await db
    .selectFrom('live_assignments')
    .select('sequence')
    .where('project', '=', project)
    .where('position', '=', position)
    .where('annotator', '=', annotator)
    .limit(1)
    .executeTakeFirst();
  return assignment !== undefined;
}
