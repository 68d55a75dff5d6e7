import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Serves a folder over local HTTP from a process of its own, each answer after so many milliseconds. */
export async function startImageServer(folder, delayMs) {
  const server = fork(join(import.meta.dirname, 'image-server.mjs'), [folder, delayMs]);
  const [{ port }] = await once(server, 'message');
  return {
    origin: `http://127.0.0.1:${port}`,
    async cpuSeconds() {
      server.send('cpu');
      const [{ cpuSeconds }] = await once(server, 'message');
      return cpuSeconds;
    },
    close: () => server.disconnect(),
  };
}
