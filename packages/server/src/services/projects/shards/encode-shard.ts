import type { Database } from '../../../storage/database.js';
import type { ProjectWork } from '../project-work.js';
import { AT_WORK, durably, projectRow, type ProjectRow } from '../live-project.js';
import { projectSettings } from '../project-settings.js';
import { partsToEncode } from './pool-parts.js';
import {
  keepShard,
  openShard,
  refusesTooMuch,
  shardFigures,
  type ShardName,
} from './shard-store.js';

/** How often it is asked whether a project still wants its shard. */
const LOOK_MS = 1_000;

/**
 * Encodes one shard of the pool of a project. One that is encoded already, or whose project was paused,
 * stopped or halted, is left as it is.
 *
 * @returns whether the project can go on: no shard is open any more, or too much cannot be used.
 * @throws CodedError of sources and encoders; AlaasError of the database; `CANCELLED`.
 */
export async function encodeShard(
  { database, means, encoders, signal }: ProjectWork,
  { project: id, ...name }: ShardName & { readonly project: string },
): Promise<boolean> {
  const row = await projectRow(database.sql, id);
  const project = row.sequence;
  const shard = wantsShards(row) ? await openShard(database.sql, project, name) : undefined;
  if (shard === undefined) return false;
  const settings = await projectSettings(JSON.parse(row.config) as Record<string, unknown>, means);
  const part = partsToEncode(settings).get(name.part)!;
  const key = `${shard.plan}/${name.part}`;
  const encoded = await whileWanted(database, { id, signal }, (until) =>
    encoders.encode({ key, project: settings, part, names: shard.items, signal: until }),
  );
  if (encoded === undefined) return false;
  return durably(database, async (trx) => {
    await keepShard(trx, { project, ...name }, encoded);
    // From here on one at a time, so that the last one sees that it is the last.
    await projectRow(trx, id, { lock: true });
    const figures = await shardFigures(trx, project);
    if (figures === undefined) return false;
    return figures.open === 0 || refusesTooMuch(figures, settings.config.maxQuarantinedShare);
  });
}

function wantsShards({ status, problem }: ProjectRow): boolean {
  return AT_WORK.includes(status) && problem === null;
}

/** Gives undefined, soon, where people paused or stopped the project meanwhile, or it came to a halt. */
async function whileWanted<Answer>(
  { sql }: Database,
  { id, signal }: { readonly id: string; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | undefined> {
  const unwanted = new AbortController();
  const look = async () => {
    if (!wantsShards(await projectRow(sql, id))) unwanted.abort();
  };
  // A database that is away for a moment is asked again.
  const looking = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  try {
    return await work(AbortSignal.any([signal, unwanted.signal]));
  } catch (error) {
    if (unwanted.signal.aborted) return undefined;
    throw error;
  } finally {
    clearInterval(looking);
  }
}
