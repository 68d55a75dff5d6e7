import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlaasError } from '@alaas/contracts';
import { loadProjectConfig, type ConfigProblem, type LoadedProject } from '@alaas/server';
import { encodeNpy } from '@alaas/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FIVE_LINES, PHOTOS, projectFolder } from './project-folder.js';

type Environment = Readonly<Record<string, string>>;
type Files = Readonly<Record<string, string | Uint8Array>>;

const VECTORS = encodeNpy({ descr: '<f4', shape: [2, 2], bytes: Float32Array.of(1, 2, 3, 4) });
const FILES: Files = {
  ...PHOTOS,
  'reviews.csv': 'id,text,sentiment\n1,good,pos\n',
  'links.jsonl': '{"link":"https://example.org/a.png","kind":"a"}\n',
  'x.npy': VECTORS,
};

async function load(
  yaml: string,
  { files = {}, environment = {} }: { files?: Files; environment?: Environment } = {},
): Promise<LoadedProject & { root: string }> {
  const root = projectFolder({ ...FILES, 'alaas.yaml': yaml, ...files });
  return { ...(await loadProjectConfig(root, { environment })), root };
}

/** The error of a file, with its issues. */
async function failure(yaml: string, options?: Parameters<typeof load>[1]) {
  const error: unknown = await load(yaml, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AlaasError);
  const { code, message, remedy, details } = error as AlaasError;
  return { code, message, remedy, issues: (details['issues'] ?? []) as readonly ConfigProblem[] };
}

const withLine = (line: string) => `${FIVE_LINES}${line}\n`;
const withoutLine = (key: string) => FIVE_LINES.replace(new RegExp(`^${key}:.*\n`, 'm'), '');
const changed = (line: string) => withoutLine(line.split(':')[0]!) + `${line}\n`;

describe('a project of five lines', () => {
  test('is loaded with absolute paths, its data folder and its defaults', async () => {
    const { config, home, encoder, defaults, warnings, file, root } = await load(FIVE_LINES);
    expect(file).toBe(join(root, 'alaas.yaml'));
    expect(home).toBe(join(root, '.alaas'));
    expect(config.data).toMatchObject({ kind: 'folder', folder: join(root, 'photos') });
    expect(config.output).toBe(join(root, 'alaas-output'));
    expect(encoder).toEqual({ kind: 'bundled', id: 'mobilenetv2-taps-64' });
    expect(defaults.toSorted()).toEqual([
      'agent',
      'batch',
      'encoder',
      'labelling',
      'maxQuarantinedShare',
      'output',
      'seed',
      'strategy',
    ]);
    expect(warnings).toEqual([]);
  });

  test('keeps its state where ALAAS_HOME says', async () => {
    const { home } = await load(FIVE_LINES, { environment: { ALAAS_HOME: '/elsewhere' } });
    expect(home).toBe('/elsewhere');
  });

  test('may have Windows line ends, a byte order mark and comments', async () => {
    const yaml = `\uFEFF# ours\n${FIVE_LINES}`.replaceAll('\n', '\r\n');
    expect((await load(yaml)).config.project).toBe('flowers');
  });

  test.each([
    ['a table of texts', 'text', 'reviews.csv', 'column:sentiment', 'manifest'],
    ['a pattern', 'image', '"photos/**/*.png"', 'folders', 'glob'],
    ['vectors', 'vectors', 'x.npy', 'reviews.csv', 'embeddings'],
    ['a table that is a folder', 'image', 'odd.csv', 'folders', 'folder'],
  ])('of %s', async (...[, task, data, labels, kind]) => {
    const yaml = `project: p\ntask: ${task}\ndata: ${data}\nlabels: ${labels}\nbudget: 1\n`;
    const files = { 'odd.csv/a/1.png': 'x', 'reviews.csv': 'item,label,sentiment\na,b,c\n' };
    expect((await load(yaml, { files })).config.data.kind).toBe(kind);
  });
});

