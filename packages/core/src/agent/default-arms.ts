import type { AgentMode } from './agent-settings.js';

/** Strategies that a mode runs unless others are named; the first is the champion by prior. */
export const AGENT_ARMS: Readonly<Record<AgentMode, readonly string[]>> = Object.freeze({
  // Champion, challenger, and the challenger for skewed classes.
  auto: ['uncertainty-herding', 'margin', 'direct'],
  compare: ['uncertainty-herding', 'margin', 'badge'],
  // Those of the original ALaaS.
  paper: ['least-confidence', 'margin', 'ratio', 'entropy', 'k-means', 'k-center'],
  replay: ['uncertainty-herding', 'margin', 'badge', 'typiclust', 'random'],
});
