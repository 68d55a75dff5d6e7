import { ALIASES, STRATEGIES, aliasesOf, checkOptions, findStrategy } from '@alaas/core';
import { describe, expect, it } from 'vitest';

describe('findStrategy', () => {
  it('finds every strategy by its id', () => {
    for (const strategy of STRATEGIES) expect(findStrategy(strategy.id)).toBe(strategy);
  });

  it('finds a strategy by each of its aliases, in any case, with the options that one stands for', () => {
    for (const { name, id, options = {} } of ALIASES) {
      const found = findStrategy(name.toLowerCase());
      expect(found.id).toBe(id);
      expect(checkOptions(found, {})).toEqual(checkOptions(findStrategy(id), options));
    }
  });

  it('has each alias once, and none that is an id', () => {
    const names = [...ALIASES.map(({ name }) => name), ...STRATEGIES.map(({ id }) => id)];
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  it.each([
    ['margn', 'margin'],
    ['EntropySamplin', 'EntropySampling'],
  ])('guesses what %s means', (name, meant) => {
    expect(() => findStrategy(name)).toThrowError(
      expect.objectContaining({
        code: 'STRATEGY_UNKNOWN',
        message: expect.stringContaining(`Did you mean "${meant}"`),
        details: expect.objectContaining({ field: 'strategy', value: name }),
      }),
    );
  });
});

describe('the names of the original ALaaS', () => {
  it.each([
    ['RandomSampling', 'random'],
    ['LeastConfidence', 'least-confidence'],
    ['MarginConfidence', 'margin'],
    ['RatioConfidence', 'ratio'],
    ['EntropySampling', 'entropy'],
    ['KMeansSampling', 'k-means'],
    ['KCenterSampling', 'k-center'],
    ['CoreSet', 'k-center'],
    ['DiverseMiniBatch', 'dbal'],
    ['DeepFool', 'deepfool'],
    ['BayesianDisagreement', 'bald'],
    ['BadgeSampling', 'badge'],
    ['MeanSTDSampling', 'query-by-committee'],
    ['VarRatioSampling', 'least-confidence'],
  ])('%s is %s', (name, id) => {
    expect(findStrategy(name).id).toBe(id);
  });

  it('stand for a variant where there is one', () => {
    expect(checkOptions(findStrategy('MeanSTDSampling'), {})).toMatchObject({
      disagreement: 'mean-std',
    });
    const own = { disagreement: 'kl' };
    expect(checkOptions(findStrategy('MeanSTDSampling'), own)).toMatchObject(own);
  });
});

describe('aliasesOf', () => {
  it('gives the other names of a strategy', () => {
    expect(aliasesOf('ratio')).toEqual([
      { name: 'RatioConfidence', id: 'ratio', note: expect.stringContaining('original') },
    ]);
    expect(aliasesOf('max-herding')).toEqual([]);
  });
});
