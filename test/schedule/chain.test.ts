import { describe, expect, it } from 'vitest';
import { longRunShares, type Chain } from '../../server/src/schedule/stream/chain';

function check(chain: Chain, expected: number[]): void {
  const shares = longRunShares(chain);
  expect(shares).toBeDefined();
  expected.forEach((share, s) => expect(shares?.[s], `state ${s}`).toBeCloseTo(share, 10));
  expect(shares?.length).toBe(expected.length);
}

/** A ring whose states advance with probability p and otherwise fall back to 0: shares are p^k, truncated. */
function fallingBack(states: number, p: number): { chain: Chain; shares: number[] } {
  const next = Array.from({ length: states }, (_, s) => [(s + 1) % states, 0]).flat();
  const powers = Array.from({ length: states }, (_, k) => p ** k);
  const sum = powers.reduce((a, b) => a + b, 0);
  return { chain: { states, probability: [p, 1 - p], next }, shares: powers.map((w) => w / sum) };
}

describe('long-run shares', () => {
  it('of a single state', () => {
    check({ states: 1, probability: [1], next: [0] }, [1]);
  });

  it('of a chain without self-loops', () => {
    check({ states: 3, probability: [1], next: [1, 2, 0] }, [1 / 3, 1 / 3, 1 / 3]);
  });

  it('of a chain whose start is transient', () => {
    check({ states: 3, probability: [0.25, 0.75], next: [1, 1, 1, 2, 1, 1] }, [0, 4 / 7, 3 / 7]);
  });

  it('of two classes, each with the probability of ending up in it', () => {
    // 0 → 1 (30 %) or 2 (70 %); 1 stays; 2 and 3 alternate.
    check({ states: 4, probability: [0.3, 0.7], next: [1, 2, 1, 1, 3, 3, 2, 2] }, [0, 0.3, 0.35, 0.35]);
  });

  it.each([150, 400, 3000])('of %d states, solved directly or by relaxation', (states) => {
    const { chain, shares } = fallingBack(states, 0.99);
    check(chain, shares);
  });

  it('of a long periodic ring', () => {
    const states = 501;
    const next = Array.from({ length: states }, (_, s) => (s + states - 1) % states);
    check({ states, probability: [1], next }, new Array<number>(states).fill(1 / states));
  });
});
