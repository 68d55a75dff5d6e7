import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

const COMMAND = join(import.meta.dirname, '../../packages/cli/bin/alaas.js');
const LOOK_MS = 10;
const MOST_LOOKS = 6_000;

/**
 * `alaas serve` as people start it. `kill` sends SIGKILL to one of its parts; the server is started
 * again here, at the same port, as a supervisor would do, and the others have to see to themselves.
 */
export async function startService({ home, root }) {
  const port = await freePort();
  let child = await serve({ home, root, port });
  return {
    url: `http://127.0.0.1:${port}`,
    async kill(victim) {
      if (victim === 'server') {
        child.kill('SIGKILL');
        await once(child, 'exit');
        child = await serve({ home, root, port });
      } else {
        const find = victim === 'worker' ? () => workerOf(child.pid) : () => postmasterOf(home);
        process.kill(await found(find, victim), 'SIGKILL');
      }
    },
    async end() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function serve({ home, root, port }) {
  const child = spawn(
    process.execPath,
    [COMMAND, 'serve', '--port', `${port}`, '--data-root', root, '--json'],
    {
      cwd: root,
      env: { ...process.env, ALAAS_HOME: home, DATABASE_URL: '' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const lines = createInterface({ input: child.stdout });
  const [first] = await Promise.race([once(lines, 'line'), once(child, 'exit')]);
  if (child.exitCode !== null) throw new TypeError(`The server ended with ${first}.`);
  return child;
}

/** One that was killed a moment ago is started again by its supervisor. */
async function found(find, victim) {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const pid = find();
    if (pid !== undefined) return pid;
    await wait(LOOK_MS);
  }
  throw new TypeError(`No ${victim} came back after ${MOST_LOOKS} looks.`);
}

function workerOf(server) {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,command='], { encoding: 'utf8' });
  for (const line of lines.split('\n')) {
    const [, pid, parent] = /^\s*(\d+)\s+(\d+)\s+[^Z]\S*\s.*worker-program/.exec(line) ?? [];
    if (Number(parent) === server) return Number(pid);
  }
  return undefined;
}

function postmasterOf(home) {
  const pointer = join(home, 'postgres.json');
  const directory = existsSync(pointer)
    ? JSON.parse(readFileSync(pointer, 'utf8')).directory
    : join(home, 'postgres');
  const file = join(directory, 'data', 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return isAlive(pid) ? pid : undefined;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
