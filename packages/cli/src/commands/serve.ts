import { once } from 'node:events';
import { resolve } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import { startServer } from '@alaas/server';
import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly port: string;
  readonly host: string;
  readonly allowedHost: readonly string[];
  readonly bodyLimit: string;
  readonly concurrency: string;
  readonly json?: true;
}

const MEBIBYTE = 2 ** 20;

/** `alaas serve`: the HTTP service, until Ctrl-C. */
export function serveCommand({ out, signal }: Surroundings): Command {
  return new Command('serve')
    .description('Serve selections over HTTP, until Ctrl-C; the page /api/docs describes the API.')
    .requiredOption('--port <p>', 'port to listen on; 0 takes a free one')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--allowed-host <name...>', 'further host names to answer under', [])
    .option('--body-limit <MiB>', 'largest request body', '64')
    .option('--concurrency <n>', 'selections at work at once', '1')
    .option('--json', 'print one JSON document with the address when the server listens')
    .action(async (flags: Flags) => {
      const server = await startServer({
        port: wholeNumber('port', flags.port, 65_535),
        host: flags.host,
        allowedHosts: flags.allowedHost,
        bodyLimitBytes: wholeNumber('body-limit', flags.bodyLimit, 4_096) * MEBIBYTE,
        concurrency: wholeNumber('concurrency', flags.concurrency, 64),
        home: resolve(process.env['ALAAS_HOME'] ?? '.alaas'),
        databaseUrl: process.env['DATABASE_URL'],
        signal,
      });
      const { url, port } = server;
      out(
        flags.json
          ? JSON.stringify({ url, port })
          : `ALaaS listens on ${url} (API: ${url}/api/docs)`,
      );
      if (!signal.aborted) await once(signal, 'abort');
      await server.close();
    });
}

function wholeNumber(flag: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  const message = `--${flag} must be a whole number up to ${max}, not "${text}".`;
  throw new AlaasError('CLI_USAGE', message, { field: flag, value: text });
}
