import { describe, expect, it } from 'vitest';

import { ActiveSessions } from '../../../src/encoders/sessions/active-sessions.js';

/** Sessions at work at once after each batch, where all of them encode one batch after the other. */
function limits(sessions: number, msPerBatch: (active: number) => number): number[] {
  const active = new ActiveSessions(sessions);
  const seen: number[] = [];
  for (let nowMs = 0; nowMs < 60_000;) {
    const { limit } = active;
    const ms = msPerBatch(limit);
    for (let i = 0; i < limit; i++) {
      active.worked({ items: 32, startedMs: nowMs, endedMs: nowMs + ms });
    }
    nowMs += ms;
    seen.push(active.limit);
  }
  return seen;
}

describe('sessions at work at once', () => {
  it('are all of them where each works as fast as alone, but for one short trial', () => {
    const seen = limits(4, () => 100);
    expect(seen.at(-1)).toBe(4);
    const halves = seen.filter((limit) => limit === 2).length;
    expect(halves).toBeGreaterThan(0);
    expect(halves / seen.length).toBeLessThan(0.02);
    // 2 % of the time so far must be enough for the trial.
    expect(seen.slice(0, 99).every((limit) => limit === 4)).toBe(true);
  });

  it('are half of them where all are in each other’s way', () => {
    expect(limits(4, (active) => 20 * active ** 2).at(-1)).toBe(2);
  });

  it('are the only one where there is no other', () => {
    expect(new Set(limits(1, () => 100))).toEqual(new Set([1]));
  });
});
