import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AlaasClient,
  type Assignments,
  type Project,
  type ProjectCreateInput,
} from '@alaas/client';
import type { ServerOptions } from '@alaas/server';
import { seededClasses } from '@alaas/testkit';
import { serverForTest, type ServerForTest } from '../http/server-for-test.js';
import { labelsFile, matrixFile } from '../services/run/project-files.js';

/** A pool of vectors below a data root, of which the tests know the labels. */
export interface KnownPool {
  readonly root: string;
  /** Configuration of a project on it. */
  readonly config: (keys?: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly classes: readonly string[];
  /** The true class of an item. */
  readonly truth: (position: number) => string;
  readonly remove: () => void;
}

/** Writes a pool and test items into a new folder. */
export function knownPool({ items = 200, classes = 3, spread = 1 } = {}): KnownPool {
  const root = mkdtempSync(join(tmpdir(), 'alaas-live-'));
  const pool = seededClasses({ items, classes, dimension: 16, spread, seed: 1 });
  const test = seededClasses({ items: 60, classes, dimension: 16, spread, seed: 2 });
  writeFileSync(join(root, 'x.npy'), matrixFile(pool.embeddings.data, 16));
  writeFileSync(join(root, 'xt.npy'), matrixFile(test.embeddings.data, 16));
  writeFileSync(join(root, 'yt.npy'), labelsFile(test.targets));
  const names = Array.from({ length: classes }, (_, i) => `${i}`);
  return {
    root,
    classes: names,
    config: (keys = {}) => ({
      project: 'live',
      task: 'vectors',
      data: 'x.npy',
      test: { embeddings: 'xt.npy', labels: 'yt.npy' },
      classes: names,
      budget: 60,
      ...keys,
    }),
    truth: (position) => names[pool.targets[position]!]!,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** A server with a pool below its data root, and annotators. */
export interface LiveServer extends ServerForTest {
  readonly pool: KnownPool;
  /** A client under the name of an annotator. */
  readonly as: (annotator: string) => AlaasClient;
  /** Creates a project and waits until its first batch can be labelled. */
  readonly start: (
    keys?: Readonly<Record<string, unknown>>,
    labelling?: ProjectCreateInput['labelling'],
  ) => Promise<Project>;
}

/** Starts one. */
export async function liveServer(
  pool: KnownPool,
  options: Partial<ServerOptions> = {},
): Promise<LiveServer> {
  const server = await serverForTest({ sources: { dataRoots: [pool.root] }, ...options });
  const as = (annotator: string) => clientAs(server.server.url, annotator);
  return {
    ...server,
    pool,
    as,
    start: async (keys, labelling) => {
      const { projects } = as('manager');
      const { id } = await projects.create({ config: pool.config(keys), labelling });
      return untilProject(as('manager'), id, ({ work }) => work === 'wait-for-labels');
    },
  };
}

/** A client under the name of an annotator. */
function clientAs(baseUrl: string, annotator: string): AlaasClient {
  return new AlaasClient({ baseUrl, headers: { 'alaas-annotator': annotator } });
}

/** Lets somebody join by an invitation; answers a client with a key of theirs. */
export async function joined(
  baseUrl: string,
  { token, name }: { readonly token: string; readonly name: string },
): Promise<AlaasClient> {
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${baseUrl}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const response = await post('join', { token, name, password: 'correct horse' });
  const { csrf, rights } = (await response.json()) as { csrf: string; rights: string[] };
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  const keyed = await post(
    'keys',
    { name: 'test', scopes: rights },
    { cookie, 'alaas-csrf': csrf },
  );
  const { key } = (await keyed.json()) as { key: string };
  return new AlaasClient({ baseUrl, apiKey: key, retries: 0 });
}

/** Asks until a project is as wanted; ends with the problem of a project that came to a halt. */
export async function untilProject(
  { projects }: AlaasClient,
  id: string,
  isWanted: (project: Project) => boolean,
): Promise<Project> {
  for (;;) {
    const project = await projects.get(id);
    if (project.problem) throw Object.assign(new Error(project.problem.detail), project.problem);
    if (isWanted(project)) return project;
    await wait(20);
  }
}

/** Asks for items until there are some, or waiting does not help. */
export async function nextItems(
  { projects }: AlaasClient,
  id: string,
  count = 1,
): Promise<Assignments> {
  for (;;) {
    const next = await projects.next(id, { count });
    if (next.assignments.length > 0 || next.wait?.reason !== 'batch-is-chosen') return next;
    await wait(20);
  }
}

/** Labels truthfully until nothing is handed out any more; answers the ids of the entries. */
export async function labelAll(
  client: AlaasClient,
  id: string,
  truth: (position: number) => string,
): Promise<string[]> {
  const entries: string[] = [];
  for (;;) {
    const { assignments } = await nextItems(client, id, 10);
    if (assignments.length === 0) return entries;
    for (const { id: assignment, position } of assignments) {
      const answer = {
        kind: 'label',
        assignment,
        label: truth(position),
        activeSeconds: 2,
      } as const;
      entries.push((await client.projects.label(id, answer)).id);
    }
  }
}
