import type { z } from 'zod';

/** One thing that is wrong with a configuration. */
export interface ConfigIssue {
  readonly kind: 'unknown-key' | 'missing' | 'type' | 'value';
  /** Keys and places in lists that lead to it. */
  readonly path: readonly (string | number)[];
  /** A plain sentence. */
  readonly message: string;
  /** What was found there. */
  readonly value?: unknown;
  /** Names that would have been right, for "did you mean". */
  readonly known?: readonly string[];
}

type Path = readonly (string | number)[];

interface Place {
  readonly path: Path;
  /** The value at `path`. */
  readonly input: unknown;
  /** The keys that the schema has at a path. */
  readonly keysAt: (path: Path) => readonly string[];
}

/** Issues of zod in our words, with the values they are about. */
export function readableIssues(
  issues: readonly z.core.$ZodIssue[],
  place: Place,
): readonly ConfigIssue[] {
  return issues.flatMap((issue) => readable(issue, place));
}

function readable(issue: z.core.$ZodIssue, place: Place): ConfigIssue[] {
  const path = [...place.path, ...issue.path.map((key) => (typeof key === 'symbol' ? '' : key))];
  const value = valueAt(place.input, issue.path);
  if (value === undefined) return [missing(path)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], { value, keysAt: place.keysAt }));
  }
  if (issue.code === 'invalid_union') return ofUnion(issue, { ...place, path, input: value });
  const message = messageOf(issue, { name: path.join('.'), value });
  if (issue.code === 'invalid_type') return [{ kind: 'type', path, value, message }];
  if (issue.code !== 'invalid_value') return [{ kind: 'value', path, value, message }];
  const kind = typeof value === 'string' ? 'value' : 'type';
  return [{ kind, path, value, message, known: issue.values.map(String) }];
}

type PlainIssue = Exclude<
  z.core.$ZodIssue,
  z.core.$ZodIssueInvalidUnion | z.core.$ZodIssueUnrecognizedKeys
>;

function messageOf(issue: PlainIssue, { name, value }: { name: string; value: unknown }): string {
  const ending = value === '' ? '.' : `, not ${describe(value)}.`;
  switch (issue.code) {
    case 'invalid_type':
      return `${name} must be ${nameOf(issue.expected)}${ending}`;
    case 'invalid_value':
      return `${name} must be one of ${issue.values.map(String).join(', ')}${ending}`;
    case 'too_small':
      return `${name} must ${bound(issue, 'least')}${ending}`;
    case 'too_big':
      return `${name} must ${bound(issue, 'most')}${ending}`;
    case 'invalid_format':
    case 'custom':
      return issue.message;
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return `${name} is not right: ${issue.message}`;
  }
}

/** Of a union, the branch that the value was meant for: the one whose type it has. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion, place: Place): ConfigIssue[] {
  const { path, input } = place;
  const meant = issue.errors
    .map((branch) => readableIssues(branch, place))
    .find((branch) =>
      branch.every(
        ({ kind, known, path: at }) =>
          at.length > path.length || (kind !== 'type' && known === undefined),
      ),
    );
  if (meant) return [...meant];
  const forms = [...new Set(issue.errors.flat().map(formOf))].join(' or ');
  const message = `${path.join('.')} must be ${forms}, not ${describe(input)}.`;
  return [{ kind: 'type', path, value: input, message }];
}

function missing(path: Path): ConfigIssue {
  return { kind: 'missing', path, message: `"${path.join('.')}" is missing.` };
}

function formOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return nameOf(issue.expected);
  if (issue.code === 'invalid_value')
    return issue.values.map((value) => `"${String(value)}"`).join(', ');
  return 'something else';
}

function unknownKey(
  path: Path,
  { value, keysAt }: { value: unknown; keysAt: Place['keysAt'] },
): ConfigIssue {
  const parent = path.slice(0, -1);
  const key = String(path.at(-1));
  return {
    kind: 'unknown-key',
    path,
    message: `There is no key "${key}" in ${parent.join('.')}.`,
    value: (value as Record<string, unknown>)[key],
    known: keysAt(parent),
  };
}

function bound(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  side: 'least' | 'most',
): string {
  const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  if (issue.origin === 'string') {
    return limit === 1 && side === 'least' ? 'not be empty' : `have at ${side} ${limit} characters`;
  }
  if (issue.origin === 'array') return `have at ${side} ${limit} entries`;
  return `be at ${side} ${limit.toLocaleString('en')}`;
}

function nameOf(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    int: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    array: 'a list',
    object: 'keys with values',
    record: 'keys with values',
  };
  return names[expected] ?? expected;
}

function describe(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys with values';
  return JSON.stringify(value);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}
