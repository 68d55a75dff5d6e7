import type { Span, TextBatch } from './batch.js';

/** The tokens of a span of texts as a rectangle, padded to its longest text. */
export interface TextFeed {
  readonly shape: readonly [items: number, tokens: number];
  /** Row-major token ids. */
  readonly ids: Int32Array;
  /** Real tokens of each text; the rest of its row is padding. */
  readonly lengths: Int32Array;
}

/** Inputs that a text model may have; what is in them follows from the name. */
export const TEXT_INPUTS = [
  'input_ids',
  'attention_mask',
  'token_type_ids',
  'position_ids',
] as const;

/** Lays the tokens of a span of texts out for the model. */
export function textFeed(batch: TextBatch, span: Span, padId: number): TextFeed {
  const lengths = batch.lengths.subarray(span.from, span.to);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 1);
  const ids = new Int32Array(lengths.length * longest).fill(padId);
  let read = 0;
  for (let i = 0; i < span.from; i++) read += batch.lengths[i]!;
  lengths.forEach((length, i) => {
    ids.set(batch.tokens.subarray(read, read + length), i * longest);
    read += length;
  });
  return { shape: [lengths.length, longest], ids, lengths };
}
