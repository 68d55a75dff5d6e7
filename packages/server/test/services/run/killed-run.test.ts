import { seededRandom } from '@alaas/core';
import { runProject, type RunAnswer, type RunEvent } from '@alaas/server';
import { expect, test } from 'vitest';

import { startChild } from '../../storage/child-program.js';
import { openProjects, vectorFiles } from './project-files.js';

const { home, project } = openProjects();
const KEYS = { task: 'vectors', data: 'x.npy', labels: 'y.npy', budget: 40 };

type Step = Extract<RunEvent, { kind: 'round' }>;

/** Runs a project in a process that kills itself with SIGKILL right after a step. */
async function runAndDie(file: string, { step, round }: Pick<Step, 'step' | 'round'>) {
  const child = startChild(`
    import { loadProjectConfig, runProject } from '@alaas/server';
    const project = await loadProjectConfig(${JSON.stringify(file)}, {
      environment: { ALAAS_HOME: ${JSON.stringify(home)} },
    });
    await runProject(project, {
      onProgress: (event) => {
        if (event.step === '${step}' && event.round === ${round}) process.kill(process.pid, 'SIGKILL');
      },
    });
    say('not killed');`);
  expect(await child.line()).toBeUndefined();
  expect(await child.finish()).toBeNull();
}

function resultOf({ selected, curve, labels }: RunAnswer) {
  return { selected, curve, labels };
}

test('killed after each kind of step, a run goes on to the result of one that was never killed', async () => {
  const files = vectorFiles({ items: 200 });
  const whole = await runProject(await project({ ...KEYS, project: 'whole' }, files));
  const killed = await project({ ...KEYS, project: 'killed' }, files);
  const random = seededRandom(5);
  const middle = 1 + random.integer(4);
  const steps: readonly Pick<Step, 'step' | 'round'>[] = [
    { step: 'chosen', round: 0 },
    { step: 'labelled', round: 0 },
    { step: 'trained', round: 0 },
    { step: 'chosen', round: middle },
    { step: 'labelled', round: middle },
    { step: 'chosen', round: whole.curve.length - 1 },
    { step: 'trained', round: whole.curve.length - 1 },
  ];
  for (const step of steps) await runAndDie(killed.file, step);
  const resumed = await runProject(killed);
  expect(resumed.resumed).toBe(true);
  expect(resultOf(resumed)).toEqual(resultOf(whole));
  expect(resumed.seconds.firstTime).toBeNull();
}, 180_000);
