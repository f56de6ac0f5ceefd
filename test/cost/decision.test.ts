import { describe, expect, it } from 'vitest';
import { decisionCost, type DecisionKind } from '../../server/src/cost';
import { evaluate } from '../support/formula';

const kinds: DecisionKind[] = ['softmax', 'softmax2', 'entropy', 'margin', 'argmax'];

describe('decisions', () => {
  it('take the interval and the depth of the unit of ATHEENA, and the blocks that were counted of ours', () => {
    expect(decisionCost('softmax', 10, 16)).toMatchObject({
      cycles: 10,
      latency: 180,
      resources: { dsp: 8, bram18: 0 },
    });
  });

  it('need no multiplier by margin and by powers of two; the product of the latter is in LUTs, as the kernel binds it', () => {
    const softmax = decisionCost('softmax', 10, 16).resources;
    for (const kind of ['margin', 'softmax2', 'argmax'] as const)
      expect(decisionCost(kind, 10, 16).resources.dsp).toBe(0);
    for (const kind of ['margin', 'argmax'] as const)
      expect(decisionCost(kind, 10, 16).resources.lut).toBeLessThan(softmax.lut);
    expect(decisionCost('softmax2', 10, 16).resources.lut).toBeGreaterThan(softmax.lut);
  });

  it.each(kinds)('%s grows with classes and bits, and its terms give its figures', (kind) => {
    const small = decisionCost(kind, 10, 8);
    const wide = decisionCost(kind, 10, 16);
    const many = decisionCost(kind, 1000, 8);
    expect(wide.resources.lut).toBeGreaterThan(small.resources.lut);
    expect(many.cycles).toBe(1000);
    expect(many.latency - small.latency).toBe(990);
    for (const term of [...small.terms, ...many.terms])
      expect(evaluate(term.substituted)).toBeCloseTo(term.value, 9);
  });
});
