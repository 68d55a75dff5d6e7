import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Where `setup.sh` puts the environment. */
export const DEFAULT_PYTHON = join(import.meta.dirname, '.venv', 'bin', 'python');

/**
 * Starts `time_peers.py`; undefined when there is no such Python, so that a bench runs without.
 * The peers' own clock times them: starting Python and passing arrays do not count.
 */
export async function openPeers(python = DEFAULT_PYTHON) {
  const found = await access(python).then(
    () => true,
    () => false,
  );
  if (!found) return undefined;
  const script = join(import.meta.dirname, 'time_peers.py');
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('The Python peers ended early.');
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(`Peer ${request.method}: ${answer.error}`);
    return answer;
  };
  const { versions } = await ask({ op: 'versions' });
  return { ask, versions, close: () => child.stdin.end() };
}
