import { matrix } from '@alaas/core';
import type { ItemEmbedder } from '@alaas/server';

const LETTERS = 26;

/**
 * A tiny encoder for tests of the API alone: counts the letters of texts and bytes, and sets items
 * given by address aside.
 */
export const LETTERS_EMBEDDER: ItemEmbedder = {
  embed: async (pool, { onProgress }) => {
    const all = 'items' in pool ? pool.items : [];
    const usable = all.flatMap((item, row) => ('uri' in item ? [] : [{ item, row }]));
    const data = new Float32Array(usable.length * LETTERS);
    usable.forEach(({ item }, i) => {
      const text = 'text' in item ? item.text : Buffer.from(item.blob, 'base64').toString('latin1');
      for (const letter of text.toLowerCase()) {
        const k = letter.charCodeAt(0) - 97;
        if (k >= 0 && k < LETTERS) data[i * LETTERS + k]! += 1;
      }
    });
    onProgress(usable.length, all.length);
    return {
      items: usable.map(({ row }) => ({ id: `${row}`, contentDigest: `${row}` })),
      embeddings: matrix(usable.length, LETTERS, data),
      quarantined: all.flatMap((item, row) =>
        'uri' in item
          ? [{ item: `${row}`, code: 'ITEM_NOT_FOUND', reason: 'Addresses are not read here.' }]
          : [],
      ),
      stages: [],
      cache: { hits: 0, misses: usable.length },
    };
  },
};
