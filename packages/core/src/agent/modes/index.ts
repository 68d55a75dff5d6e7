import type { AgentMode } from '../agent-settings.js';
import { auto } from './auto.js';
import { compare } from './compare.js';
import type { Mode } from './mode.js';
import { paper } from './paper.js';
import { replay } from './replay.js';

/** Every mode by its name. */
export const MODES: Readonly<Record<AgentMode, Mode>> = Object.freeze({
  auto,
  compare,
  paper,
  replay,
});
