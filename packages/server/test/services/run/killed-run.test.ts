import { seededRandom } from '@alaas/core';
import { runProject, type RunAnswer, type RunEvent } from '@alaas/server';
import { expect, test } from 'vitest';

import { startChild } from '../../storage/child-program.js';
import { openProjects, vectorFiles } from './project-files.js';

const { home, project } = openProjects();
const KEYS = {
  task: 'vectors',
  data: 'x.npy',
  labels: 'y.npy',
  budget: 40,
  agent: { earlyStop: false },
};

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
  const seen: Step[] = [];
  const whole = await runProject(await project({ ...KEYS, project: 'whole' }, files), {
    onProgress: (event) => event.kind === 'round' && seen.push(event),
  });
  const killed = await project({ ...KEYS, project: 'killed' }, files);
  const random = seededRandom(5);
  const of = (wanted: Step['step']) => seen.filter(({ step }) => step === wanted);
  // What a step before has put on disk is not done again: steps must follow each other.
  const middle = of('labelled')[1 + random.integer(of('labelled').length - 2)]!;
  const steps: readonly Step[] = [
    of('chosen')[0]!,
    of('labelled')[0]!,
    of('trained')[0]!,
    { ...middle, step: 'chosen' },
    middle,
    of('chosen').at(-1)!,
    of('trained').at(-1)!,
  ];
  for (const step of steps) await runAndDie(killed.file, step);
  const resumed = await runProject(killed);
  expect(resumed.resumed).toBe(true);
  expect(resultOf(resumed)).toEqual(resultOf(whole));
  expect(resumed.seconds.firstTime).toBeNull();
}, 180_000);
