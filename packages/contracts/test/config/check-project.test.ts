import { checkProject, describeKey, projectJsonSchema, type ProjectInput } from '@alaas/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const FIVE = {
  project: 'flowers',
  task: 'image-classification',
  data: './photos',
  labels: 'folders',
  budget: 500,
} as const;

const check = (changes: object = {}) => checkProject({ ...FIVE, ...changes });
const problem = (changes: object) => check(changes).issues[0];

describe('a project of five lines', () => {
  it('is right, and has every default', () => {
    const { config, issues } = check();
    expect(issues).toEqual([]);
    expect(config).toEqual({
      project: 'flowers',
      task: 'image-classification',
      data: { kind: 'folder', folder: './photos', allowPrivateSources: false },
      labels: { kind: 'folders' },
      labelling: {
        overlap: 1,
        leaseSeconds: 600,
        idleSeconds: 120,
        guidelines: '',
        classes: [],
        suggestions: { show: false, blindShare: 0.2 },
      },
      test: undefined,
      encoder: 'mobilenetv2-taps-64',
      strategy: { id: 'auto', options: {} },
      budget: 500,
      batch: 'grow',
      seed: 0,
      output: 'alaas-output',
      maxQuarantinedShare: 0.5,
      agent: {
        metric: 'accuracy',
        earlyStop: true,
        gainThreshold: 0.02,
        approval: 'automatic',
        continuedShare: 0,
      },
    });
  });

  it('takes the encoder that suits the task, and none for vectors', () => {
    const texts = check({ task: 'text', data: 'reviews.csv', labels: 'column:label' }).config;
    expect(texts).toMatchObject({ task: 'text-classification', encoder: 'minilm-l6-v2-int8' });
    const vectors = check({ task: 'vectors', data: 'x.npy', labels: 'y.npy' }).config;
    expect(vectors).toMatchObject({ task: 'vectors', encoder: undefined });
  });

  it('says how the encoder is run, or leaves it to be measured', () => {
    const encoder = { device: 'cuda', batchSize: 16, sessions: 2 };
    expect(check({ encoder })).toMatchObject({
      config: { encoder: 'mobilenetv2-taps-64' },
      fields: { encoder: { encoding: encoder } },
    });
    const measured = { id: './mine.onnx', batchSize: 'auto', sessions: 'auto' };
    expect(check({ encoder: measured })).toMatchObject({
      config: { encoder: './mine.onnx' },
      fields: { encoder: { encoding: { batchSize: undefined, sessions: undefined } } },
    });
    expect(check({ encoder: { batchSize: 0 } }).issues).toMatchObject([
      { path: ['encoder', 'batchSize'] },
    ]);
  });

  it('needs no labels: then people label by file', () => {
    const { config, issues } = check({ labels: undefined });
    expect(issues).toEqual([]);
    expect(config).toMatchObject({ labels: undefined });
  });
});

describe('where items come from, told from a text', () => {
  it.each([
    ['./photos', { kind: 'folder', folder: './photos' }],
    ['photos/**/*.jpg', { kind: 'glob', glob: 'photos/**/*.jpg' }],
    ['photos/{a,b}/1.png', { kind: 'glob', glob: 'photos/{a,b}/1.png' }],
    ['items.CSV', { kind: 'manifest', manifest: 'items.CSV' }],
    ['items.jsonl', { kind: 'manifest', manifest: 'items.jsonl' }],
    ['items.parquet', { kind: 'manifest', manifest: 'items.parquet' }],
    ['urls.txt', { kind: 'urls', urls: 'urls.txt' }],
  ])('%s', (data, expected) => {
    const labels = 'labels.csv';
    expect(check({ data, labels }).config?.data).toMatchObject(expected);
  });

  it('a table means embeddings where the task is vectors', () => {
    const { config } = check({ task: 'vectors', data: 'x.parquet', labels: 'column:y' });
    expect(config?.data).toMatchObject({ kind: 'embeddings', embeddings: 'x.parquet' });
  });

  it('one URL is no pool', () => {
    expect(problem({ data: 'https://example.org/a.png' })?.message).toContain('One URL is no pool');
  });
});

