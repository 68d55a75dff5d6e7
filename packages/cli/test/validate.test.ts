import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { documentOf, folderWith, runAlaas } from './run-alaas.js';

const FIVE = 'project: p\ntask: image\ndata: ./photos\nlabels: folders\nbudget: 5\n';
const PHOTOS = { 'photos/a/1.png': 'x', 'photos/b/1.png': 'x' };

describe('alaas validate', () => {
  it('says what a right configuration will do, defaults marked', async () => {
    const cwd = folderWith({ ...PHOTOS, 'alaas.yaml': FIVE });
    const { exitCode, stdout } = await runAlaas(['validate'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('alaas.yaml is right');
    expect(stdout).toMatch(/budget +5 labels$/m);
    expect(stdout).toMatch(/strategy +auto .*\(default\)$/m);
    expect(stdout).toContain(join(cwd, '.alaas'));
  });

  it('prints it as one document with --json', async () => {
    const cwd = folderWith({ ...PHOTOS, 'alaas.yaml': FIVE });
    const { exitCode, stdout, stderr } = await runAlaas(['validate', '.', '--json'], { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(documentOf(stdout)).toMatchObject({
      valid: true,
      kind: 'project',
      config: { budget: 5, encoder: 'mobilenetv2-taps-64' },
      warnings: [],
    });
  });

  it('tells everything that is wrong, with line, column and what was meant', async () => {
    const yaml =
      'project: p\ntask: imge\ndata: ./none\nlabls: folders\nbudget: ${UNSET_BUDGET:-0}\n';
    const cwd = folderWith({ 'alaas.yaml': yaml });
    const people = await runAlaas(['validate'], { cwd });
    expect(people).toMatchObject({ exitCode: 2, stdout: '' });
    for (const words of ['2:7', '3:7', '4:1', '5:9', 'Did you mean "labels"?']) {
      expect(people.stderr).toContain(words);
    }
    const program = await runAlaas(['validate', '--json'], { cwd });
    expect(program.exitCode).toBe(2);
    expect(documentOf(program.stdout)).toMatchObject({
      error: { code: 'CONFIG_INVALID', line: 2, column: 7, issues: { length: 4 } },
    });
  });

  it.each([
    ['an unset variable', 'project: ${UNSET_NAME}\n', 'CONFIG_VARIABLE_UNSET'],
    ['a syntax error', 'project: "a\n', 'CONFIG_SYNTAX'],
    ['a missing folder', FIVE, 'CONFIG_PATH_MISSING'],
  ])('%s has its own code', async (_name, yaml, code) => {
    const cwd = folderWith({ 'alaas.yaml': yaml });
    const { exitCode, stdout } = await runAlaas(['validate', '--json'], { cwd });
    expect(exitCode).toBe(2);
    expect(documentOf(stdout)).toMatchObject({
      error: { code, remedy: expect.any(String) as unknown },
    });
  });

  it('accepts the YAML of the original ALaaS, with its warnings', async () => {
    const yaml = `active_learning:
  strategy: { type: LeastConfidence, model: { name: resnet18, hub: pytorch/vision } }
  al_worker: { protocol: grpc, host: 0.0.0.0, port: 60035, replicas: 1 }
`;
    const cwd = folderWith({ 'original.yml': yaml });
    const { exitCode, stdout } = await runAlaas(['validate', 'original.yml'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('original ALaaS');
    expect(stdout).toContain('least-confidence');
    expect(stdout).toContain('Note: The protocol grpc is not spoken');
  });
});
