import { AlaasError } from '@alaas/contracts';
import type * as Server from '@alaas/server';
import { Command } from 'commander';

import type { Surroundings } from '../surroundings.js';

/** The flags as commander hands them over. */
interface Flags {
  readonly json?: true;
}

const HELP = `
Looks at Node, processors and memory, disk space, ONNX Runtime, the image library, the
bundled encoders and the database (DATABASE_URL, else the built-in one). Ends with 1 when
a check fails. ALAAS_HOME names the data folder; default: .alaas of this folder.`;

/** Of the checks, or of what keeps them from loading. */
interface Finding extends Server.CheckResult {
  readonly name: Server.Finding['name'] | 'installation';
}

const SIGNS = { ok: 'ok  ', warning: 'note', failed: 'FAIL' } as const;

/** `alaas doctor`: checks the machine and says what to do. */
export function doctorCommand(surroundings: Surroundings): Command {
  return new Command('doctor')
    .description('Check this machine, the encoders and the database, and say what to do.')
    .addHelpText('after', HELP)
    .action(async (flags: Flags) => {
      const findings: Finding[] = [];
      for await (const finding of findingsOf(surroundings)) {
        findings.push(finding);
        if (!flags.json) surroundings.out(lineOf(finding));
      }
      const ok = findings.every(({ status }) => status !== 'failed');
      if (flags.json) surroundings.out(JSON.stringify({ ok, checks: findings }));
      if (!ok) surroundings.exitWith(1);
    });
}

/** Also tells of an installation that is so broken that the checks themselves do not load. */
async function* findingsOf({ environment, signal }: Surroundings): AsyncGenerator<Finding> {
  let server: typeof Server;
  try {
    server = await import('@alaas/server');
  } catch (thrown) {
    yield {
      name: 'installation',
      status: 'failed',
      detail: AlaasError.from(thrown).message,
      remedy: 'Install again with "npm ci", for this processor and system; see the README.',
    };
    return;
  }
  yield* server.examine({
    home: server.projectHome(process.cwd(), environment),
    databaseUrl: environment['DATABASE_URL'],
    signal,
  });
}

function lineOf({ name, status, detail, remedy }: Finding): string {
  const line = `${SIGNS[status]}  ${name.padEnd(12)} ${detail}`;
  return remedy === undefined ? line : `${line}\n      What to do: ${remedy}`;
}
