import { describe, expect, it } from 'vitest';
import { decisionCost, type DecisionKind } from '../../server/src/cost';
import { evaluate } from '../support/formula';

const kinds: DecisionKind[] = ['softmax', 'softmax2', 'entropy', 'margin', 'argmax'];

describe('decisions', () => {
  it("are ATHEENA's for 10 classes of 16 bit", () => {
    expect(decisionCost('softmax', 10, 16)).toMatchObject({
      cycles: 10,
      latency: 180,
      resources: { lut: 1818, ff: 1498, dsp: 8, bram18: 0 },
    });
  });

  it('are cheaper by margin and by powers of two, which need no multiplier', () => {
    const softmax = decisionCost('softmax', 10, 16).resources;
    for (const kind of ['margin', 'softmax2', 'argmax'] as const) {
      const cheaper = decisionCost(kind, 10, 16).resources;
      expect(cheaper.dsp).toBe(0);
      expect(cheaper.lut).toBeLessThan(softmax.lut / 4);
      expect(cheaper.lut).toBeGreaterThan(0);
    }
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
