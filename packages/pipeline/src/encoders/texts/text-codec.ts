import { throwIfCancelled } from '@alaas/core';

import type { Codec } from '../codec.js';
import type { TextManifest } from '../encoder-manifest.js';
import { decodeText } from './decode-text.js';
import { createTokeniser, type TokenizerFiles } from './tokenise.js';

/** The text side of an encoder: a decoded text is its token ids. */
export function textCodec(manifest: TextManifest, files: TokenizerFiles): Codec<Int32Array> {
  const tokeniser = createTokeniser(files, manifest.preprocessing.maxTokens);
  return {
    manifest,
    padId: tokeniser.padId,
    probe: tokeniser.tokens('a'),
    async decode(bytes, signal) {
      throwIfCancelled(signal);
      return tokeniser.tokens(decodeText(bytes));
    },
    weight: (tokens) => tokens.length,
    pack: packTexts,
  };
}

function packTexts(texts: readonly Int32Array[]) {
  const lengths = Int32Array.from(texts, (text) => text.length);
  const tokens = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  let write = 0;
  for (const text of texts) {
    tokens.set(text, write);
    write += text.length;
  }
  return { kind: 'text', tokens, lengths } as const;
}
