import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suiteNeeds } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

import { documentOf, folderWith, runAlaas, SCRIPT } from './run-alaas.js';

const PHOTOS = { 'photos/cat/1.png': 'x', 'photos/dog/1.png': 'x', 'photos/dog/2.png': 'x' };

describe('alaas init without a terminal', () => {
  it('proposes from the data what no flag says; the file is right', async () => {
    const cwd = folderWith(PHOTOS);
    const made = await runAlaas(['init', '--data', 'photos', '--json'], { cwd });
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(documentOf(made.stdout)).toMatchObject({
      file: join(cwd, 'alaas.yaml'),
      config: { task: 'image-classification', data: 'photos', labels: 'folders', budget: 3 },
    });
    const yaml = readFileSync(join(cwd, 'alaas.yaml'), 'utf8');
    const reference = /^# yaml-language-server: \$schema=(.+)$/m.exec(yaml)?.[1];
    const schema = JSON.parse(readFileSync(join(cwd, reference!), 'utf8')) as object;
    expect(schema).toMatchObject({ required: ['project', 'task', 'data', 'budget'] });
    expect((await runAlaas(['validate'], { cwd })).exitCode).toBe(0);
  });

  it('takes every flag, and a path of a folder that is not there yet', async () => {
    const cwd = folderWith({ 'reviews.csv': 'item,text,mood\n1,fine,good\n' });
    const flags = ['--project', 'my reviews', '--task', 'text-classification', '--budget', '7'];
    const args = [
      'init',
      'projects/r',
      '--data',
      'reviews.csv',
      '--labels',
      'column:mood',
      ...flags,
    ];
    const { exitCode, stdout } = await runAlaas(args, { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('alaas validate projects/r/alaas.yaml');
    const yaml = readFileSync(join(cwd, 'projects/r/alaas.yaml'), 'utf8');
    expect(yaml).toContain('project: my reviews\n');
    expect(yaml).toContain('data: ../../reviews.csv\n');
    expect((await runAlaas(['validate', 'projects/r'], { cwd })).exitCode).toBe(0);
  });

  it('leaves labels out where there are none', async () => {
    const cwd = folderWith({ 'notes/1.txt': 'a', 'notes/2.txt': 'b' });
    await runAlaas(['init', '--data', 'notes', '--yes'], { cwd });
    const yaml = readFileSync(join(cwd, 'alaas.yaml'), 'utf8');
    expect(yaml).toContain('task: text-classification\n');
    expect(yaml).toMatch(/^# labels: folders/m);
    expect((await runAlaas(['validate'], { cwd })).exitCode).toBe(0);
  });

  it('writes over nothing, unless told to', async () => {
    const cwd = folderWith({ ...PHOTOS, 'alaas.yaml': 'mine\n' });
    const args = ['init', '--data', 'photos', '--json'];
    const refused = await runAlaas(args, { cwd });
    expect(refused.exitCode).toBe(2);
    expect(documentOf(refused.stdout)).toMatchObject({ error: { code: 'CONFIG_EXISTS' } });
    expect(readFileSync(join(cwd, 'alaas.yaml'), 'utf8')).toBe('mine\n');
    expect((await runAlaas([...args, '--force'], { cwd })).exitCode).toBe(0);
    expect(readFileSync(join(cwd, 'alaas.yaml'), 'utf8')).toContain('project:');
  });

  it.each([
    ['no data', [], 'CLI_USAGE', '--data'],
    ['data that do not tell the task', ['--data', 'none'], 'CLI_USAGE', '--task'],
    ['a budget in words', ['--data', 'photos', '--budget', 'much'], 'CLI_USAGE', 'whole number'],
    ['a budget of 0', ['--data', 'photos', '--budget', '0'], 'CONFIG_INVALID', 'at least 1'],
    ['a task that is none', ['--data', 'photos', '--task', 'audio'], 'CONFIG_INVALID', 'task'],
    ['a URL', ['--data', 'https://a.b/c', '--task', 'image'], 'CONFIG_INVALID', 'no pool'],
  ])('refuses %s', async (...[, flags, code, words]) => {
    const cwd = folderWith(PHOTOS);
    const { exitCode, stdout, stderr } = await runAlaas(['init', ...flags, '--json'], { cwd });
    expect(exitCode).toBe(2);
    expect(documentOf(stdout)).toMatchObject({ error: { code } });
    expect(stderr).toContain(words);
    expect(existsSync(join(cwd, 'alaas.yaml'))).toBe(false);
  });

  it('says when the place cannot be written', async () => {
    const cwd = folderWith({ ...PHOTOS, taken: 'a file' });
    const { exitCode, stdout } = await runAlaas(
      ['init', 'taken/p/alaas.yaml', '--data', 'photos', '--json'],
      { cwd },
    );
    expect(exitCode).toBe(3);
    expect(documentOf(stdout)).toMatchObject({ error: { code: 'OUTPUT_WRITE_FAILED' } });
  });
});

suiteNeeds('terminal', 'alaas init on a terminal', (program) => {
  /** Types each answer when its question is there; gives the exit code and what was shown. */
  function typing(cwd: string, answers: readonly (readonly [question: string, keys: string])[]) {
    const command = `'${process.execPath}' '${SCRIPT}' init`;
    const child = spawn(program, ['-qec', command, '/dev/null'], {
      cwd,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const open = [...answers];
    let shown = '';
    let asked = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      while (open[0] && shown.indexOf(open[0][0], asked) >= 0) {
        const [question, keys] = open.shift()!;
        asked = shown.indexOf(question, asked) + question.length;
        child.stdin.write(keys);
      }
    });
    return new Promise<{ exitCode: number | null; shown: string }>((resolve) => {
      child.on('close', (exitCode) => resolve({ exitCode, shown }));
    });
  }

  it('asks, proposes, and writes what was answered', async () => {
    const cwd = folderWith(PHOTOS);
    writeFileSync(join(cwd, 'labels.csv'), 'item,label\n');
    const { exitCode } = await typing(cwd, [
      ['Name of the project', 'pets\r'],
      ['Where are the items?', 'photos\r'],
      ['What are the items?', '\r'],
      ['Known labels', 'labels.csv\r'],
      ['Labels to buy', '\r'],
    ]);
    expect(exitCode).toBe(0);
    const yaml = readFileSync(join(cwd, 'alaas.yaml'), 'utf8');
    for (const line of ['project: pets', 'task: image-classification', 'labels: labels.csv']) {
      expect(yaml).toContain(`${line}\n`);
    }
    expect(yaml).toMatch(/^budget: 3$/m);
  });

  it('writes nothing after Ctrl-C', async () => {
    const cwd = folderWith(PHOTOS);
    const { exitCode } = await typing(cwd, [['Name of the project', '\u0003']]);
    expect(exitCode).toBe(130);
    expect(existsSync(join(cwd, 'alaas.yaml'))).toBe(false);
  });
});