describe('syntax', () => {
  test.each([
    ['a tab', 'project: a\n\ttask: b\n', 2],
    ['a value after a value', 'project: "a" b\n', 1],
    ['an open quote', 'project: a\ntask: "image\n', 3],
    ['an open list', 'classes: [a, b\nbudget: 3\n', 2],
    ['a key twice', 'project: a\nproject: b\n', 2],
    ['an alias of nothing', 'project: *a\n', 1],
  ])('%s is told with its line', async (_name, yaml, line) => {
    const { code, message, issues } = await failure(yaml);
    expect(code).toBe('CONFIG_SYNTAX');
    expect(message).toContain('alaas.yaml');
    expect(Math.min(...issues.map((issue) => issue.line))).toBe(line);
  });

  test.each([
    ['nothing', '', 'CONFIG_INVALID'],
    ['a text', 'hello\n', 'CONFIG_INVALID'],
    ['a list', '- a\n- b\n', 'CONFIG_INVALID'],
  ])('%s instead of keys', async (_name, yaml, code) => {
    expect(await failure(yaml)).toMatchObject({ code, issues: [{ line: 1, column: 1 }] });
  });

  test('bytes that are no UTF-8', async () => {
    const files = { 'alaas.yaml': Uint8Array.of(0x70, 0x3a, 0x20, 0xff, 0xfe) };
    expect(await failure('', { files })).toMatchObject({ code: 'CONFIG_SYNTAX' });
  });

  test('aliases that grow without bound are refused, soon', async () => {
    const layers = Array.from({ length: 9 }, (_, i) => {
      const below = i === 0 ? '"x"' : `*l${i - 1}`;
      return `l${i}: &l${i} [${Array.from({ length: 9 }, () => below).join(', ')}]`;
    });
    expect(await failure(`${layers.join('\n')}\n`)).toMatchObject({ code: 'CONFIG_SYNTAX' });
  });

  test('a file that is not there', async () => {
    await expect(loadProjectConfig('/nowhere/alaas.yaml')).rejects.toMatchObject({
      code: 'CONFIG_NOT_FOUND',
      details: { value: '/nowhere/alaas.yaml' },
    });
    await expect(loadProjectConfig(projectFolder({}))).rejects.toMatchObject({
      code: 'CONFIG_NOT_FOUND',
    });
  });

  test('any text ends with a project or a typed error', async () => {
    const root = projectFolder(PHOTOS);
    const line = fc.constantFrom(
      ...FIVE_LINES.split('\n'),
      '  x: [',
      '- a',
      '"',
      'data:',
      '&a *a',
      '{}',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(line, fc.string()), { maxLength: 8 }), async (lines) => {
        writeFileSync(join(root, 'alaas.yaml'), lines.join('\n'));
        const error: unknown = await loadProjectConfig(root, { environment: {} }).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error === undefined) return;
        expect(error).toBeInstanceOf(AlaasError);
        expect((error as AlaasError).code).not.toBe('INTERNAL_ERROR');
        expect((error as AlaasError).remedy).not.toBe('');
      }),
      { numRuns: 150, seed: 4 },
    );
  });
});

describe('keys and values, each at its line and column', () => {
  test.each([
    ['an unknown key', withLine('strateggy: margin'), 6, 1, 'Did you mean "strategy"?'],
    ['a key in another case', withLine('Seed: 3'), 6, 1, 'Did you mean "seed"?'],
    ['a key of a source', changed('data: { foldr: ./photos }'), 5, 9, 'Did you mean "folder"?'],
    ['a wrong type', changed('budget: many'), 5, 9, 'a number, not "many"'],
    [
      'a wrong value',
      changed('task: imge-classification'),
      5,
      7,
      'Did you mean "image-classification"?',
    ],
    ['a deep value', withLine('strategy:\n  id: margin\n  options: 7'), 8, 12, 'keys with values'],
    ['an entry of a list', withLine('classes:\n  - cat\n  - dog\n  - cat'), 9, 5, 'twice'],
    ['a value of nothing', changed('budget:'), 5, 8, 'empty'],
  ])('%s', async (...[, yaml, line, column, words]) => {
    const { code, message, issues } = await failure(yaml);
    expect(code).toBe('CONFIG_INVALID');
    expect(issues).toMatchObject([{ line, column }]);
    expect(message).toContain(`line ${line}, column ${column}`);
    expect(message).toContain(words);
  });

  test('a missing key is told at the file', async () => {
    const { message, remedy, issues } = await failure(withoutLine('budget'));
    expect(issues).toMatchObject([{ path: 'budget', line: 1, column: 1 }]);
    expect(message).toContain('"budget" is missing');
    expect(remedy).toContain('Labels to buy');
  });

  test('everything at once, in the order of the file', async () => {
    const yaml = 'projct: a\ntask: image\ndata: ./none\nlabels: folders\nbudget: 0\nseed: x\n';
    const { code, message, issues } = await failure(yaml);
    expect(code).toBe('CONFIG_INVALID');
    expect(message).toMatch(/has \d problems; the first, in line 1/);
    const lines = issues.map(({ line }) => line);
    expect(lines).toEqual(lines.toSorted((a, b) => a - b));
    expect(new Set(lines)).toEqual(new Set([1, 3, 5, 6]));
  });
});

