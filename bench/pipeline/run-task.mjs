import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Carries out one measurement of `measure.mjs` in a fresh process; `work` is a folder for its task. */
export async function runTask(task, work) {
  const taskFile = join(work, 'task.json');
  await writeFile(taskFile, JSON.stringify(task));
  const child = fork(join(import.meta.dirname, 'measure.mjs'), [taskFile]);
  const exit = once(child, 'exit');
  const [figures] = await Promise.race([once(child, 'message'), exit]);
  const [code] = await exit;
  if (code !== 0) throw new Error(`The measurement of "${task.form}" ended with ${code}.`);
  return figures;
}
