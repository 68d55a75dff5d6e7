import type { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';
import { decideCommand } from './decide.js';
import { doctorCommand } from './doctor.js';
import { exportCommand } from './export.js';
import { forecastCommand } from './forecast.js';
import { initCommand } from './init.js';
import { labelCommand } from './label.js';
import { planCommand } from './plan.js';
import { pocCommand } from './poc.js';
import { projectCommand } from './project.js';
import { runCommand } from './run.js';
import { selectCommand } from './select.js';
import { serveCommand } from './serve.js';
import { simulateCommand } from './simulate.js';
import { strategiesCommand } from './strategies.js';
import { validateCommand } from './validate.js';
import { workerCommand } from './worker.js';

/** Every command of `alaas`, in the order of its help; one file of this folder each. */
export const COMMANDS: readonly ((surroundings: Surroundings) => Command)[] = Object.freeze([
  initCommand,
  validateCommand,
  pocCommand,
  planCommand,
  runCommand,
  decideCommand,
  labelCommand,
  exportCommand,
  selectCommand,
  strategiesCommand,
  simulateCommand,
  forecastCommand,
  serveCommand,
  workerCommand,
  projectCommand,
  doctorCommand,
]);
