import { readFileSync } from 'node:fs';

import {
  findStrategy,
  matrix,
  referenceKernels as kernels,
  selectBatch,
  type EmbeddingHead,
  type InputName,
  type Matrix,
  type StrategyInputs,
} from '@alaas/core';
import { describe, expect, it } from 'vitest';

/** Inputs as `bench/peers/record.py` writes them. */
interface RecordedInputs {
  readonly embeddings: number[][];
  readonly labelledEmbeddings: number[][];
  readonly labelledTargets: number[];
  /** Of a head without bias, on the embeddings as they are. */
  readonly weights: number[][];
  readonly probabilities: number[][];
}

/** An answer of a peer; see `bench/peers/record.py` for what its groups are. */
interface RecordedAnswer {
  readonly strategy: string;
  readonly inputs: string;
  readonly reads: readonly InputName[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly peer: string;
  readonly kind: 'ranking' | 'greedy' | 'set';
  readonly groups: readonly (readonly number[])[];
}

const recordedInputs = read<Readonly<Record<string, RecordedInputs>>>('inputs.json');
const answers = read<readonly RecordedAnswer[]>('answers.json');

describe('what the peers answered', () => {
  it.each(
    answers.map((answer) => {
      const count = answer.groups.flat().length;
      const title = `${answer.strategy}, ${answer.inputs}, ${answer.peer}, ${answer.kind} of ${count}`;
      return [title, answer] as const;
    }),
  )('%s', async (_, { strategy, inputs, reads, options, kind, groups }) => {
    const given = recordedInputs[inputs]!;
    const count = kind === 'greedy' ? groups.length : groups.flat().length;
    const picked = await selectBatch(findStrategy(strategy), inputsOf(given, reads), {
      count,
      options,
      kernels,
    });
    if (kind === 'greedy') {
      for (const [at, group] of groups.entries()) expect(group).toContain(picked[at]);
    } else {
      let start = 0;
      for (const group of groups) {
        const ours = picked.slice(start, (start += group.length));
        expect(ours.sort((a, b) => a - b)).toEqual(group);
      }
    }
  });
});

function inputsOf(given: RecordedInputs, reads: readonly InputName[]): Partial<StrategyInputs> {
  const all: Omit<StrategyInputs, 'examples'> = {
    embeddings: floats(given.embeddings),
    labelledEmbeddings: floats(given.labelledEmbeddings),
    labelledTargets: Int32Array.from(given.labelledTargets),
    probabilities: matrix(
      given.probabilities.length,
      given.probabilities[0]!.length,
      Float64Array.from(given.probabilities.flat()),
    ),
    head: headOf(given.weights),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => reads.includes(name as InputName)),
  );
}

function headOf(weights: number[][]): EmbeddingHead {
  const { rows, cols, data } = floats(weights);
  return {
    space: {
      kind: 'standardised',
      centre: new Float32Array(cols),
      factors: new Float32Array(cols).fill(1),
    },
    head: {
      classCount: rows,
      dimension: cols,
      weights: { rows, cols, data },
      bias: new Float32Array(rows),
    },
  };
}

function floats(rows: number[][]): Matrix {
  return matrix(rows.length, rows[0]!.length, Float32Array.from(rows.flat()));
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')) as T;
}
