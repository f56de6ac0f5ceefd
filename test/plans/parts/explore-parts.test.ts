import { describe, expect, it } from 'vitest';
import { Cancelled, neverCancelled } from '../../../server/src/base/checkpoint';
import { type PartsSearch, exploreParts, partsFor } from '../../../server/src/plans/parts/explore-parts';
import { partsSentence } from '../../../server/src/plans/parts/judgement';
import { fitsOf } from '../../../server/src/plans/standing';
import { type State, tried } from '../../../server/src/plans/trial';
import { planned, stateOfSample } from '../../support/plans';

/** Too large for the smallest part with all of it resident: 30,000 weights take block RAM. */
const design = (more = '', device = 'board pynq-z2 clock 100 MHz'): string => `device { ${device} }
network n {
  input x 1x12x12
  conv a kernel 3x3 filters 4
  maxpool p window 2x2
  flatten
  dense f units 64
  dense g units 4
}
exit early after p { flatten dense e1 units 4 when softmax >= 0.9 rate 70% }
stage one in static { a .. p }
stage two in static { f }
stage three in static { g }
schedule { policy overlap batch 1 }
${more}`;

const two = ['xc7z020', 'xc7z007s'];

async function searched(before: State, among: readonly string[] | undefined = two): Promise<PartsSearch> {
  const found = await exploreParts(before, { objective: 'latency', among }, neverCancelled);
  if ('missing' in found) throw new Error(found.missing);
  return found;
}

describe('a design on every part', () => {
  it('has a row a part, the own family and the smallest first', async () => {
    const parts = partsFor(await planned(design()));
    expect(parts).toHaveLength(22);
    expect(parts[0]?.name).toBe('xc7z007s');
    const families = parts.map((p) => p.family);
    expect(families.lastIndexOf('7series')).toBeLessThan(families.indexOf('ultrascale+'));
    const other = await planned(design('', 'part "xczu3eg" clock 100 MHz'));
    expect(partsFor(other)[0]?.name).toBe('xczu1');
  });

  it('gives the resident design the figures of the same text on that part', async () => {
    const { rows } = await searched(await planned(design()));
    for (const row of rows) {
      const by = await planned(
        design('', `part "${row.part.name}" clock 100 MHz`)
          .replace('filters 4', 'filters 4 parallel auto')
          .replace(/dense (\w+) units \d+/g, '$& parallel auto')
          .replace(
            'stage two in static { f }\nstage three in static { g }',
            'stage two in static { f .. g }',
          ),
      );
      const own = row.kinds.find((k) => k.kind === 'static');
      expect(own?.best?.fits).toBe(fitsOf(by));
      // Under the best policy, which may differ.
      const { meanNs = Infinity } = by.analysis.timeline?.schedule ?? {};
      expect(own?.best?.after.analysis.timeline?.schedule.meanNs).toBeLessThanOrEqual(meanNs);
      expect(own?.best?.after.analysis.target.part?.name).toBe(row.part.name);
    }
  });

  it('prints the figures of the text that it writes, and keeps clock and stated rates', async () => {
    const stated = 'board pynq-z2 clock 80 MHz port pcap 100 MB/s memory 500 MB/s';
    const before = await planned(design('', stated));
    for (const { part, kinds, isOwn } of (await searched(before)).rows)
      for (const { best } of kinds) {
        if (best === undefined) continue;
        const after = await tried(before, best.edits, neverCancelled);
        const { target, timeline } = after.analysis;
        expect(target.part?.name).toBe(part.name);
        expect(target.board?.name).toBe(isOwn ? 'PYNQ-Z2' : undefined);
        expect(target.clockHz).toBe(80e6);
        expect(target.port?.bytesPerSecond).toBe(100e6);
        expect(target.ddrBytesPerSecond).toBe(500e6);
        expect(timeline?.schedule).toEqual(best.after.analysis.timeline?.schedule);
        expect(fitsOf(after)).toBe(best.fits);
      }
  });

  it('takes the file as it is on its own part, where nothing better is found', async () => {
    const before = await planned(design());
    const { rows } = await searched(before);
    const own = rows.find((r) => r.isOwn);
    const meanNs = before.analysis.timeline?.schedule.meanNs ?? 0;
    expect(own?.best?.after.analysis.timeline?.schedule.meanNs).toBeLessThanOrEqual(meanNs);
  });

  it('names the smallest part that meets the budgets with and without reconfiguration', async () => {
    const before = await planned(design('budget { latency mean <= 100 us }'));
    const search = await searched(before);
    expect(search.rows.map((r) => r.part.name)).toEqual(['xc7z007s', 'xc7z020']);
    const { reconfigured, resident } = search.smallest;
    expect(resident).toBeDefined();
    expect(reconfigured).toBeUndefined();
    expect(partsSentence(before, search)).toMatch(
      /^With reconfiguration no part meets the budgets; without it the xc7z0\w+ \(static.*: mean .*\)\. On the xc7z0\w+, reconfigured, .* misses `latency mean <= 100 µs`: /,
    );
  });

  it('says which budget nothing meets, and how near the best comes', async () => {
    const before = await planned(design('budget { latency mean <= 1 us }'));
    const sentence = partsSentence(before, await searched(before));
    expect(sentence).toMatch(
      /^No part meets the budgets\. The nearest is on the xc7z020, static.*; it misses `latency mean <= 1 µs`: .* away\.$/,
    );
  });

  it('answers for a design without a device', async () => {
    const text = design().replace(/^device.*\n/, '');
    const { rows } = await searched(await planned(text), ['xc7z020']);
    expect(rows[0]?.isOwn).toBe(false);
    expect(rows[0]?.best?.fits).toBe('yes');
  });

  it('says what none of the foldings fits, and of what there is too little', async () => {
    const large = design().replace('dense f units 64', 'dense f units 4096');
    const { rows } = await searched(await planned(large), ['xc7z007s']);
    const own = rows[0]?.kinds.find((k) => k.kind === 'static');
    expect(own?.best?.fits).not.toBe('yes');
    expect(own?.short[0]).toMatchObject({ where: 'static', kind: 'bram18', have: 100 });
    expect(own?.why).toMatch(/RAMB18/);
  });

  it('tries only the places of a design with a switch, and says why', async () => {
    const { rows, heldFor } = await searched(await stateOfSample('model-selection'), ['xc7z020']);
    expect(heldFor).toMatch(/a single path: a switch such as '\w+' is not supported/);
    expect(rows[0]?.best).toBeDefined();
  });

  it('refuses a design without a network', async () => {
    const found = await exploreParts(
      await planned('device { board pynq-z2 }\n'),
      { objective: 'latency', among: two },
      neverCancelled,
    );
    expect(found).toMatchObject({ missing: expect.stringMatching(/^a timeline: /) as string });
  });

  it('gives the parts that it has looked at when it is interrupted', async () => {
    let left = 1;
    const search = await exploreParts(await planned(design()), { objective: 'latency', among: two }, () =>
      left-- > 0 ? Promise.resolve() : Promise.reject(new Cancelled()),
    );
    if ('missing' in search) throw new Error(search.missing);
    expect(search.complete).toBe(false);
    expect(search.rows).toHaveLength(1);
  });
});
