import type { z } from 'zod';

import type { AgentConfig } from './agent-config.js';
import type { DataConfig } from './data-config.js';
import { readableIssues, type ConfigIssue } from './config-issue.js';
import { keysAt } from './project-json-schema.js';
import type { Labelling } from './labelling-config.js';
import type { LabelsConfig } from './labels-config.js';
import { projectSchema, type ProjectFields } from './project-schema.js';
import { DEFAULT_ENCODERS, type Task } from './task.js';

/** A project with every default filled in. Paths are as they were written. */
export interface ProjectConfig {
  readonly project: string;
  readonly task: Task;
  readonly data: DataConfig;
  /** Absent: people label by file. */
  readonly labels?: LabelsConfig | undefined;
  /** Absent: a seeded 20 % of the labelled items are set apart. */
  readonly test?: { readonly data: DataConfig; readonly labels: LabelsConfig } | undefined;
  /** Absent: those found in the labels. */
  readonly classes?: readonly string[] | undefined;
  /** Of live projects. */
  readonly labelling: Labelling;
  /** What `encoder:` says; absent for vectors. */
  readonly encoder?: string | undefined;
  readonly strategy: {
    /** Id or alias; the path of a module as it was written. */
    readonly id: string;
    /** Path of the module of a strategy of the user's own. */
    readonly module?: string | undefined;
    readonly options: Readonly<Record<string, unknown>>;
  };
  readonly agent: AgentConfig;
  /** Labels in all. */
  readonly budget: number;
  /** Labels per round; `grow` multiplies the labelled items by 1.25. */
  readonly batch: number | 'grow';
  readonly seed: number;
  readonly output: string;
  /** Share of items in [0, 1] that may be unusable. */
  readonly maxQuarantinedShare: number;
}

/** What a look at a configuration gives. */
export interface ProjectCheck {
  /** Present when there are no issues. */
  readonly config?: ProjectConfig;
  /** The keys that are right by themselves, for further checks also when others are wrong. */
  readonly fields: Partial<ProjectFields>;
  readonly issues: readonly ConfigIssue[];
}

/** Checks a parsed `alaas.yaml` and fills in the defaults; reports everything that is wrong. */
export function checkProject(input: unknown): ProjectCheck {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    const message = 'The file must hold keys with values, as "project: flowers".';
    return { fields: {}, issues: [{ kind: 'type', path: [], message, value: input }] };
  }
  const given = input as Readonly<Record<string, unknown>>;
  const shape = projectSchema.shape as Readonly<Record<string, z.ZodType>>;
  const issues: ConfigIssue[] = [];
  const fields: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    const result = schema.safeParse(given[key]);
    if (result.success) fields[key] = result.data;
    else
      issues.push(
        ...readableIssues(result.error.issues, { path: [key], input: given[key], keysAt }),
      );
  }
  const known = Object.keys(shape);
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const message = `There is no key "${key}".`;
    issues.push({ kind: 'unknown-key', path: [key], message, value: given[key], known });
  }
  return finish(fields, withoutEchoes(issues));
}

/** A misspelt key also seems to be missing: only the misspelling is told. */
function withoutEchoes(issues: readonly ConfigIssue[]): readonly ConfigIssue[] {
  const misspelt = issues
    .filter(({ kind }) => kind === 'unknown-key')
    .map(({ path }) => path.slice(0, -1).join('.'));
  return issues.filter(({ kind, path }) => kind !== 'value' || !misspelt.includes(path.join('.')));
}

/** Looks at the keys together, as far as they are right by themselves. */
function finish(given: Partial<ProjectFields>, problems: readonly ConfigIssue[]): ProjectCheck {
  const fields = forTask(given);
  const issues = [
    ...problems,
    ...sourceIssues(fields.task, { data: fields.data, labels: fields.labels, key: 'data' }),
    ...testIssues(fields),
    ...classIssues(fields.classes),
    ...guideIssues(fields),
    ...encoderIssues(fields),
  ];
  if (issues.length > 0) return { fields, issues };
  const whole = fields as ProjectFields;
  const { data, labels } = whole.test ?? {};
  const test = data && labels ? { data, labels } : undefined;
  const encoder = whole.encoder?.id ?? DEFAULT_ENCODERS[whole.task];
  return { config: { ...whole, test, encoder }, fields, issues };
}

