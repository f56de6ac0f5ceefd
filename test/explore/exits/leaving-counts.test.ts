import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLeaving } from '../../../server/src/explore/exits/leaving-counts';
import { type ExitRule, type Trace, traceRates } from '../../../server/src/schedule';
import '../../support/seed';

/** Of one exit and one sample: its confidence in quarters. */
interface Cell {
  readonly confidence: number;
  readonly right: boolean;
}

/** One list a place: exits, then the end. */
function traceOf(places: readonly (readonly Cell[])[]): Trace {
  const cells = places.flat();
  return {
    ...{ exits: places.map((_, i) => String(i)), numbered: true, sampleCount: places[0]?.length ?? 0 },
    ...{ entropy: undefined, margin: undefined, softmax2: undefined },
    confidence: Float64Array.from(cells, (c) => c.confidence / 4),
    correct: Uint8Array.from(cells, (c) => (c.right ? 1 : 0)),
    predicted: new Int32Array(cells.length),
  };
}

describe('counts of leaving samples', () => {
  it('are those of the trace for every subset of the exits', () => {
    const exits = 4;
    const cell = fc.record({ confidence: fc.nat({ max: 4 }), right: fc.boolean() });
    const places = fc.integer({ min: 1, max: 12 }).chain((samples) => {
      const place = fc.array(cell, { minLength: samples, maxLength: samples });
      return fc.array(place, { minLength: exits + 1, maxLength: exits + 1 });
    });
    fc.assert(
      fc.property(places, fc.nat({ max: 4 }), (drawn, threshold) => {
        const trace = traceOf(drawn);
        const rules = Array.from({ length: exits }, (_, column): ExitRule => ({
          ...{ column, criterion: 'softmax', comparison: '>=', threshold: threshold / 4 },
        }));
        const counts = countLeaving(trace, rules, exits);
        for (let mask = 0; mask < 2 ** exits; mask++) {
          const chosen = rules.filter((_, e) => (mask >> e) & 1);
          const counted = traceRates(trace, chosen, exits);
          expect(counts.right(mask) / counts.samples).toBe(counted.accuracy);
          const last = counted.exits.at(-1);
          if (last) expect(counts.leaving(mask) / counts.samples).toBe(last.rate);
        }
      }),
    );
  });
});
