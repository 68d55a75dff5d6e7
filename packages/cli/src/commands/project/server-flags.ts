import { AlaasClient, type Job } from '@alaas/client';
import { AlaasError } from '@alaas/contracts';
import type { Command } from 'commander';

import type { Surroundings } from '../../surroundings.js';

/** Which server is asked, as commander hands it over. */
export interface ServerFlags {
  readonly server: string;
  readonly apiKey?: string;
}

/** Adds the flags that name a server. */
export function withServerFlags(command: Command): Command {
  return command
    .option('--server <url>', 'address of the server', 'http://127.0.0.1:8080')
    .option('--api-key <key>', 'a key that it gave, of a manager (default: ALAAS_API_KEY)');
}

/** @throws AlaasError `CLI_USAGE` for what is no address. */
export function clientOf(
  { server, apiKey }: ServerFlags,
  { environment }: Surroundings,
): AlaasClient {
  if (!URL.canParse(server) || !/^https?:$/.test(new URL(server).protocol)) {
    throw new AlaasError('CLI_USAGE', `"${server}" is no address of a server.`, {
      field: 'server',
      value: server,
      remedy: 'Write it as http://127.0.0.1:8080.',
    });
  }
  const key = apiKey ?? environment['ALAAS_API_KEY'];
  return new AlaasClient({ baseUrl: server, apiKey: key === '' ? undefined : key });
}

/**
 * Waits for a job and shows how far it is; Ctrl-C cancels it on the server, too.
 *
 * @throws AlaasError with the code for which it failed, `CANCELLED`.
 */
export async function followJob(
  { jobs }: AlaasClient,
  job: string,
  { progress, signal }: Surroundings,
): Promise<Job> {
  const onProgress = ({ progress: state }: Job) => {
    if (state) progress.update(state.stage, { done: state.done, total: state.total ?? undefined });
  };
  try {
    return await jobs.wait(job, { signal, onProgress });
  } catch (error) {
    // Nobody waits for it any more.
    if (signal.aborted) await jobs.cancel(job).catch(() => undefined);
    throw error;
  }
}
