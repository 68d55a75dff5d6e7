#!/usr/bin/env node
/**
 * Runs the programs of this folder, one after the other, and keeps one JSON file of each.
 *
 *   npm run bench                      all that need no data from outside
 *   npm run bench -- --list            what there is
 *   npm run bench -- pipeline memory   these
 *   npm run bench -- pipeline --images <folder or zip> --repetitions 9
 *
 * What comes after one name and begins with a dash goes to that program; each explains its own at
 * the head of its file. Results: bench/results/<name>.json.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** In the order in which they run; `needs` names a flag without which a program cannot run. */
const PROGRAMS = [
  { name: 'kernels', file: 'kernels/kernels.mjs', about: 'products, neighbours, coverage' },
  { name: 'head', file: 'head/head.mjs', about: 'training to the same loss' },
  {
    name: 'selection',
    file: 'selection/selection.mjs',
    about: 'choosing a batch, and its cost curve',
  },
  {
    name: 'select',
    file: 'select/select.mjs',
    about: 'the command alaas select, start and loading included',
  },
  { name: 'pipeline', file: 'pipeline/pipeline.mjs', about: 'fetch, decode, encode, cache' },
  {
    name: 'programs',
    file: 'pipeline/programs.mjs',
    about: 'from URLs to a batch, beside Python programs',
    needs: '--python',
  },
  { name: 'memory', file: 'memory/memory.mjs', about: 'peak memory from 5,000 to 50,000 items' },
  { name: 'run-memory', file: 'memory/run-memory.mjs', about: 'the same of the whole run' },
  { name: 'quality', file: 'quality/compare.mjs', about: 'curves beside peers', needs: '--data' },
  {
    name: 'herding-approximation',
    file: 'quality/herding-approximation.mjs',
    about: 'what sampling costs Uncertainty Herding',
    needs: '--data',
  },
  { name: 'live-load', file: 'live/load.mjs', about: 'waits of 200 people who label at once' },
  {
    name: 'live-batch',
    file: 'live/next-batch.mjs',
    about: 'from the last label of a batch to the next batch',
  },
  {
    name: 'live-encode',
    file: 'live/encode-workers.mjs',
    about: 'three workers on one pool beside three runs on a third each',
  },
  {
    name: 'web',
    file: 'web/web.mjs',
    about: 'frames of a grid of 100,000 items, key to next item',
  },
  { name: 'agent-speed', file: 'agent/speed.mjs', about: 'a whole run of the agent, a forecast' },
  {
    name: 'agent-predictor',
    file: 'agent/predictor.mjs',
    about: 'error and bands of forecasts',
    needs: '--data',
  },
  {
    name: 'agent-stops',
    file: 'agent/stops.mjs',
    about: 'early stops: how many are wrong, what they save',
    needs: '--data',
  },
  {
    name: 'agent-prototype',
    file: 'agent/beside-prototype.mjs',
    about: 'the predictor beside the one that the agent began with',
    needs: '--data',
  },
  {
    name: 'agent',
    file: 'agent/modes.mjs',
    about: 'modes of the agent against fixed strategies (hours)',
    needs: '--data',
  },
];

const results = join(import.meta.dirname, 'results');
const [names, flags] = split(process.argv.slice(2));
if (flags.includes('--list')) list();
else await runAll();

function split(words) {
  const firstFlag = words.findIndex((word) => word.startsWith('-'));
  const end = firstFlag < 0 ? words.length : firstFlag;
  return [words.slice(0, end), words.slice(end)];
}

function list() {
  for (const { name, about, needs } of PROGRAMS) {
    process.stdout.write(`${name.padEnd(24)}${about}${needs ? ` (needs ${needs})` : ''}\n`);
  }
}

async function runAll() {
  const unknown = names.find((name) => PROGRAMS.every((program) => program.name !== name));
  if (unknown !== undefined) fail(`There is no program "${unknown}"; see --list.`);
  if (flags.length > 0 && names.length !== 1) fail('Flags go to one program: name just one.');
  await mkdir(results, { recursive: true });
  const chosen = PROGRAMS.filter(({ name }) => names.length === 0 || names.includes(name));
  for (const program of chosen) {
    if (program.needs && !flags.includes(program.needs)) {
      process.stdout.write(`\n${program.name}: not run, it needs ${program.needs}\n`);
    } else await run(program);
  }
}

async function run({ name, file }) {
  process.stdout.write(`\n${name}\n`);
  const out = join(results, `${name}.json`);
  const args = [join(import.meta.dirname, file), '--out', out, ...flags];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  // The others still run: one bar that is missed hides nothing.
  if (code !== 0) process.exitCode = 1;
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
