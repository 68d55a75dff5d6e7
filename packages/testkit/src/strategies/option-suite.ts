import type { OptionSpec, QueryStrategy } from '@alaas/core';
import { expect, it } from 'vitest';

import type { Choose } from './choose.js';
import { generalScene } from './scenes.js';

/** Options: refused when unknown or out of bounds, usable at the bounds. */
export function optionSuite({ options }: QueryStrategy, choose: Choose): void {
  const scene = generalScene({ items: 30, dimension: 20 });
  const chooseWith = (name: string, value: unknown) =>
    choose(scene, { count: 10, options: { [name]: value } });
  const specs = Object.entries(options);

  it('are refused when unknown', async () => {
    await expect(chooseWith('no such option', 1)).rejects.toMatchObject({
      code: 'STRATEGY_OPTION_UNKNOWN',
      details: { field: 'no such option' },
    });
  });

  it('explain themselves, with a default that they admit', async () => {
    for (const [name, spec] of specs) {
      expect(spec.help, name).toMatch(/\.$/);
      expect(await chooseWith(name, spec.default)).toEqual(await choose(scene, { count: 10 }));
    }
  });

  it('work at the ends of their range', async () => {
    for (const [name, spec] of specs) {
      for (const value of admitted(spec)) expect(await chooseWith(name, value)).toHaveLength(10);
    }
  });

  it('are refused beyond their range and of another kind', async () => {
    for (const [name, spec] of specs) {
      for (const value of refused(spec)) {
        await expect(chooseWith(name, value), `${name}: ${String(value)}`).rejects.toMatchObject({
          code: 'STRATEGY_OPTION_INVALID',
          details: { field: name },
        });
      }
    }
  });
}

function admitted(spec: OptionSpec): readonly unknown[] {
  switch (spec.kind) {
    case 'number':
    case 'integer':
      return [spec.min, spec.max];
    case 'choice':
      return spec.choices;
    case 'flag':
      return [true, false];
  }
}

function refused(spec: OptionSpec): readonly unknown[] {
  switch (spec.kind) {
    case 'number':
      return [spec.min - 1, spec.max + 1, NaN, '1', true];
    case 'integer':
      return [spec.min - 1, spec.max + 1, spec.min + 0.5, NaN, '1', true];
    case 'choice':
      return [`${spec.choices.join('')}?`, 1, true];
    case 'flag':
      return [0, 'true'];
  }
}
