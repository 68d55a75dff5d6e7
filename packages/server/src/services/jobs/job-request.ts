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
export function kindOf(request: JobRequest): Job['kind'] {
  switch (request.kind) {
    case 'labels':
    case 'model':
    case 'project':
      return `export-${request.kind}`;
    case 'import-labels':
      return request.check ? 'check-labels' : request.kind;
    case 'add-items':
    case 'import-project':
    case 'examine-data':
      return request.kind;
  }
}
