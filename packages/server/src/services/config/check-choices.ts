import type { EncoderConfig, ErrorCode, ProjectFields } from '@alaas/contracts';
import { CodedError, checkOptions, findStrategy } from '@alaas/core';
import { deviceOf, parseEncoderSpec } from '@alaas/pipeline';

import { isAgentMode } from '../run/agent/agent-mode.js';
import { openStrategy } from '../strategies/open-strategy.js';
import type { PlaceProblem } from './check-places.js';

/** Looks whether the strategy and the encoder that a project names exist. */
export async function checkChoices(
  { strategy, agent, encoder }: Partial<ProjectFields>,
  folder: string,
): Promise<PlaceProblem[]> {
  const problems: PlaceProblem[] = [];
  if (strategy) problems.push(...(await checkStrategy(strategy)));
  if (agent) problems.push(...checkArms(agent));
  if (encoder) problems.push(...(await checkEncoder(encoder, folder)));
  return problems;
}

async function checkEncoder(
  { id, encoding }: EncoderConfig,
  folder: string,
): Promise<PlaceProblem[]> {
  const problems: PlaceProblem[] = [];
  try {
    if (id !== undefined) await parseEncoderSpec(id, folder);
  } catch (error) {
    problems.push(problemOf(error, ['encoder']));
  }
  try {
    if (encoding.device !== undefined) deviceOf(encoding.device);
  } catch (error) {
    problems.push(problemOf(error, ['encoder', 'device']));
  }
  return problems;
}

const OF_OPTIONS: ReadonlySet<string> = new Set([
  'STRATEGY_OPTION_UNKNOWN',
  'STRATEGY_OPTION_INVALID',
]);

async function checkStrategy(strategy: ProjectFields['strategy']): Promise<PlaceProblem[]> {
  const { id, options } = strategy;
  try {
    if (!isAgentMode(id)) checkOptions(await openStrategy(strategy), options);
    else if (Object.keys(options).length > 0) return [agentHasNoOptions(id)];
    return [];
  } catch (error) {
    const below = error instanceof CodedError && OF_OPTIONS.has(error.code as string);
    const option = below ? [String(error.details.field)] : [];
    return [problemOf(error, below ? ['strategy', 'options', ...option] : ['strategy'])];
  }
}

function agentHasNoOptions(id: string): PlaceProblem {
  return {
    code: 'STRATEGY_OPTION_UNKNOWN',
    path: ['strategy', 'options'],
    message: `"${id}" is a mode of the agent and has no options.`,
    value: id,
    remedy: 'Name a strategy to give it options; the agent is set up under agent:.',
  };
}

/** Arms that the agent is to run must be strategies. */
function checkArms({ arms = [] }: ProjectFields['agent']): PlaceProblem[] {
  return arms.flatMap((id, at) => {
    try {
      findStrategy(id);
      return [];
    } catch (error) {
      return [problemOf(error, ['agent', 'arms', String(at)])];
    }
  });
}

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
