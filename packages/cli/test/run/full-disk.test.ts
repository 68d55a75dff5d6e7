import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

import { openWorkplace, yaml } from './workplace.js';

const { project, run, start } = openWorkplace();
const CLASSES = ['card', 'money', 'travel'];
const ROWS = Array.from({ length: 400 }, (_, i) => {
  const label = CLASSES[i % CLASSES.length]!;
  return `question ${i} about my ${label},${label}\n`;
});

// The limit of a running process can be set on Linux only.
test.runIf(process.platform === 'linux')(
  'a disk that is full while the cache is written ends the run, and the next one goes on',
  async () => {
    const folder = project({
      'alaas.yaml': yaml({
        project: 'full',
        task: 'text',
        data: 'a.csv',
        labels: '"column:label"',
        budget: 30,
        strategy: 'margin',
      }),
      'a.csv': `text,label\n${ROWS.join('')}`,
    });
    const { child, ended } = start(folder, 'run', '--json');
    // By now the database, a process of its own, has started without the limit.
    await once(child.stderr!, 'data');
    execFileSync('prlimit', ['--pid', `${child.pid}`, '--fsize=4096:4096']);
    const { exitCode, stdout } = await ended;
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CACHE_WRITE_FAILED' } });
    expect(exitCode).toBe(3);
    expect((await run(folder)).labels.used).toBe(30);
  },
);
