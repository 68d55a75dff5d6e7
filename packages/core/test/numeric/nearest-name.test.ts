import { nearestName } from '@alaas/core';
import { describe, expect, it } from 'vitest';

const KNOWN = ['margin', 'entropy', 'k-means', 'k-center', 'uncertainty-herding'];

describe('nearestName', () => {
  it.each([
    ['margn', 'margin'],
    ['Margin', 'margin'],
    ['kmeans', 'k-means'],
    ['k-centre', 'k-center'],
    ['uncertainty_herding', 'uncertainty-herding'],
    ['entorpy', 'entropy'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearestName(typed, KNOWN)).toBe(meant);
  });

  it.each(['', 'coreset', 'x', 'bald'])('does not guess at "%s"', (typed) => {
    expect(nearestName(typed, KNOWN)).toBeUndefined();
  });

  it('knows nothing among no names', () => {
    expect(nearestName('margin', [])).toBeUndefined();
  });
});
