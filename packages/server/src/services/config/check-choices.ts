import type { ErrorCode, ProjectFields } from '@alaas/contracts';
import { CodedError, checkOptions, findStrategy } from '@alaas/core';
import { parseEncoderSpec } from '@alaas/pipeline';

import type { PlaceProblem } from './check-places.js';

/** Looks whether the strategy and the encoder that a project names exist. */
export async function checkChoices(
  { strategy, encoder }: Partial<ProjectFields>,
  folder: string,
): Promise<PlaceProblem[]> {
  const problems: PlaceProblem[] = [];
  if (strategy) problems.push(...checkStrategy(strategy));
  if (encoder !== undefined) {
    try {
      await parseEncoderSpec(encoder, folder);
    } catch (error) {
      problems.push(problemOf(error, ['encoder']));
    }
  }
  return problems;
}

function checkStrategy({ id, options }: ProjectFields['strategy']): PlaceProblem[] {
  try {
    if (id !== 'auto') checkOptions(findStrategy(id), options);
    else if (Object.keys(options).length > 0) return [AUTO_HAS_NO_OPTIONS];
    return [];
  } catch (error) {
    const below = error instanceof CodedError && error.code !== 'STRATEGY_UNKNOWN';
    const option = below ? [String(error.details.field)] : [];
    return [problemOf(error, below ? ['strategy', 'options', ...option] : ['strategy'])];
  }
}

const AUTO_HAS_NO_OPTIONS: PlaceProblem = {
  code: 'STRATEGY_OPTION_UNKNOWN',
  path: ['strategy', 'options'],
  message: 'The strategy "auto" has no options.',
  value: 'auto',
  remedy: 'Name a strategy to give it options.',
};

function problemOf(error: unknown, path: readonly string[]): PlaceProblem {
  if (!(error instanceof CodedError)) throw error;
  const { value, remedy } = error.details;
  return {
    code: error.code as ErrorCode,
    path,
    message: error.message,
    value,
    ...(remedy !== undefined && { remedy }),
  };
}
