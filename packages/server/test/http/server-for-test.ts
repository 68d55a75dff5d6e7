import { pino } from 'pino';
import { AlaasClient } from '@alaas/client';
import { startServer, type RunningServer, type ServerOptions } from '@alaas/server';
import { rmSync } from 'node:fs';
import { dataFolder, makeHome } from '../storage/places.js';

/** A server in a data folder of its own, and a client of it. */
export interface ServerForTest {
  readonly server: RunningServer;
  readonly client: AlaasClient;
  readonly home: string;
  /** Closes the server and removes its data. */
  end(): Promise<void>;
}

/** Starts a real server on a free port. */
export async function serverForTest(options: Partial<ServerOptions> = {}): Promise<ServerForTest> {
  const { home, remove } = makeHome();
  const server = await startServer({
    port: 0,
    home,
    logger: pino({ level: 'silent' }),
    ...options,
  }).catch(async (error: unknown) => {
    await removeDatabase(home);
    remove();
    throw error;
  });
  return {
    server,
    client: new AlaasClient({ baseUrl: server.url }),
    home,
    end: async () => {
      await server.close(0);
      await removeDatabase(home);
      remove();
    },
  };
}

/** As root the data lie outside the data folder. */
export async function removeDatabase(home: string): Promise<void> {
  const directory = await dataFolder(home);
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
}
