import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { CodedError, row, throwIfCancelled } from '@alaas/core';

import type { Encoder } from '../encoders/encoder.js';
import type { Fetched, Fetcher, Location, Source, Validators } from '../sources/source.js';
import { Channel } from './channel.js';
import { Collector } from './collector.js';
import type {
  EmbeddedPool,
  EmbedPoolOptions,
  LiveStage,
  PoolProgress,
  StageFigures,
} from './embedded-pool.js';
import { LoadGate } from './load-gate.js';
import { PoolCache } from './pool-cache.js';
import { RunStop } from './run-stop.js';
import { StageMeter } from './stage-meter.js';
import { planStages, type StagePlan } from './stage-plan.js';

interface Listed {
  readonly index: number;
  readonly location: Location;
}
interface Content {
  readonly index: number;
  readonly contentDigest: string;
  readonly bytes: Uint8Array;
}
interface Decoded {
  readonly index: number;
  readonly contentDigest: string;
  readonly decoded: unknown;
}

const DEFAULT_QUARANTINED_SHARE = 0.5;
/** What a listed item weighs beside its inline bytes. */
const LISTED_ITEM_BYTES = 256;
const PROGRESS_EVERY_MS = 100;
/** Work that never waits lets timers, answers and signals in after so long. */
const BREATHE_EVERY_MS = 10;

/** One run of a pool through the stages. */
export class PoolRun {
  readonly #source: Source;
  readonly #encoder: Encoder;
  readonly #fetcher: Fetcher;
  readonly #options: EmbedPoolOptions;
  readonly #plan: StagePlan;
  readonly #collector: Collector;
  readonly #cache: PoolCache;
  readonly #listed: Channel<Listed>;
  readonly #contents: Channel<Content>;
  readonly #decoded: Channel<Decoded>;
  readonly #meters: Readonly<Record<'list' | 'fetch' | 'decode' | 'encode', StageMeter>>;
  readonly #decoding: LoadGate;
  readonly #stop: RunStop;
  #reportedMs = performance.now();
  #breathedMs = performance.now();
  #encodedMs = performance.now();

