import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockProject } from '@alaas/server';
import { startChild } from './child-program.js';
import { makeHome } from './places.js';

const HOLD = (home: string) => `
  import { lockProject } from '@alaas/server';
  try {
    const lock = await lockProject(${JSON.stringify(home)});
    say({ locked: true });
    await untilEnd();
    await lock.release();
  } catch (error) {
    say({ code: error.code, pid: error.details.pid });
    await untilEnd();
  }`;

function homeForTest(): string {
  const { home, remove } = makeHome();
  onTestFinished(remove);
  return home;
}

test('a second one is told who holds the folder, until it is released', async () => {
  const home = homeForTest();
  const holder = startChild(HOLD(home));
  expect(JSON.parse((await holder.line())!)).toEqual({ locked: true });
  const refused = await lockProject(home).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'PROJECT_LOCKED',
    details: { pid: holder.pid, startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) },
  });
  expect((refused as Error).message).toContain(String(holder.pid));
  await holder.finish();
  const lock = await lockProject(home);
  await lock.release();
  await lock.release();
  expect(readdirSync(home)).toEqual([]);
});

test('a holder in the same process refuses too; another purpose does not', async () => {
  const home = homeForTest();
  const lock = await lockProject(home);
  await expect(lockProject(home)).rejects.toMatchObject({ code: 'PROJECT_LOCKED' });
  const other = await lockProject(home, 'serve');
  await other.release();
  await lock.release();
});

test('a killed holder does not block', async () => {
  const home = homeForTest();
  const holder = startChild(HOLD(home));
  await holder.line();
  await holder.kill('SIGKILL');
  const lock = await lockProject(home);
  expect(readFileSync(lock.path, 'utf8')).toContain(`"pid":${process.pid}`);
  await lock.release();
});

test.each([
  ['empty after a loss of power', ''],
  ['cut off', '{"pid": 12'],
  ['of a process whose pid another has now', `{"pid":${process.pid},"started":"earlier"}`],
  ['of a reaper that died as well', '{"pid":4194304,"started":"never"}'],
])('a lock file %s does not block', async (_case, text) => {
  const home = homeForTest();
  mkdirSync(home);
  writeFileSync(join(home, 'run.lock'), text);
  const lock = await lockProject(home);
  await lock.release();
});

test('a process that died while it removed a stale lock does not block', async () => {
  const home = homeForTest();
  mkdirSync(home);
  const stale = join(home, 'run.lock');
  writeFileSync(stale, '');
  // The digest of the empty text names the one that may remove this lock.
  writeFileSync(`${stale}.e3b0c44298fc1c14.0`, '{"pid":4194304,"started":"never"}');
  const lock = await lockProject(home);
  expect(readdirSync(home)).toEqual(['run.lock']);
  await lock.release();
});

test('of many that start at once on a stale lock exactly one wins', async () => {
  const home = homeForTest();
  for (let round = 0; round < 3; round++) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'run.lock'), `{"pid":4194304,"started":"never ${round}"}`);
    const starters = Array.from({ length: 6 }, () => startChild(HOLD(home)));
    const answers = await Promise.all(
      starters.map(async (starter) => JSON.parse((await starter.line())!) as unknown),
    );
    expect(answers.filter((answer) => Object.hasOwn(answer as object, 'locked'))).toHaveLength(1);
    expect(await Promise.all(starters.map((starter) => starter.finish()))).toEqual(
      Array(6).fill(0),
    );
    expect(readdirSync(home)).toEqual([]);
  }
});
