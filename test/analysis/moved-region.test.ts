import { describe, expect, it } from 'vitest';
import { placementView } from '../../server/src/analysis/presentation/placement';
import type { RectView } from '../../server/src/base/protocol/view';
import { LineIndex } from '../../server/src/workspace/positions';
import { load } from '../support/fixture';

const written =
  'pblock SLICE_X82Y50:SLICE_X113Y99 DSP48_X3Y20:DSP48_X4Y39 RAMB18_X4Y20:RAMB18_X5Y39 RAMB36_X4Y10:RAMB36_X5Y19';

const design = (pblock: string, more = '') => `device { board pynq-z2 }
network n {
  input i 1x16x16
  conv c1 kernel 3x3 filters 8 parallel pe 2 simd 3
}
stage a in r0 { c1 }
region r0 { ${pblock} }
${more}`;

async function moved(text: string, move: (rect: RectView) => RectView, name = 'r0') {
  const { analysis } = await load(text);
  const [rect] = analysis.regions.find(({ spec }) => spec.name === name)?.figures?.rectangles ?? [];
  if (!rect) throw new Error('the region has no place');
  const placement = placementView(analysis, name, move(rect));
  if (!placement) throw new Error('no answer');
  return { analysis, placement };
}

/** The text with the edits, as the editor applies them. */
function edited(text: string, edits: NonNullable<Awaited<ReturnType<typeof moved>>['placement']['edits']>) {
  const lines = new LineIndex(text);
  return [...edits]
    .map(({ range, text: now }) => ({
      start: lines.offsetAt(range.start),
      end: lines.offsetAt(range.end),
      now,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((all, { start, end, now }) => all.slice(0, start) + now + all.slice(end), text);
}

describe('a region at another place', () => {
  it('has the figures that it has once it is written there', async () => {
    const text = design(written);
    const { placement } = await moved(text, ({ x0, x1, y0, y1 }) => ({ x0, x1, y0: y0 - 50, y1: y1 - 50 }));
    expect(placement.region.violations).toEqual([]);
    const after = edited(text, placement.edits ?? []);
    expect(after).toContain('SLICE_X82Y0:SLICE_X113Y49');
    const { analysis } = await load(after);
    const [region] = analysis.regions;
    expect(region?.violations.filter((v) => v.severity === 'error')).toEqual([]);
    expect(placement.region.bitstreamBytes).toBe(region?.bitstreamBytes);
    expect(placement.region.loadNs).toBe(region?.loadNs);
    expect(placement.region.rects).toEqual(
      region?.figures?.rectangles.map(({ x0, x1, y0, y1 }) => ({ x0, x1, y0, y1 })),
    );
  });

  it('snaps to clock regions and to pairs of columns', async () => {
    const { placement } = await moved(design(written), ({ x0, x1, y0, y1 }) => ({
      x0: x0 + 1,
      x1,
      y0: y0 + 3,
      y1: y1 - 4,
    }));
    const [rect] = placement.region.rects;
    expect([rect?.y0, rect?.y1]).toEqual([50, 99]);
    expect(placement.region.violations).toEqual([]);
  });

  it('replaces `auto`', async () => {
    const text = design('pblock auto');
    const { placement } = await moved(text, (rect) => rect);
    expect(edited(text, placement.edits ?? [])).toMatch(/region r0 \{ pblock SLICE_X\d+Y\d+:SLICE_X\d+Y\d+/);
  });

  it('may not be over the processing system, or over another region', async () => {
    const over = await moved(design(written), () => ({ x0: 2, x1: 9, y0: 60, y1: 90 }));
    expect(over.placement.region.violations).toEqual(['Nothing there can be reconfigured.']);
    expect(over.placement.edits).toBeNull();
    for (const name of ['r0', 'r1']) {
      const two = design(
        written,
        `region r1 { ${written
          .replaceAll('Y50', 'Y0')
          .replaceAll('Y99', 'Y49')
          .replaceAll('Y20', 'Y0')
          .replaceAll('Y39', 'Y19')
          .replaceAll('Y10:', 'Y0:')
          .replace(/(RAMB36_X5)Y19/, '$1Y9')} }`,
      );
      const shift = name === 'r0' ? -50 : 50;
      const { placement } = await moved(
        two,
        (rect) => ({ ...rect, y0: rect.y0 + shift, y1: rect.y1 + shift }),
        name,
      );
      expect(placement.region.violations.join()).toContain('overlap');
      expect(placement.edits).toBeNull();
    }
  });

  it('is not known of a region that is not there', async () => {
    const { analysis } = await load(design(written));
    expect(placementView(analysis, 'other', { x0: 0, x1: 1, y0: 0, y1: 1 })).toBeNull();
  });
});