  constructor(source: Source, options: EmbedPoolOptions) {
    const { encoder, fetcher, cache } = options;
    const plan = planStages(encoder, options);
    this.#source = source;
    this.#encoder = encoder;
    this.#fetcher = fetcher;
    this.#options = options;
    this.#plan = plan;
    this.#collector = new Collector({
      dimension: encoder.dimension,
      maxQuarantinedShare: options.maxQuarantinedShare ?? DEFAULT_QUARANTINED_SHARE,
    });
    this.#cache = new PoolCache(cache);
    this.#listed = new Channel({
      capacity: plan.listedBytes,
      load: ({ location }) =>
        LISTED_ITEM_BYTES + (location.kind === 'inline' ? location.bytes.length : 0),
    });
    this.#contents = new Channel({
      capacity: plan.fetchedBytes,
      load: ({ bytes }) => LISTED_ITEM_BYTES + bytes.length,
    });
    const weigh = encoder.weight?.bind(encoder);
    this.#decoded = new Channel({
      capacity: plan.decodedItems,
      batch: plan.batchSize,
      likeness: weigh && (({ decoded }) => weigh(decoded)),
    });
    this.#decoding = new LoadGate(plan.decodingBytes);
    this.#stop = new RunStop((error) => {
      for (const channel of [this.#listed, this.#contents, this.#decoded]) channel.fail(error);
    });
    this.#meters = {
      list: new StageMeter('list', 1),
      fetch: new StageMeter('fetch', plan.fetch),
      decode: new StageMeter('decode', plan.decode),
      encode: new StageMeter('encode', plan.encode),
    };
  }

  async result(): Promise<EmbeddedPool> {
    const { signal } = this.#options;
    throwIfCancelled(signal);
    const cancel = (): void => this.#stop.fail(cancelled(signal));
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      await this.#runStages();
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
    const pool = this.#collector.result();
    this.#report();
    const stages = Object.values(this.#meters).map((meter) => this.#figures(meter));
    return { ...pool, stages, cache: this.#cache.use() };
  }

  async #runStages(): Promise<void> {
    const { fetch, decode, encode } = this.#plan;
    const stages = [
      this.#list().then(() => this.#listed.end()),
      several(fetch, () => this.#fetchAll()).then(() => this.#contents.end()),
      several(decode, () => this.#decodeAll()).then(() => this.#decoded.end()),
      several(encode, () => this.#encodeAll()),
    ];
    // After a failure every stage ends at its next step.
    const fail = (error: unknown): void => this.#stop.fail(error);
    await Promise.all(stages.map((stage) => stage.catch(fail)));
    // Also after a failure: what was computed is not computed again.
    await this.#cache.flush().catch(fail);
    this.#stop.throwIfFailed();
  }

  async #list(): Promise<void> {
    const unchanged: (Listed & Pick<Content, 'contentDigest'>)[] = [];
    const iterator = this.#source.items(this.#stop.signal)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.#meters.list.measure(() => this.#stop.orStop(iterator.next()));
        if (next.done === true) break;
        this.#meters.list.count(1);
        const item = { index: this.#collector.add(next.value), location: next.value.location };
        const contentDigest = this.#unchangedContent(item.location);
        if (contentDigest === undefined) await this.#listed.put(item);
        else unchanged.push({ ...item, contentDigest });
        await this.#breathe();
      }
    } catch (error) {
      // Lets the source close what it has open; nobody waits for it.
      iterator.return?.().catch(() => undefined);
      throw error;
    }
    this.#collector.listed();
    // Only now, when the rows have their final place: an array that grows is in memory twice.
    for (const { contentDigest, ...item } of unchanged) {
      if (!this.#isKnown(item.index, contentDigest)) await this.#listed.put(item);
      this.#settle();
      await this.#breathe();
    }
  }

  /** Digest of what lies at a location, where a file is seen at once to be what the cache knows. */
  #unchangedContent(location: Location): string | undefined {
    if (location.kind !== 'file') return undefined;
    const known = this.#cache.lookUp(location);
    if (!known || !this.#fetcher.isUnchanged(location, known.validators)) return undefined;
    return known.contentDigest;
  }

  async #fetchAll(): Promise<void> {
    for (;;) {
      const [item] = (await this.#listed.take()) ?? [];
      if (!item) return;
      await this.#quarantining(item.index, () => this.#fetchOne(item));
      this.#settle();
      await this.#breathe();
    }
  }

  async #fetchOne({ index, location }: Listed): Promise<void> {
    const known = this.#cache.lookUp(location);
    let fetched = await this.#fetch(location, known?.validators);
    if (fetched.kind === 'unchanged') {
      if (known && this.#isKnown(index, known.contentDigest)) return;
      // The cache held a damaged embedding: now the content itself is needed.
      fetched = await this.#fetch(location, undefined);
    }
    if (fetched.kind === 'unchanged') throw unasked(location);
    this.#meters.fetch.count(1);
    const { bytes, validators } = fetched;
    const contentDigest = hash('sha256', bytes, 'hex');
    this.#cache.locate(location, contentDigest, validators);
    if (this.#isKnown(index, contentDigest)) return;
    this.#collector.claim(index, contentDigest);
    await this.#contents.put({ index, contentDigest, bytes });
  }

  #fetch(location: Location, known: Validators | undefined): Promise<Fetched> {
    const { signal } = this.#stop;
    return this.#meters.fetch.measure(() =>
      this.#stop.orStop(this.#fetcher.fetch(location, { known, signal })),
    );
  }

  /** Whether the content came before in this run or lies in the cache; then the item is done. */
  #isKnown(index: number, contentDigest: string): boolean {
    if (this.#collector.joins(index, contentDigest)) return true;
    if (!this.#cache.read(contentDigest, this.#collector.row(index))) return false;
    this.#collector.claim(index, contentDigest);
    this.#collector.embedded();
    return true;
  }

  async #decodeAll(): Promise<void> {
    const { signal } = this.#stop;
    for (;;) {
      const [item] = (await this.#contents.take()) ?? [];
      if (!item) return;
      const { index, contentDigest, bytes } = item;
      await this.#quarantining(index, async () => {
        const decoded = await this.#decoding.within(this.#plan.decodingLoad(bytes.length), () => {
          this.#stop.throwIfFailed();
          this.#meters.decode.count(1);
          return this.#meters.decode.measure(() =>
            this.#stop.orStop(this.#encoder.decode(bytes, signal)),
          );
        });
        await this.#decoded.put({ index, contentDigest, decoded });
      });
      this.#settle();
      await this.#breathe();
    }
  }

  async #encodeAll(): Promise<void> {
    for (;;) {
      const batch = await this.#decoded.take();
      if (!batch) return;
      // Not raced with the stop: the encoder itself stops after the run that is under way.
      const embeddings = await this.#meters.encode.measure(() =>
        this.#encoder.encode(
          batch.map(({ decoded }) => decoded),
          this.#stop.signal,
        ),
      );
      this.#meters.encode.count(batch.length);
      const nowMs = performance.now();
      const secondsEach = (nowMs - this.#encodedMs) / 1000 / batch.length;
      this.#encodedMs = nowMs;
      batch.forEach((item, i) => this.#keep(item, row(embeddings, i), secondsEach));
      this.#settle();
      await this.#cache.keepUp((error) => this.#stop.fail(error));
    }
  }

  #keep({ index, contentDigest }: Decoded, embedding: Float32Array, seconds: number): void {
    if (!areFinite(embedding)) {
      this.#collector.refuse(index, notFinite());
      return;
    }
    this.#collector.row(index).set(embedding);
    this.#collector.embedded();
    this.#cache.write(contentDigest, embedding, seconds);
  }

  /** Does something with one item; an error of the item alone puts it into quarantine. */
  async #quarantining(index: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const coded = error instanceof CodedError ? (error as CodedError) : undefined;
      if (!coded?.code.startsWith('ITEM_')) throw error;
      this.#collector.refuse(index, coded);
    }
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#breathedMs < BREATHE_EVERY_MS) return;
    await setImmediate();
    this.#breathedMs = performance.now();
  }

  #settle(): void {
    if (performance.now() - this.#reportedMs >= PROGRESS_EVERY_MS) this.#report();
  }

  #report(): void {
    this.#reportedMs = performance.now();
    this.#options.onProgress?.(this.#progress());
  }

  #progress(): PoolProgress {
    const { done, total, quarantined } = this.#collector;
    const queued = {
      list: 0,
      fetch: this.#listed.length,
      decode: this.#contents.length,
      encode: this.#decoded.length,
    };
    const stages = Object.values(this.#meters).map((meter): LiveStage => {
      const figures = this.#figures(meter);
      return { ...figures, queued: queued[figures.name as keyof typeof queued] };
    });
    return { done, ...(total === undefined ? {} : { total }), quarantined, stages };
  }

  #figures(meter: StageMeter): StageFigures {
    const figures = meter.figures();
    if (figures.name !== 'encode') return figures;
    const plan = this.#encoder.plan?.();
    return plan ? { ...figures, plan } : figures;
  }
}

async function several(count: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, work));
}

function cancelled(signal: AbortSignal | undefined): CodedError {
  return new CodedError('CANCELLED', 'The work was cancelled.', { cause: signal?.reason });
}

function areFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function notFinite(): CodedError {
  return new CodedError('ITEM_NOT_FINITE', 'The encoder gives no finite numbers for this item.');
}

function unasked(location: Location): CodedError {
  return new CodedError('INTERNAL_ERROR', 'A fetcher said "unchanged" without being asked.', {
    field: 'location',
    value: location.kind,
  });
}
