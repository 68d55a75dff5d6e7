import type { ErrorCode } from '@alaas/contracts';
import { Scalar, parse, visit, type Document, type Node } from 'yaml';

/** A variable that could not be filled in. */
export interface VariableProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly value: string;
  readonly path: string;
  readonly remedy: string;
  /** Of its value in the file. */
  readonly offset: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLE = /\$(\$\{)|\$\{([^}]*)\}/g;
const NAME = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * Replaces `${NAME}` and `${NAME:-default}` in the values of a document; `$${` stands for `${`. What
 * comes out stays one value: a variable cannot add keys. Unquoted, it may be a number or true.
 */
export function substituteVariables(
  document: Document.Parsed,
  environment: Environment,
): readonly VariableProblem[] {
  const problems: VariableProblem[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return;
      const path = pathOf(ancestors);
      const text = node.value.replaceAll(
        VARIABLE,
        (whole, escaped: string | undefined, inner: string | undefined) => {
          if (escaped !== undefined) return '${';
          const problem = problemOf(inner ?? '', environment);
          if (problem) problems.push({ ...problem, path, offset: node.range?.[0] ?? 0 });
          return problem ? whole : valueOf(inner ?? '', environment);
        },
      );
      const isBare = node.type === Scalar.PLAIN && /^[\w.+-]+$/.test(text);
      node.value = isBare ? (parse(text) as unknown) : text;
    },
  });
  return problems;
}

function valueOf(inner: string, environment: Environment): string {
  const [, name = '', fallback] = NAME.exec(inner) ?? [];
  const value = environment[name];
  return fallback !== undefined && (value === undefined || value === '') ? fallback : (value ?? '');
}

function problemOf(
  inner: string,
  environment: Environment,
): Pick<VariableProblem, 'code' | 'message' | 'value' | 'remedy'> | undefined {
  const match = NAME.exec(inner);
  if (!match) {
    return {
      code: 'CONFIG_INVALID',
      message: `"\${${inner}}" does not name a variable.`,
      value: inner,
      remedy: 'Write ${NAME} or ${NAME:-default}; write $${ for the signs themselves.',
    };
  }
  const [, name = '', fallback] = match;
  if (fallback !== undefined || environment[name] !== undefined) return undefined;
  return {
    code: 'CONFIG_VARIABLE_UNSET',
    message: `The environment variable ${name} is not set.`,
    value: name,
    remedy: `Set ${name}, or give a default: \${${name}:-default}.`,
  };
}

/** The keys above a scalar, as far as they are plain. */
function pathOf(ancestors: readonly unknown[]): string {
  return ancestors
    .flatMap((node) => {
      const key = (node as { key?: Node }).key as Scalar | undefined;
      return typeof key?.value === 'string' ? [key.value] : [];
    })
    .join('.');
}
