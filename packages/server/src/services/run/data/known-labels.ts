import { extname } from 'node:path';
import { AlaasError, type LabelsConfig } from '@alaas/contracts';
import { readLabelsNpy, readTable } from '@alaas/pipeline';

import type { PartItem } from './embedded-part.js';

/** The label of each item of a part, and how many labels belong to none of them. */
export interface KnownLabels {
  /** Undefined where there is none. */
  readonly labels: readonly (string | undefined)[];
  readonly unmatched: number;
}

/** The column that a source must read for the labels to come from it. */
export function labelColumnOf(labels: LabelsConfig | undefined): string | undefined {
  return labels?.kind === 'column' ? labels.column : undefined;
}

/**
 * Finds the known label of each item: what its source says of it (folder or column), or what a file
 * says of its name, or of its row for `.npy`.
 *
 * @throws AlaasError `INPUT_SHAPE` for a `.npy` file of another length, `LABEL_CONFLICT`; CodedError
 *   of the readers.
 */
export async function knownLabels(
  config: LabelsConfig,
  items: readonly PartItem[],
  signal: AbortSignal | undefined,
): Promise<KnownLabels> {
  if (config.kind !== 'file') return { labels: items.map(({ label }) => label), unmatched: 0 };
  if (extname(config.file).toLowerCase() === '.npy') {
    return { labels: await labelsByRow(config.file, items.length), unmatched: 0 };
  }
  const byName = await labelsByName(config, signal);
  const labels = items.map(({ id }) => byName.get(id));
  const matched = labels.filter((label) => label !== undefined).length;
  return { labels, unmatched: byName.size - matched };
}

async function labelsByRow(file: string, count: number): Promise<readonly string[]> {
  const labels = await readLabelsNpy(file);
  if (labels.length === count) return Array.from(labels, String);
  throw new AlaasError(
    'INPUT_SHAPE',
    `${file} has ${labels.length} labels, but there are ${count} usable items.`,
    {
      field: 'labels',
      value: labels.length,
      remedy: 'Give one label per item, in their order, or a table that names the items.',
    },
  );
}

async function labelsByName(
  { file, itemColumn = 'item', labelColumn = 'label' }: Extract<LabelsConfig, { kind: 'file' }>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await readTable(file, { columns: [itemColumn, labelColumn], signal });
  const labels = new Map<string, string>();
  for await (const { line, values } of rows) {
    const [item, label] = values.map(textOf);
    if (!item || !label) continue;
    const before = labels.get(item);
    if (before !== undefined && before !== label) {
      throw new AlaasError(
        'LABEL_CONFLICT',
        `${file}, line ${line}: The item "${item}" has the label "${label}" here and "${before}" before.`,
        { field: 'labels', value: label, line },
      );
    }
    labels.set(item, label);
  }
  return labels;
}

/** Numbers are names too; spaces around do not count, nor do forms of accents. */
function textOf(value: unknown): string | undefined {
  const isPlain = ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
  return isPlain ? String(value).trim().normalize('NFC') : undefined;
}
