import type { ExportRequest, ItemsAddition, Job, LabelsImport } from '@alaas/contracts';

/** What a job was asked for, as it is stored. */
export type JobRequest =
  | ExportRequest
  | ({ readonly kind: 'add-items' } & ItemsAddition)
  | ({ readonly kind: 'import-labels' } & LabelsImport);

/** What others call it. */
export function kindOf({ kind }: JobRequest): Job['kind'] {
  switch (kind) {
    case 'labels':
    case 'model':
      return `export-${kind}`;
    case 'add-items':
    case 'import-labels':
      return kind;
  }
}
