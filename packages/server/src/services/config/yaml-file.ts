import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AlaasError, describeKey, type ConfigIssue } from '@alaas/contracts';
import { nearestName } from '@alaas/core';
import {
  LineCounter,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
} from 'yaml';

import { configError, type ConfigProblem, type Position } from './config-problem.js';
import { substituteVariables } from './substitute-variables.js';

/** A YAML file with its variables filled in. */
export interface YamlFile {
  readonly value: unknown;
  /** Where the value at a path stands, or the innermost thing around it that is there. */
  positionOf(path: readonly (string | number)[], part?: 'key' | 'value'): Position;
  /** An issue of the schema as a problem with its place, "did you mean" and all. */
  locate(issue: ConfigIssue): ConfigProblem;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a YAML file and fills in `${VAR}` and `${VAR:-default}` from the environment.
 *
 * @throws AlaasError `CONFIG_NOT_FOUND`, `CONFIG_SYNTAX`, `CONFIG_VARIABLE_UNSET`.
 */
export async function readYamlFile(file: string, environment: Environment): Promise<YamlFile> {
  const counter = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = parseDocument(await readText(file), {
    lineCounter: counter,
    prettyErrors: false,
  });
  if (document.errors.length > 0) {
    throw configError(
      file,
      document.errors.map(({ message, pos }) => syntaxProblem(message, at(pos[0]))),
    );
  }
  const unset = substituteVariables(document, environment);
  if (unset.length > 0) {
    throw configError(
      file,
      unset.map(({ offset, path, ...problem }) => ({ ...problem, ...at(offset), path })),
    );
  }
  const yaml: YamlFile = {
    value: plainValue(file, document),
    positionOf: (path, part = 'value') => at(offsetOf(document, path, part)),
    locate: (issue) => ({
      code: 'CONFIG_INVALID',
      path: issue.path.join('.'),
      message: withHint(issue),
      value: issue.value,
      remedy: remedyOf(issue),
      ...yaml.positionOf(issue.path, issue.kind === 'unknown-key' ? 'key' : 'value'),
    }),
  };
  return yaml;
}

async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = missing ? `There is no file "${file}".` : `"${file}" cannot be read.`;
    throw new AlaasError('CONFIG_NOT_FOUND', message, { field: 'config', value: file, cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const message = `"${basename(file)}" is not text in UTF-8.`;
    throw new AlaasError('CONFIG_SYNTAX', message, { field: 'config', value: file, cause });
  }
}

/** Aliases that would grow without bound are refused by the library. */
function plainValue(file: string, document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw configError(file, [syntaxProblem(message, { line: 1, column: 1 })]);
  }
}

function syntaxProblem(message: string, position: Position): ConfigProblem {
  const sentence = message.endsWith('.') ? message : `${message}.`;
  return { code: 'CONFIG_SYNTAX', path: '', message: sentence, ...position };
}

function offsetOf(
  document: Document.Parsed,
  path: readonly (string | number)[],
  part: 'key' | 'value',
): number {
  let offset = startOf(document.contents) ?? 0;
  let node: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node;
    const below = childOf(target, key);
    if (below === undefined) break;
    const isLast = depth === path.length - 1;
    const at = (isLast && part === 'key' ? undefined : startOf(below.value)) ?? below.keyOffset;
    offset = at ?? offset;
    node = below.value;
  }
  return offset;
}

function childOf(
  node: unknown,
  key: string | number,
): { value: unknown; keyOffset: number | undefined } | undefined {
  if (isSeq(node)) {
    const value = node.items[Number(key)];
    return value === undefined ? undefined : { value, keyOffset: startOf(value) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(
    (item) => String(isScalar(item.key) ? item.key.value : item.key) === String(key),
  );
  return pair && { value: pair.value, keyOffset: startOf(pair.key) };
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function withHint({ message, kind, path, value, known }: ConfigIssue): string {
  const name = kind === 'unknown-key' ? path.at(-1) : value;
  if (known === undefined || typeof name !== 'string') return message;
  const meant = nearestName(name, known);
  return meant === undefined ? message : `${message} Did you mean "${meant}"?`;
}

function remedyOf({ kind, path, known }: ConfigIssue): string | undefined {
  const name = path.join('.');
  switch (kind) {
    case 'unknown-key':
      return known && known.length > 0 ? `The keys are: ${known.join(', ')}.` : undefined;
    case 'missing':
    case 'type':
    case 'value': {
      const description = describeKey(path);
      return description === undefined ? undefined : `${name}: ${description}`;
    }
  }
}
