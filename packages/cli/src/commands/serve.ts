import { once } from 'node:events';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AlaasError } from '@alaas/contracts';
import type { ServeConfig } from '@alaas/server';
import { Command } from 'commander';

import { also } from '../flags.js';
import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly port?: string;
  readonly host?: string;
  readonly allowedHost: readonly string[];
  readonly bodyLimit: string;
  readonly concurrency?: string;
  readonly dataRoot: readonly string[];
  readonly allowPrivateSources?: true;
  /** False with --no-worker. */
  readonly worker: boolean;
  readonly json?: true;
}

const MEBIBYTE = 2 ** 20;
const MOST_AT_WORK = 64;

const HELP = `
A configuration gives strategy, encoder and port to POST /post; flags go before it.

Examples:
  $ alaas serve --port 8080
  $ alaas serve original.yml`;

/** `alaas serve`: the HTTP service, until Ctrl-C. */
export function serveCommand({ out, log, signal, environment }: Surroundings): Command {
  return new Command('serve')
    .description('Serve selections over HTTP, until Ctrl-C; the page /api/docs describes the API.')
    .argument('[config]', 'alaas.yaml, or a YAML of the original ALaaS')
    .option('--port <p>', 'port to listen on; 0 takes a free one')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--allowed-host <name>', 'further host name to answer under; may be repeated', also, [])
    .option('--body-limit <MiB>', 'largest request body', '64')
    .option('--concurrency <n>', 'selections at work at once (default: 1)')
    .option(
      '--data-root <folder>',
      'folder in which requests may name files; may be repeated',
      also,
      [],
    )
    .option('--allow-private-sources', 'let URLs lead to private and loopback addresses')
    .option('--no-worker', 'leave the work on live projects to `alaas worker` elsewhere')
    .option('--json', 'print one JSON document with the address when the server listens')
    .addHelpText('after', HELP)
    .action(async (path: string | undefined, flags: Flags) => {
      const { loadServeConfig, projectHome, startServer } = await import('@alaas/server');
      const config = path === undefined ? undefined : await loadServeConfig(path, { environment });
      const server = await startServer({
        ...listenOptions(flags, config),
        sources: sourceOptions(flags, config),
        legacyStrategy: config?.strategy,
        legacyWarnings: config?.warnings,
        worker: flags.worker,
        home: projectHome(config ? dirname(config.file) : process.cwd(), environment),
        databaseUrl: environment['DATABASE_URL'],
        site: siteFolder(),
        signal,
      });
      const { url, port, firstInvitation } = server;
      if (firstInvitation !== undefined) {
        log(
          `Note: Others can sign in once an owner has joined: ${url}/join#token=${firstInvitation}`,
        );
      }
      for (const warning of config?.warnings ?? []) log(`Note: ${warning}`);
      out(
        flags.json
          ? JSON.stringify({ url, port })
          : `ALaaS listens on ${url}: open it in a browser (API: ${url}/api/docs)`,
      );
      if (!signal.aborted) await once(signal, 'abort');
      await server.close();
    });
}

/** Where the files of the web application are. */
function siteFolder(): string {
  return dirname(fileURLToPath(import.meta.resolve('@alaas/web/site/index.html')));
}

function sourceOptions(flags: Flags, config: ServeConfig | undefined) {
  return {
    dataRoots: flags.dataRoot.map((folder) => resolve(folder)),
    allowPrivateSources: flags.allowPrivateSources ?? config?.allowPrivateSources,
    modality: config?.modality,
    encoder: config?.encoder,
    encoding: config?.encoding,
  };
}

function listenOptions(flags: Flags, config: ServeConfig | undefined) {
  const { allowedHost: allowedHosts, bodyLimit, concurrency } = flags;
  const port = flags.port === undefined ? config?.port : wholeNumber('port', flags.port, 65_535);
  if (port === undefined) {
    throw new AlaasError('CLI_USAGE', 'The port to listen on is missing.', {
      field: 'port',
      remedy: 'Add --port <p>; 0 takes a free one.',
    });
  }
  return {
    port,
    host: flags.host ?? config?.host,
    allowedHosts,
    bodyLimitBytes: wholeNumber('body-limit', bodyLimit, 4_096) * MEBIBYTE,
    concurrency:
      concurrency === undefined
        ? config?.concurrency
        : wholeNumber('concurrency', concurrency, MOST_AT_WORK),
  };
}

function wholeNumber(flag: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  const message = `--${flag} must be a whole number up to ${max}, not "${text}".`;
  throw new AlaasError('CLI_USAGE', message, { field: flag, value: text });
}
