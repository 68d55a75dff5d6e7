import { expect, onTestFinished, test } from 'vitest';
import { AlaasClient } from '@alaas/client';
import { seededRandom } from '@alaas/core';
import { startServer } from '@alaas/server';
import { pino } from 'pino';
import { startChild, type ChildProgram } from '../storage/child-program.js';
import { makeHome } from '../storage/places.js';
import { removeDatabase } from './server-for-test.js';

const SERVE = (home: string) => `
  import { startServer } from '@alaas/server';
  import { pino } from 'pino';
  const server = await startServer({
    port: 0,
    home: ${JSON.stringify(home)},
    logger: pino({ level: 'silent' }),
  });
  say(server.url);
  await untilEnd();`;

/** Long enough that the server is killed in the middle. */
function largeRequest() {
  const random = seededRandom(9);
  const values = Float32Array.from({ length: 40_000 * 32 }, () => random.next());
  const float32 = Buffer.from(values.buffer).toString('base64');
  const pool = { kind: 'vectors' as const, vectors: { columns: 32, float32 } };
  return { pool, strategy: 'k-center', budget: 20_000 };
}

async function started(home: string): Promise<{ child: ChildProgram; client: AlaasClient }> {
  const child = startChild(SERVE(home));
  const baseUrl = JSON.parse((await child.line())!) as string;
  return { child, client: new AlaasClient({ baseUrl, retries: 0 }) };
}

/** Waits until the selection was begun as many times. */
async function untilBegun(client: AlaasClient, id: string, times: number): Promise<void> {
  let begun = 0;
  for await (const event of client.selectionEvents(id)) {
    if (event.kind === 'status' && event.status === 'running' && ++begun === times) return;
  }
}

test('a selection is begun again after a kill, once; then it is reported as interrupted', async () => {
  const { home, remove } = makeHome();
  onTestFinished(async () => {
    await removeDatabase(home);
    remove();
  });
  const first = await started(home);
  const { id } = await first.client.createSelection(largeRequest());
  await untilBegun(first.client, id, 1);
  await first.child.kill('SIGKILL');

  const second = await started(home);
  await untilBegun(second.client, id, 2);
  await second.child.kill('SIGKILL');

  const logger = pino({ level: 'silent' });
  const third = await startServer({ port: 0, home, logger });
  onTestFinished(() => third.close(0));
  const client = new AlaasClient({ baseUrl: third.url });
  await expect(client.waitForSelection(id)).rejects.toMatchObject({
    code: 'SELECTION_INTERRUPTED',
  });
});
