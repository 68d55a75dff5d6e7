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

describe('aliasesOf', () => {
  it('gives the other names of a strategy', () => {
    expect(aliasesOf('k-center').map(({ name }) => name)).toEqual([
      'KCenterSampling',
      'KCenterGreedy',
      'CoreSet',
    ]);
    expect(aliasesOf('margin')).toHaveLength(1);
  });
});
