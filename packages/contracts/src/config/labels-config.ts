import { z } from 'zod';

import { nonEmptyText } from './non-empty-text.js';

/** Where known labels come from, as `labels:` says it. */
export type LabelsConfig =
  /** The name of the folder that an item lies in. */
  | { readonly kind: 'folders' }
  /** A column of the manifest, or of the file with the embeddings. */
  | { readonly kind: 'column'; readonly column: string }
  /** A CSV, JSONL or Parquet file of items and labels, or a `.npy` file with one label per row. */
  | {
      readonly kind: 'file';
      readonly file: string;
      readonly itemColumn?: string | undefined;
      readonly labelColumn?: string | undefined;
    };

/** `labels:` as people write it → what it means. */
export const labelsSchema = z.union([
  nonEmptyText.transform(labelsOfText),
  z
    .strictObject({
      column: nonEmptyText
        .optional()
        .describe('Column with the label, in the manifest or the file with the embeddings.'),
      file: nonEmptyText
        .optional()
        .describe('CSV, JSONL or Parquet file of items and labels, or `.npy` with one per row.'),
      itemColumn: nonEmptyText
        .optional()
        .describe('Column of `file` with the name of the item. Default: `item`.'),
      labelColumn: nonEmptyText
        .optional()
        .describe('Column of `file` with the label. Default: `label`.'),
    })
    .superRefine((keys, context) => {
      const { column, file } = keys;
      if ((column === undefined) === (file === undefined)) {
        context.addIssue({ code: 'custom', message: 'Either column or file must be given.' });
      }
      for (const key of ['itemColumn', 'labelColumn'] as const) {
        if (file !== undefined || keys[key] === undefined) continue;
        const message = `${key} belongs to file, which is not given.`;
        context.addIssue({ code: 'custom', path: [key], message });
      }
    })
    .transform(({ column, file, itemColumn, labelColumn }): LabelsConfig => {
      if (column !== undefined) return { kind: 'column', column };
      return { kind: 'file', file: file!, itemColumn, labelColumn };
    }),
]);

function labelsOfText(text: string): LabelsConfig {
  if (text === 'folders') return { kind: 'folders' };
  const column = /^column:\s*(.+)$/.exec(text)?.[1];
  return column === undefined ? { kind: 'file', file: text } : { kind: 'column', column };
}