/** The keys with the pool and the test items read as the task wants, and labels for the latter. */
function forTask(fields: Partial<ProjectFields>): Partial<ProjectFields> {
  const { task, data, test, labels } = fields;
  return {
    ...fields,
    ...(data && task && { data: dataForTask(data, task) }),
    ...(test && {
      test: {
        data: task ? dataForTask(test.data, task) : test.data,
        labels: test.labels ?? labels,
      },
    }),
  };
}

/** For vectors, a table that was named by a plain text holds embeddings. */
function dataForTask(data: DataConfig, task: Task): DataConfig {
  if (task !== 'vectors' || data.kind !== 'manifest') return data;
  const { manifest, idColumn, allowPrivateSources } = data;
  return { kind: 'embeddings', embeddings: manifest, idColumn, allowPrivateSources };
}

function testIssues({ task, test }: Partial<ProjectFields>): readonly ConfigIssue[] {
  if (!test) return [];
  if (!test.labels) return [issue(['test'], 'The test items have no labels.')];
  return sourceIssues(task, { ...test, key: 'test' });
}

function sourceIssues(
  task: Task | undefined,
  source: {
    data: DataConfig | undefined;
    labels: LabelsConfig | undefined;
    key: 'data' | 'test';
  },
): readonly ConfigIssue[] {
  const { data, labels, key } = source;
  if (!data) return [];
  const labelsKey = key === 'data' ? 'labels' : key;
  return [
    ...(task ? taskIssues(data, { task, path: [key] }) : []),
    ...(labels ? labelIssues(labels, data, [labelsKey]) : []),
  ];
}

function encoderIssues({ task, encoder }: Partial<ProjectFields>): readonly ConfigIssue[] {
  if (task !== 'vectors' || encoder === undefined) return [];
  return [issue(['encoder'], 'Vectors need no encoder.', encoder.id)];
}

function taskIssues(
  data: DataConfig,
  { task, path }: { task: Task; path: readonly string[] },
): ConfigIssue[] {
  if ((task === 'vectors') === (data.kind === 'embeddings')) {
    const isText = data.kind === 'manifest' && data.textColumn !== undefined;
    if (!isText || task === 'text-classification') return [];
    return [issue([...path, 'textColumn'], 'A column of texts is for text-classification.')];
  }
  const message =
    task === 'vectors'
      ? 'The task "vectors" needs embeddings: a .npy, CSV or Parquet file.'
      : `Embeddings are for the task "vectors", not for ${task}.`;
  return [issue(path, message, data)];
}

function labelIssues(
  labels: LabelsConfig,
  data: DataConfig,
  path: readonly string[],
): ConfigIssue[] {
  if (labels.kind === 'folders' && data.kind !== 'folder' && data.kind !== 'glob') {
    const message = `Labels can come from folders only where the items are files in folders.`;
    return [issue(path, message, 'folders')];
  }
  const hasColumns =
    data.kind === 'manifest' || (data.kind === 'embeddings' && !/\.npy$/i.test(data.embeddings));
  if (labels.kind === 'column' && !hasColumns) {
    const message = 'Labels can come from a column only where the items are rows of a table.';
    return [issue(path, message, labels.column)];
  }
  return [];
}

function classIssues(classes: readonly string[] | undefined): ConfigIssue[] {
  return (classes ?? []).flatMap((name, at) =>
    classes?.indexOf(name) === at
      ? []
      : [issue(['classes', at], `The class "${name}" is listed twice.`, name)],
  );
}

function guideIssues({ classes, labelling }: Partial<ProjectFields>): ConfigIssue[] {
  if (classes === undefined) return [];
  return (labelling?.classes ?? []).flatMap(({ name }, at) =>
    classes.includes(name)
      ? []
      : [issue(['labelling', 'classes', at], `"${name}" is none of the classes.`, name)],
  );
}

function issue(path: readonly (string | number)[], message: string, value?: unknown): ConfigIssue {
  return { kind: 'value', path, message, value };
}