describe('test items', () => {
  it('have the labels of the pool unless they have their own', () => {
    const own = check({ test: { folder: './test', labels: 'test.csv' } }).config?.test;
    expect(own?.labels).toEqual({ kind: 'file', file: 'test.csv' });
    expect(check({ test: './test' }).config?.test?.labels).toEqual({ kind: 'folders' });
  });

  it('without any labels are refused', () => {
    expect(problem({ labels: undefined, test: './test' })).toMatchObject({ path: ['test'] });
  });
});

describe('what is wrong is told by path, in a plain sentence', () => {
  it.each([
    ['a missing key', { budget: undefined }, 'budget', 'missing', '"budget" is missing'],
    ['a budget of 0', { budget: 0 }, 'budget', 'value', 'at least 1'],
    ['a budget in words', { budget: 'many' }, 'budget', 'type', 'a number, not "many"'],
    ['half a label', { budget: 2.5 }, 'budget', 'type', 'a whole number'],
    ['an empty value', { project: null }, 'project', 'type', 'empty'],
    ['a task that is none', { task: 'audio' }, 'task', 'value', 'image-classification'],
    ['a name with a slash', { project: 'a/b' }, 'project', 'value', 'no slashes'],
    ['a batch that is none', { batch: 'shrink' }, 'batch', 'type', '"grow"'],
    [
      'help for a class that is none',
      { classes: ['cat', 'dog'], labelling: { classes: [{ name: 'cow' }] } },
      'labelling.classes.0',
      'value',
      'none of the classes',
    ],
    [
      'help for a class twice',
      { classes: ['cat', 'dog'], labelling: { classes: [{ name: 'cat' }, { name: 'cat' }] } },
      'labelling.classes',
      'value',
      'twice',
    ],
    [
      'no colour',
      { classes: ['cat', 'dog'], labelling: { classes: [{ name: 'cat', color: 'red' }] } },
      'labelling.classes.0.color',
      'value',
      'as "#1f6feb"',
    ],
    ['one class', { classes: ['cat'] }, 'classes', 'value', 'at least 2'],
    ['a class twice', { classes: ['cat', 'dog', 'cat'] }, 'classes.2', 'value', 'twice'],
    ['a share above 1', { maxQuarantinedShare: 2 }, 'maxQuarantinedShare', 'value', 'at most 1'],
    ['a negative seed', { seed: -1 }, 'seed', 'value', 'at least 0'],
    ['no kind of source', { data: {} }, 'data', 'value', 'must be given'],
    ['two kinds of source', { data: { folder: 'a', glob: '*' } }, 'data', 'value', 'Only one of'],
    [
      'a column of another kind',
      { data: { folder: 'a', idColumn: 'b' } },
      'data.idColumn',
      'value',
      'does not belong',
    ],
    ['folders of a table', { data: 'a.csv' }, 'labels', 'value', 'only where the items are files'],
    ['a column of a folder', { labels: 'column:x' }, 'labels', 'value', 'rows of a table'],
    ['images as vectors', { task: 'vectors' }, 'data', 'value', 'needs embeddings'],
    ['vectors as images', { data: 'x.npy', labels: 'y.csv' }, 'data', 'value', 'for the task'],
    [
      'an encoder for vectors',
      { task: 'vectors', data: 'x.npy', labels: 'y.npy', encoder: 'minilm-l6-v2-int8' },
      'encoder',
      'value',
      'no encoder',
    ],
  ])('%s', (...[, changes, path, kind, words]) => {
    const found = check(changes);
    expect(found.config).toBeUndefined();
    const issue = found.issues.find((one) => one.path.join('.') === path);
    expect(issue, JSON.stringify(found.issues)).toMatchObject({ kind });
    expect(issue!.message).toContain(words);
  });

  it('an unknown key comes with the keys that there are', () => {
    expect(problem({ strateggy: 'margin' })).toMatchObject({
      kind: 'unknown-key',
      path: ['strateggy'],
      known: expect.arrayContaining(['strategy']) as unknown,
    });
    expect(problem({ data: { foldr: './a' } })).toMatchObject({
      kind: 'unknown-key',
      path: ['data', 'foldr'],
      known: expect.arrayContaining(['folder']) as unknown,
    });
  });

  it('everything is told at once', () => {
    const { issues } = check({ budget: 0, seed: 'x', colour: 'red', data: [] });
    expect(issues.map(({ path }) => path.join('.')).toSorted()).toEqual([
      'budget',
      'colour',
      'data',
      'seed',
    ]);
  });
});

