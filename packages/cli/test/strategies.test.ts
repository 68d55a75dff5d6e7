import { STRATEGIES } from '@alaas/core';
import { describe, expect, it } from 'vitest';

import { documentOf, runAlaas } from './run-alaas.js';

describe('alaas strategies', () => {
  it('lists every strategy for people', async () => {
    const { exitCode, stdout } = await runAlaas(['strategies']);
    expect(exitCode).toBe(0);
    for (const { id } of STRATEGIES) expect(stdout).toMatch(new RegExp(`^${id} `, 'm'));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('lists every strategy as one JSON document', async () => {
    const { exitCode, stdout } = await runAlaas(['strategies', '--json']);
    expect(exitCode).toBe(0);
    const { strategies } = documentOf(stdout) as { strategies: readonly { id: string }[] };
    expect(strategies.map(({ id }) => id)).toEqual(STRATEGIES.map(({ id }) => id));
  });

  it('explains one: when, needs, cost, source, options, other names', async () => {
    const { exitCode, stdout } = await runAlaas(['strategies', 'show', 'typiclust']);
    expect(exitCode).toBe(0);
    for (const part of [
      /when +Asks for/,
      /needs +embeddings/,
      /uses +labelledEmbeddings/,
      /cost +O\(/,
      /source +Hacohen/,
      /neighbours: an integer from 1 to 1000; default 20/,
    ]) {
      expect(stdout).toMatch(part);
    }
    const margin = await runAlaas(['strategies', 'show', 'margin']);
    expect(margin.stdout).toMatch(/MarginConfidence: The name in the original ALaaS/);
  });

  it('explains a variant by its name, with what the name stands for', async () => {
    const { exitCode, stdout } = await runAlaas([
      'strategies',
      'show',
      'MeanSTDSampling',
      '--json',
    ]);
    expect(exitCode).toBe(0);
    expect(documentOf(stdout)).toMatchObject({
      id: 'query-by-committee',
      randomised: true,
      options: expect.arrayContaining([
        expect.objectContaining({ name: 'disagreement', default: 'mean-std' }),
      ]),
      aliases: expect.arrayContaining([
        expect.objectContaining({ name: 'MeanSTDSampling', options: { disagreement: 'mean-std' } }),
      ]),
    });
  });

  it('guesses what was meant, and exits with 2', async () => {
    const { exitCode, stdout } = await runAlaas(['strategies', 'show', 'margn', '--json']);
    expect(exitCode).toBe(2);
    expect(documentOf(stdout)['error']).toMatchObject({
      code: 'STRATEGY_UNKNOWN',
      detail: expect.stringContaining('"margin"'),
    });
  });
});
