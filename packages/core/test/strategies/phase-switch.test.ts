import {
  badge,
  margin,
  maxHerding,
  phaseSwitch,
  probcover,
  referenceKernels as kernels,
  selectBatch,
} from '@alaas/core';
import { generalScene, inputsOf } from '@alaas/testkit';
import { describe, expect, it } from 'vitest';

const scene = generalScene({ items: 60, dimension: 20, labelled: 8 });
const inputs = inputsOf(scene, [...phaseSwitch.needs, ...phaseSwitch.uses]);
const request = { count: 6, seed: 4, kernels };

function choose(options: Record<string, unknown>, given = inputs) {
  return selectBatch(phaseSwitch, given, { ...request, options });
}

describe('phase-switch', () => {
  it('covers before the switch and is unsure after, at two labels per class here', async () => {
    expect(await choose({ switchAt: 2.1 })).toEqual(await selectBatch(maxHerding, inputs, request));
    expect(await choose({ switchAt: 2 })).toEqual(await selectBatch(margin, inputs, request));
  });

  it('takes the strategies that are named', async () => {
    expect(await choose({ switchAt: 0, then: 'badge' })).toEqual(
      await selectBatch(badge, inputs, request),
    );
    expect(await choose({ switchAt: 1000, first: 'probcover' })).toEqual(
      await selectBatch(probcover, inputs, request),
    );
  });

  it('covers while there is no head', async () => {
    const { embeddings } = inputs;
    expect(await choose({ switchAt: 0 }, { embeddings: embeddings! })).toEqual(
      await selectBatch(maxHerding, { embeddings: embeddings! }, request),
    );
  });
});