describe('any input', () => {
  it('is answered by a configuration or by issues, never by a throw', () => {
    const keys = fc.constantFrom(...Object.keys(projectJsonSchema([]).properties!), 'other');
    const values = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant('folders'));
    fc.assert(
      fc.property(fc.dictionary(keys, values), (input) => {
        const { config, issues } = checkProject({ ...FIVE, ...input });
        expect(config === undefined).toBe(issues.length > 0);
        for (const { message } of issues) expect(message).toMatch(/\.$/);
      }),
      { numRuns: 300, seed: 1 },
    );
    for (const input of [undefined, null, 7, 'text', [], [FIVE]]) {
      expect(checkProject(input).issues).toHaveLength(1);
    }
  });

  it('that is right stays right however often it is read', () => {
    const inputs: fc.Arbitrary<ProjectInput> = fc.record({
      project: fc.stringMatching(/^[a-z][a-z0-9 -]{0,20}$/),
      task: fc.constantFrom('image', 'image-classification'),
      data: fc.constantFrom('./a', '*.png', { folder: 'b' }, { glob: 'c/*.jpg' }),
      labels: fc.constantFrom('folders', 'labels.csv', { file: 'l.csv', itemColumn: 'name' }),
      budget: fc.integer({ min: 1, max: 10_000_000 }),
      batch: fc.oneof(fc.constant('grow' as const), fc.integer({ min: 1, max: 5000 })),
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      maxQuarantinedShare: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(inputs, (input) => {
        const { config, issues } = checkProject(input);
        expect(issues).toEqual([]);
        const { budget, batch, seed } = input;
        expect(config).toMatchObject({ budget, batch, seed });
        expect(checkProject(structuredClone(input)).config).toEqual(config);
      }),
      { numRuns: 200, seed: 2 },
    );
  });
});

describe('the JSON Schema for editors', () => {
  const schema = projectJsonSchema(['margin', 'typiclust']);

  it('knows every key, with a description and examples, and forbids others', () => {
    expect(schema.required).toEqual(['project', 'task', 'data', 'budget']);
    expect(schema['additionalProperties']).toBe(false);
    for (const [key, form] of Object.entries(schema.properties!)) {
      expect(form.description, key).toMatch(/\.$/);
      expect(describeKey([key])).toBe(form.description);
    }
    expect(schema.properties!['data']!.examples).toContain('./photos');
  });

  it('offers the ids of the strategies', () => {
    const forms = schema.properties!['strategy']!.anyOf!;
    const ids = ['auto', 'compare', 'paper', 'margin', 'typiclust'];
    expect(forms[0]!.anyOf![0]!.enum).toEqual(ids);
    expect(forms[1]!.properties!['id']!.enum).toEqual(ids);
    // A strategy of one's own is named by the path of its module.
    expect('./mine.mjs').toMatch(new RegExp(String(forms[0]!.anyOf![1]!['pattern'])));
    expect(forms[2]!.properties).toHaveProperty('module');
  });

  it('has defaults that change nothing when they are written down', () => {
    for (const [key, { default: value }] of Object.entries(schema.properties!)) {
      if (value !== undefined) expect(check({ [key]: value }), key).toEqual(check());
    }
  });
});
