import { classRecalls, wilsonInterval } from '@alaas/core';
import { describe, expect, it } from 'vitest';

describe('classRecalls', () => {
  it('shows a recall from ten items on, and prices the rest', () => {
    const recalls = classRecalls([
      [80, 5, 0],
      [2, 8, 0],
      [4, 0, 1],
    ]);
    expect(recalls[0]).toMatchObject({ kind: 'measured', support: 85, recall: 80 / 85 });
    expect(recalls[1]).toEqual({
      kind: 'measured',
      support: 10,
      recall: 0.8,
      interval: wilsonInterval(8, 10),
    });
    // Five more of a class that is 5.5 of 101.5: about 92 random labels.
    expect(recalls[2]).toEqual({ kind: 'too-few', support: 5, labelsNeeded: 93 });
  });

  it('has a finite price also for a class that the holdout lacks', () => {
    expect(
      classRecalls([
        [99, 1],
        [0, 0],
      ])[1],
    ).toEqual({ kind: 'too-few', support: 0, labelsNeeded: 2020 });
  });
});
