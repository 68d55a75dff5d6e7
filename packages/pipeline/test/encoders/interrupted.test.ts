import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const pipeline = new URL('../../dist/index.js', import.meta.url).href;

/** Encodes without end in two sessions; prints a line when the first batch is done. */
const ENCODING = `
  import { openEncoder } from '${pipeline}';
  const encoder = await openEncoder('mobilenetv2-taps-64', { sessions: 2 });
  const item = { pixels: new Uint8Array(64 * 64 * 3).fill(90), width: 64, height: 64 };
  const batch = Array.from({ length: 400 }, () => item);
  const controller = new AbortController();
  const work = Promise.all([0, 1, 2].map(async () => {
    for (;;) {
      await encoder.encode(batch.slice(0, 8), controller.signal);
      process.stdout.write('encoding\\n');
      await encoder.encode(batch, controller.signal);
    }
  }));`;

/** Starts the program, lets `disturb` act in the middle of encoding, answers how it ended. */
async function endOf(program: string, disturb: NodeJS.Signals) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', ENCODING + program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  await Promise.race([once(child.stdout, 'data'), exit]);
  child.stdout.resume();
  child.kill(disturb);
  const [code, signal] = await exit;
  return { code, signal, complaints };
}

describe('a process that is interrupted in the middle of encoding', () => {
  it('ends cleanly when Ctrl-C cancels the work and closes the encoder', async () => {
    const program = `
      process.once('SIGINT', () => controller.abort());
      await work.catch((error) => { if (error.code !== 'CANCELLED') throw error; });
      await encoder.close();
      process.exitCode = 130;`;
    expect(await endOf(program, 'SIGINT')).toEqual({ code: 130, signal: null, complaints: '' });
  });

  it.each([
    ['exits at once', `process.once('SIGINT', () => process.exit(3)); await work;`],
    [
      'exits while it closes',
      `process.once('SIGINT', () => { void encoder.close(); process.exit(3); }); await work;`,
    ],
  ])('is not aborted by native code when it %s', async (_, program) => {
    for (let repetition = 0; repetition < 2; repetition++) {
      expect(await endOf(program, 'SIGINT')).toEqual({ code: 3, signal: null, complaints: '' });
    }
  });

  it('is not aborted by native code when an error ends it', async () => {
    const program = `
      process.once('SIGINT', () => { throw new RangeError('unexpected'); });
      await work;`;
    const { code, signal, complaints } = await endOf(program, 'SIGINT');
    expect({ code, signal }).toEqual({ code: 1, signal: null });
    expect(complaints).toContain('unexpected');
  });
});
