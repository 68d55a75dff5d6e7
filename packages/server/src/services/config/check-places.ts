import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { DataConfig, ErrorCode, LabelsConfig, ProjectFields } from '@alaas/contracts';
import { CodedError, nearestName } from '@alaas/core';
import { readColumnNames } from '@alaas/pipeline';

/** Something that the file system does not have as the configuration says. */
export interface PlaceProblem {
  readonly code: ErrorCode;
  readonly path: readonly string[];
  readonly message: string;
  readonly value: unknown;
  readonly remedy?: string;
}

type Path = readonly string[];

/** Looks whether the files, folders and columns of a project (with whole paths) are there. */
export async function checkPlaces(fields: Partial<ProjectFields>): Promise<PlaceProblem[]> {
  const { data, labels, test, output } = fields;
  const found = await Promise.all([
    data ? checkData(data, ['data']) : [],
    labels ? checkLabels(labels, { data, path: ['labels'] }) : [],
    test ? checkData(test.data, ['test']) : [],
    test?.labels ? checkLabels(test.labels, { data: test.data, path: ['test', 'labels'] }) : [],
    output === undefined ? [] : checkOutput(output),
  ]);
  return uniqueMessages(found.flat());
}

async function checkData(data: DataConfig, path: Path): Promise<PlaceProblem[]> {
  switch (data.kind) {
    case 'folder':
      return checkKind(data.folder, { path, wanted: 'folder' });
    case 'glob':
      return [];
    case 'urls':
      return typeof data.urls === 'string' ? checkKind(data.urls, { path, wanted: 'file' }) : [];
    case 'manifest': {
      const { idColumn, pathColumn, urlColumn, textColumn } = data;
      const columns = { idColumn, pathColumn, urlColumn, textColumn };
      return checkTable(data.manifest, { path, columns });
    }
    case 'embeddings': {
      const columns: Record<string, string | undefined> = { idColumn: data.idColumn };
      for (const name of data.vectorColumns ?? []) columns[`vectorColumns.${name}`] = name;
      return checkTable(data.embeddings, { path, columns });
    }
  }
}

async function checkLabels(
  labels: LabelsConfig,
  { data, path }: { data: DataConfig | undefined; path: Path },
): Promise<PlaceProblem[]> {
  switch (labels.kind) {
    case 'folders':
      return data?.kind === 'folder' ? checkClassFolders(data.folder, path) : [];
    case 'column':
      return checkTable(tableOf(data), { path, columns: { column: labels.column }, known: true });
    case 'file': {
      const { itemColumn, labelColumn } = labels;
      return checkTable(labels.file, { path, columns: { itemColumn, labelColumn } });
    }
  }
}

function tableOf(data: DataConfig | undefined): string | undefined {
  if (data?.kind === 'manifest') return data.manifest;
  return data?.kind === 'embeddings' ? data.embeddings : undefined;
}

async function checkKind(
  place: string,
  { path, wanted }: { path: Path; wanted: 'file' | 'folder' },
): Promise<PlaceProblem[]> {
  const found = await stat(place).catch(() => undefined);
  if (found && (wanted === 'folder' ? found.isDirectory() : found.isFile())) return [];
  const message = found ? `"${place}" is not a ${wanted}.` : `There is no ${wanted} "${place}".`;
  return [{ code: 'CONFIG_PATH_MISSING', path, message, value: place }];
}

/** The table is there and has the columns; `known`: a missing file was reported elsewhere. */
async function checkTable(
  file: string | undefined,
  {
    path,
    columns,
    known = false,
  }: { path: Path; columns: Readonly<Record<string, string | undefined>>; known?: boolean },
): Promise<PlaceProblem[]> {
  if (file === undefined) return [];
  const missing = await checkKind(file, { path, wanted: 'file' });
  if (missing.length > 0) return known ? [] : missing;
  const wanted = Object.entries(columns).filter(([, name]) => name !== undefined);
  if (wanted.length === 0 || extname(file).toLowerCase() === '.npy') return [];
  try {
    const there = await readColumnNames(file);
    return wanted.flatMap(([key, name]) =>
      there.includes(name!) ? [] : [columnMissing(name!, { file, there, path: [...path, key] })],
    );
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return [{ code: error.code as ErrorCode, path, message: error.message, value: file }];
  }
}

function columnMissing(
  name: string,
  { file, there, path }: { file: string; there: readonly string[]; path: Path },
): PlaceProblem {
  const meant = nearestName(name, there);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return {
    code: 'CONFIG_COLUMN_MISSING',
    path,
    message: `"${file}" has no column "${name}".${hint}`,
    value: name,
    remedy: `Its columns are: ${there.join(', ')}.`,
  };
}

async function checkClassFolders(folder: string, path: Path): Promise<PlaceProblem[]> {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return [];
  for (const name of names) {
    if (!name.startsWith('.') && (await isFolder(join(folder, name)))) return [];
  }
  return [
    {
      code: 'CONFIG_PATH_MISSING',
      path,
      message: `"${folder}" has no sub-folders that could name the classes.`,
      value: 'folders',
      remedy: 'Put the items of each class into a folder of its own, or give the labels as a file.',
    },
  ];
}

async function checkOutput(output: string): Promise<PlaceProblem[]> {
  const found = await stat(output).catch(() => undefined);
  if (!found || found.isDirectory()) return [];
  const message = `"${output}" is there and is not a folder.`;
  const remedy = 'Name a folder; it is made when it is missing.';
  return [{ code: 'CONFIG_INVALID', path: ['output'], message, value: output, remedy }];
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** A file that pool and test items share is reported once. */
function uniqueMessages(problems: readonly PlaceProblem[]): PlaceProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ message }) => !seen.has(message) && seen.add(message));
}