describe('variables', () => {
  test('are filled in, as text, number or default', async () => {
    const yaml = changed('budget: ${BUDGET}').replace('flowers', () => '"${NAME:-roses} $${x}"');
    const { config } = await load(yaml, { environment: { BUDGET: '7' } });
    expect(config).toMatchObject({ budget: 7, project: 'roses ${x}' });
  });

  test('cannot add keys', async () => {
    const environment = { NAME: 'a\nbudget: 1' };
    const { message } = await failure(changed('project: ${NAME}'), { environment });
    expect(message).toContain('line breaks');
  });

  test.each([
    ['data: ${PHOTOS}', 'CONFIG_VARIABLE_UNSET', 'PHOTOS is not set', 7],
    ['data: ./${DIR}/x', 'CONFIG_VARIABLE_UNSET', 'DIR is not set', 7],
    ['data: ${not a name}', 'CONFIG_INVALID', 'does not name a variable', 7],
  ])('%s', async (...[line, code, words, column]) => {
    const error = await failure(changed(line));
    expect(error).toMatchObject({ code, issues: [{ line: 5, column, path: 'data' }] });
    expect(error.message).toContain(words);
    expect(error.remedy).toContain('${');
  });
});

describe('what the configuration names is looked for', () => {
  test.each([
    ['a missing folder', changed('data: ./photo'), 'CONFIG_PATH_MISSING', 'There is no folder'],
    [
      'a file as a folder',
      changed('data: { folder: x.npy }'),
      'CONFIG_PATH_MISSING',
      'is not a folder',
    ],
    ['a missing label file', changed('labels: labels.csv'), 'CONFIG_PATH_MISSING', 'labels.csv'],
    ['no class folders', changed('data: ./photos/cat'), 'CONFIG_PATH_MISSING', 'no sub-folders'],
    ['a file as output', withLine('output: x.npy'), 'CONFIG_INVALID', 'is not a folder'],
    [
      'a missing test folder',
      withLine('test: ./test'),
      'CONFIG_PATH_MISSING',
      'There is no folder',
    ],
    ['an unknown strategy', withLine('strategy: margn'), 'STRATEGY_UNKNOWN', '"margin"'],
    [
      'an unknown option',
      withLine('strategy: { id: typiclust, options: { neighbors: 5 } }'),
      'STRATEGY_OPTION_UNKNOWN',
      'neighbours',
    ],
    [
      'an option out of bounds',
      withLine('strategy: { id: typiclust, options: { neighbours: 0 } }'),
      'STRATEGY_OPTION_INVALID',
      'neighbours',
    ],
    ['an unknown encoder', withLine('encoder: mobilenetv2'), 'ENCODER_UNKNOWN', 'mobilenetv2'],
    ['no such device', withLine('encoder: { device: abacus }'), 'ENCODER_DEVICE_MISSING', 'abacus'],
    ['a missing model', withLine('encoder: ./m.onnx'), 'ENCODER_NOT_FOUND', 'm.onnx'],
  ])('%s', async (...[, yaml, code, words]) => {
    const { issues, ...error } = await failure(yaml);
    expect(error).toMatchObject({ code });
    expect(`${error.message} ${error.remedy}`).toContain(words);
    expect(issues[0]!.line).toBeGreaterThan(2);
  });

  test.each([
    ['of labels', 'reviews.csv', 'column:sentimet', 'Did you mean "sentiment"?', 4],
    ['of texts', '{ manifest: reviews.csv, textColumn: txt }', 'column:sentiment', '"text"', 3],
    ['of a JSONL file', '{ manifest: links.jsonl, idColumn: lnk }', 'column:kind', '"link"', 3],
  ])('a missing column %s', async (...[, data, labels, words, line]) => {
    const yaml = `project: p\ntask: text\ndata: ${data}\nlabels: ${labels}\nbudget: 1\n`;
    const { code, message, remedy, issues } = await failure(yaml);
    expect(code).toBe('CONFIG_COLUMN_MISSING');
    expect(message).toContain(words);
    expect(remedy).toContain('Its columns are:');
    expect(issues[0]!.line).toBe(line);
  });

  test('output inside the data, or a batch above the budget, are remarks', async () => {
    const { warnings } = await load(withLine('output: photos/out\nbatch: 501'));
    expect(warnings).toHaveLength(2);
  });
});

test('a configuration of the original ALaaS is told apart: it serves', async () => {
  const yaml = 'name: X\nactive_learning:\n  strategy:\n    type: LeastConfidence\n';
  const { code, remedy } = await failure(yaml);
  expect(code).toBe('CONFIG_LEGACY_SERVES');
  expect(remedy).toContain('alaas serve');
});
