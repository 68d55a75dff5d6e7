import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Node process that runs our packages; its standard output is read line by line. */
export interface ChildProgram {
  readonly pid: number;
  /** The next line it writes; undefined when it ended. */
  line(): Promise<string | undefined>;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Closes its standard input, on which the programs of the tests wait, and awaits its end. */
  finish(): Promise<number | null>;
}

/** Runs an ES module's text in a process of its own; `await untilEnd()` waits for `finish()`. */
export function startChild(
  program: string,
  options: SpawnOptions & { readonly wrapper?: readonly string[] } = {},
): ChildProgram {
  const prelude = `
    const untilEnd = () => new Promise((done) => process.stdin.on('end', done).resume());
    const say = (value) => console.log(JSON.stringify(value));`;
  const [command, ...args] = [...(options.wrapper ?? []), process.execPath] as [string];
  const child = spawn(command, [...args, '--input-type=module', '-e', prelude + program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...options.env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    pid: child.pid!,
    line: async () => ((await lines.next()) as { value: string | undefined }).value,
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
    finish: async () => {
      child.stdin.end();
      return (await ended)[0];
    },
  };
}
