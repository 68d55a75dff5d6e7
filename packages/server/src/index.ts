export type {
  LabelEntry,
  ProjectStore,
  RunEntry,
  SelectionEntry,
} from './storage/project-store.js';
