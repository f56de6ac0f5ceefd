import { describe, expect, it } from 'vitest';
import { Cancelled, neverCancelled } from '../../../server/src/base/checkpoint';
import { type AllSearch, beats, exploreAll } from '../../../server/src/plans/all/explore-all';
import { allSentence } from '../../../server/src/plans/all/judgement';
import { betterFirst } from '../../../server/src/plans/standing';
import { planned } from '../../support/plans';

const design = `device { board pynq-z2 clock 100 MHz }
network n {
  input x 1x10x10
  conv a kernel 3x3 filters 8
  flatten
  dense f units 16
  dense g units 4
}
exit early after a { flatten dense e1 units 4 when softmax >= 0.9 rate 40% }
stage s1 in static { a }
stage s2 in static { f .. g }
schedule { policy overlap }
budget { latency mean <= 1 ms }
`;
const asked = { objective: 'latency', accuracy: undefined } as const;

function found(search: Awaited<ReturnType<typeof exploreAll>>): AllSearch {
  if ('missing' in search) throw new Error(search.missing);
  return search;
}

describe('the front over all that is compared', () => {
  it('has every design that no other beats, the best under the budgets first', async () => {
    const search = found(await exploreAll(await planned(design), asked, neverCancelled));
    const { front, searches, compared } = search;
    expect(front.length).toBeGreaterThan(0);
    expect(compared).toBeGreaterThan(front.length - 1);
    for (const p of front) expect(front.some((q) => beats(q, p))).toBe(false);
    const better = betterFirst('latency');
    const [first, ...others] = front;
    for (const { candidate } of others)
      expect(first && better(first.candidate, candidate)).toBeLessThanOrEqual(0);
    // Whatever is best for an objective by itself is not beaten.
    for (const { candidates } of searches) {
      const sure = candidates.filter((c) => c.fits === 'yes');
      const mean = Math.min(...sure.map((c) => c.after.analysis.timeline?.schedule.meanNs ?? Infinity));
      expect(Math.min(...front.map((p) => p.meanNs))).toBeLessThanOrEqual(mean);
    }
    expect(allSentence(search)).toMatch(/^First: .*the least area number \d+\.$/);
  }, 60_000);

  it('is of what there is when it is interrupted, and says so', async () => {
    const search = await exploreAll(await planned(design), asked, () => Promise.reject(new Cancelled()));
    const { complete, front, searches } = found(search);
    expect([complete, searches.length]).toEqual([false, 1]);
    expect(front.map((p) => p.candidate.structure)).toEqual([undefined]);
  });

  it('needs a plain chain', async () => {
    const search = await exploreAll(await planned('device { board pynq-z2 }'), asked, neverCancelled);
    expect(search).toHaveProperty('missing');
  });
});
