import { describe, expect, it } from 'vitest';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import type { RangeJson } from '../../server/src/base/protocol/report';
import { LineIndex } from '../../server/src/workspace/positions';
import { load } from '../support/fixture';
import { samples } from '../support/samples';
import { chain, reconfigured } from '../support/designs';

async function viewOf(text: string) {
  const { analysis } = await load(text);
  const view = viewSnapshot(analysis, diagnose(analysis));
  const lines = new LineIndex(text);
  const at = ({ start, end }: RangeJson) => text.slice(lines.offsetAt(start), lines.offsetAt(end));
  return { view, at };
}

describe('the view', () => {
  it('shows each thing at its block', async () => {
    const { view, at } = await viewOf(reconfigured);
    expect(at(view.regions[0]?.range ?? missing)).toMatch(/^region rp0 \{[^]*\}$/);
    expect(at(view.regions[0]?.modules[1]?.range ?? missing)).toBe('stage back in rp0 { c2 .. f1 }');
    expect(at(view.staticPart?.modules[0]?.range ?? missing)).toMatch(/^exit early after p1 \{/);
    expect(at(view.device?.range ?? missing)).toBe('pynq-z2');
    for (const { tasks } of view.timeline?.paths ?? []) {
      for (const { module, range } of tasks) expect(at(range)).toContain(` ${module} `);
    }
  });

  it('has one path for each exit and the end, and a lane for each task', async () => {
    const { view } = await viewOf(reconfigured);
    const { paths = [], lanes = [] } = view.timeline ?? {};
    expect(paths.map((p) => p.exit)).toEqual(['early', 'end']);
    expect(paths.map((p) => p.rate).reduce((a, b) => a + b, 0)).toBeCloseTo(1);
    const ids = lanes.map((l) => l.id);
    for (const { lanes: used } of paths.flatMap((p) => p.tasks))
      expect(ids).toEqual(expect.arrayContaining(used));
  });

  it.each(samples)('of $name has its rectangles on the die', async ({ text }) => {
    const { view } = await viewOf(text);
    const { columns = [], clockRegions } = view.device ?? {};
    const rows = (clockRegions?.rows ?? 0) * (clockRegions?.rowHeight ?? 0);
    for (const { x0, x1, y0, y1 } of view.regions.flatMap((r) => r.rects)) {
      expect(0 <= x0 && x0 <= x1 && x1 < columns.length).toBe(true);
      expect(0 <= y0 && y0 <= y1 && y1 < rows).toBe(true);
    }
  });

  it('labels a lane as static only beside lanes that are not', async () => {
    const labels = async (text: string) =>
      (await viewOf(text)).view.timeline?.lanes.map((lane) => lane.label) ?? [];
    expect(await labels(reconfigured)).toContain('early (static)');
    expect(await labels(reconfigured.replaceAll('in rp0', 'in static'))).toEqual(['front', 'early', 'back']);
  });

  it('says what is missing where it has nothing to show', async () => {
    const { view } = await viewOf(chain.replace('kernel 3x3', 'kernel 99x99'));
    expect(view).toMatchObject({ device: null, timeline: null, staticPart: null, verdict: null });
    expect(view.missing.join(' ')).toContain('device');
    expect(view.diagnostics).toEqual({ errors: 1, warnings: 0 });
  });
});

const missing: RangeJson = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
