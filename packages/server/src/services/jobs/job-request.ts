import type {
  DataExaminationRequest,
  ExportRequest,
  ItemsAddition,
  Job,
  LabelsImport,
  ProjectImport,
} from '@alaas/contracts';

/** What a job was asked for, as it is stored. */
export type JobRequest =
  | ExportRequest
  | ({ readonly kind: 'add-items' } & ItemsAddition)
  | ({ readonly kind: 'import-labels' } & LabelsImport)
  | ({ readonly kind: 'examine-data' } & DataExaminationRequest)
  | ({ readonly kind: 'import-project'; readonly user?: string | undefined } & ProjectImport);

/** What others call it. */
export function kindOf({ kind }: JobRequest): Job['kind'] {
  switch (kind) {
    case 'labels':
    case 'model':
    case 'project':
      return `export-${kind}`;
    case 'add-items':
    case 'import-labels':
    case 'import-project':
    case 'examine-data':
      return kind;
  }
}
