import type { ErrorRow } from './row.js';

/** Errors of what a run writes and of label files given back. */
export const OUTPUT_ERRORS = {
  OUTPUT_WRITE_FAILED: {
    status: 500,
    retryable: true,
    title: 'A result file could not be written',
    remedy: 'Free some space or choose another output folder, then run again.',
  },
  EXPORT_MISMATCH: {
    status: 500,
    retryable: false,
    title: 'The exported model does not give the probabilities of the run',
    remedy: 'No model was written. Report it together with the encoder that you use.',
  },
  EXPORT_ENCODER_UNFIT: {
    status: 422,
    retryable: false,
    title: 'The encoder cannot be part of one exported ONNX file',
    remedy:
      'Use an ONNX encoder of operator set 8 or newer that keeps its weights inside the file.',
  },
  LABEL_FILE_ENCODING: {
    status: 422,
    retryable: false,
    title: 'The label file is not UTF-8',
    remedy: 'In the spreadsheet choose "Save as" and the type "CSV UTF-8 (comma delimited)".',
  },
  LABEL_FILE_INVALID: {
    status: 422,
    retryable: false,
    title: 'The label file is not a readable CSV',
    remedy: 'Fill in the batch file as it was written, one line per item.',
  },
  LABEL_COLUMN_MISSING: {
    status: 422,
    retryable: false,
    title: 'The label file lacks a column',
    remedy: 'Keep the header line with the columns "item" and "label".',
  },
  LABEL_ITEM_UNKNOWN: {
    status: 422,
    retryable: false,
    title: 'The label file names an item that is not in this project',
    remedy: 'Keep the column "item" as it was written in the batch file.',
  },
  LABEL_CLASS_UNKNOWN: {
    status: 422,
    retryable: false,
    title: 'The label file uses a class that the project does not have',
    remedy: 'Use one of the classes of the project, or add the class to alaas.yaml.',
  },
  LABEL_CONFLICT: {
    status: 422,
    retryable: false,
    title: 'The label file gives one item two different labels',
    remedy: 'Keep one line per item.',
  },
} as const satisfies Record<string, ErrorRow>;
