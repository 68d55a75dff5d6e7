import { pathToFileURL } from 'node:url';
import {
  CodedError,
  INPUT_NAMES,
  checkOptions,
  findStrategy,
  type QueryStrategy,
} from '@alaas/core';

/**
 * Runs a module of the user's and takes the strategy that it exports as `strategy` or as default.
 *
 * @param path absolute path of a JavaScript module.
 * @throws CodedError `STRATEGY_MODULE_FAILED` when the module does not run,
 *   `STRATEGY_MODULE_INVALID` when what it exports is no strategy.
 */
export async function loadStrategyModule(path: string): Promise<QueryStrategy> {
  const { strategy, default: standard } = await run(path);
  const found: unknown = strategy ?? standard;
  const problem = problemOf(found);
  if (problem === undefined) return found as QueryStrategy;
  throw new CodedError('STRATEGY_MODULE_INVALID', `${path} ${problem}.`, {
    field: 'strategy',
    value: path,
  });
}

async function run(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('STRATEGY_MODULE_FAILED', `${path} cannot be loaded: ${reason}`, {
      field: 'strategy',
      value: path,
      cause,
    });
  }
}

const TEXTS = ['id', 'title', 'summary', 'source', 'cost'] as const;
const OPTION_KINDS = ['number', 'integer', 'choice', 'flag'];

/** What keeps an export from being a strategy, in words that follow the module's path. */
function problemOf(found: unknown): string | undefined {
  if (typeof found !== 'object' || found === null) return 'exports no strategy';
  const strategy = found as Readonly<Record<string, unknown>>;
  const lacking = TEXTS.find((key) => typeof strategy[key] !== 'string' || strategy[key] === '');
  if (lacking !== undefined) return `exports a strategy without the text "${lacking}"`;
  if (typeof strategy['select'] !== 'function') return 'exports a strategy without select()';
  return inputProblem(strategy) ?? optionProblem(strategy) ?? idProblem(String(strategy['id']));
}

function inputProblem(strategy: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ['needs', 'uses']) {
    const names = strategy[key];
    if (!Array.isArray(names)) return `exports a strategy without the list "${key}"`;
    const known: readonly unknown[] = INPUT_NAMES;
    const unknown = (names as readonly unknown[]).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      return `exports a strategy that ${key} ${JSON.stringify(unknown)}; inputs are: ${INPUT_NAMES.join(', ')}`;
    }
  }
  return undefined;
}

function optionProblem(strategy: Readonly<Record<string, unknown>>): string | undefined {
  const options = strategy['options'];
  if (typeof options !== 'object' || options === null) {
    return 'exports a strategy without "options" (an empty object where it has none)';
  }
  for (const [name, spec] of Object.entries(options)) {
    const kind = (spec as { kind?: unknown } | null)?.kind;
    if (!OPTION_KINDS.includes(String(kind))) {
      return `describes the option "${name}" without a kind: ${OPTION_KINDS.join(', ')}`;
    }
  }
  try {
    checkOptions(strategy as unknown as QueryStrategy, {});
    return undefined;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return `has a default that it does not admit: ${error.message}`;
  }
}

/** Names of strategies that come with ALaaS must go on meaning these. */
function idProblem(id: string): string | undefined {
  try {
    return `exports a strategy by the id "${findStrategy(id).id}", which comes with ALaaS`;
  } catch {
    return undefined;
  }
}
