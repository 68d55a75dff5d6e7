import { createHash, randomUUID } from 'node:crypto';
import type { ProjectConfig } from '@alaas/contracts';

import type { LabelEntry, ProjectStore, StoredRun } from '../../../storage/project-store.js';
import type { RunData } from '../data/run-data.js';
import { GIVEN_BEFORE, Ledger } from './ledger.js';

/** Annotator of labels that were known beforehand and are bought in simulation. */
export const ORACLE = 'oracle';

/** The ledger of a run, and where it stood when it was opened. */
export interface OpenedLedger {
  readonly ledger: Ledger;
  /** The latest run with the same settings and data; absent when a new one was started. */
  readonly before?: StoredRun | undefined;
  /** What the user should know, in plain sentences. */
  readonly notes: readonly string[];
}

/** Raised when the same settings and data give another result than before. */
const RESULTS_VERSION = 2;

/**
 * Opens the latest run when its settings and data are the present ones, else starts a new run.
 * Labels that people gave in the latest run are carried over to a new one.
 */
export async function openLedger(
  store: ProjectStore,
  config: ProjectConfig,
  data: RunData,
): Promise<OpenedLedger> {
  const digest = runDigest(config, data);
  const latest = await store.latestRun();
  if (latest?.configDigest === digest) {
    return { ledger: await Ledger.open(store, latest.runId), before: latest, notes: [] };
  }
  const given = latest ? await labelsToKeep(store, latest.runId, data) : [];
  const runId = randomUUID();
  await store.createRun({ runId, status: 'running', configDigest: digest }, data.items, given);
  const notes = latest ? [newRunNote(latest.configDigest, digest, given.length)] : [];
  return { ledger: await Ledger.open(store, runId), notes };
}

/** Digest of what decides the results: `<settings>.<data>`, so that a change can be named. */
export function runDigest(config: ProjectConfig, data: RunData): string {
  const { task, batch, budget, seed, classes } = config;
  // Where the project lies is not among them: a module counts by its path as it was written.
  const { id, options } = config.strategy;
  // When to stop is not among them: batches chosen so far stay right, and the run goes on or ends.
  const { arms, metric } = config.agent;
  const encoder = data.encoder?.digest;
  const agent = { arms, metric };
  const settings = {
    RESULTS_VERSION,
    task,
    strategy: { id, options },
    agent,
    batch,
    budget,
    seed,
    classes,
    encoder,
  };
  return `${createHash('sha256').update(JSON.stringify(settings)).digest('hex')}.${data.digest}`;
}

async function labelsToKeep(
  store: ProjectStore,
  runId: string,
  { items, classes }: RunData,
): Promise<LabelEntry[]> {
  const there = new Set(items);
  const kept = new Map<string, LabelEntry>();
  for (const entry of await store.labels(runId)) {
    const fits = there.has(entry.item) && (classes?.includes(entry.label) ?? true);
    if (entry.annotator !== ORACLE && fits) kept.set(entry.item, { ...entry, round: GIVEN_BEFORE });
  }
  return [...kept.values()];
}

function newRunNote(before: string, now: string, kept: number): string {
  const [settings, data] = before.split('.');
  const changed = [
    ...(now.startsWith(`${settings}.`) ? [] : ['settings']),
    ...(now.endsWith(`.${data}`) ? [] : ['data']),
  ].join(' and ');
  const carried = kept === 0 ? '' : ` ${kept} labels that people gave are carried over.`;
  return `The ${changed} changed since the latest run: a new run starts.${carried}`;
}
