import { readFileSync } from 'node:fs';
import { commandLine } from '@alaas/cli';
import type { Command } from 'commander';
import { describe, expect, it, test } from 'vitest';

import { documentOf, runAlaas } from './run-alaas.js';

const program = commandLine({ environment: {} } as Parameters<typeof commandLine>[0]);

/** Words of every command that does something, as `label import`. */
const commands = leavesOf(program).map((command) => wordsOf(command));

function leavesOf(command: Command): Command[] {
  return command.commands.flatMap((below) =>
    below.commands.length > 0 ? leavesOf(below) : [below],
  );
}

function wordsOf(command: Command): string[] {
  return command.parent ? [...wordsOf(command.parent), command.name()] : [];
}

describe.each(commands.map((words) => [words.join(' '), words] as const))(
  'alaas %s',
  (...[, words]) => {
    it('has help with a description of each option, and --json', async () => {
      const { exitCode, stdout, stderr } = await runAlaas([...words, '--help']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain(`Usage: alaas ${words.join(' ')}`);
      const options = stdout.split('\n').filter((line) => /^ {2}-/.test(line));
      expect(options.join('\n')).toContain('--json');
      for (const line of options) expect(line).toMatch(/^ {2}(-\w, )?--[^ ]+( <.+>)?\s+\S|>$/);
    });

    it('answers wrong usage with one JSON document and the exit code 2', async () => {
      const { exitCode, stdout, stderr } = await runAlaas([...words, '--no-such-flag', '--json']);
      expect(exitCode).toBe(2);
      expect(documentOf(stdout)).toMatchObject({ error: { code: 'CLI_USAGE' } });
      expect(stdout.trim()).not.toContain('\n');
      expect(stderr).toContain('CLI_USAGE');
      expect(stderr).toContain('What to do:');
    });
  },
);

describe('alaas', () => {
  it('prints its version', async () => {
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await runAlaas(['--version'])).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
  });

  it('lists every command, and the exit codes', async () => {
    const { exitCode, stdout } = await runAlaas(['--help']);
    expect(exitCode).toBe(0);
    for (const [first] of commands) expect(stdout).toMatch(new RegExp(`^  ${first} `, 'm'));
    expect(stdout).toContain('130 stopped by Ctrl-C');
  });

  test.each([
    [['valdate'], 'Did you mean "validate"'],
    [['nothing-like-it'], 'unknown command'],
    [['validate', 'a.yaml', 'b.yaml'], 'too many arguments'],
  ])('%j is wrong usage', async (args, words) => {
    const { exitCode, stdout, stderr } = await runAlaas([...args, '--json']);
    expect(exitCode).toBe(2);
    expect(documentOf(stdout)).toMatchObject({ error: { code: 'CLI_USAGE' } });
    expect(stderr.toLowerCase()).toContain(words.toLowerCase());
  });

  it('without a command says so, and how to get help', async () => {
    const { exitCode, stdout, stderr } = await runAlaas([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('A command is missing. (CLI_USAGE)');
    expect(stderr).toContain('--help');
  });

  it('shows the stack of an error only with --debug', async () => {
    const plain = await runAlaas(['validate', 'none.yaml']);
    const debug = await runAlaas(['validate', 'none.yaml', '--debug']);
    expect(plain.stderr).not.toContain('    at ');
    expect(debug.stderr).toContain('    at ');
  });
});
