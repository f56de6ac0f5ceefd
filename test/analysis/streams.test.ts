/** Streams of whole designs: what the report, the hovers and the diagnostics say of them. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reportText } from '../../server/src/export/report/text';
import { codeLenses } from '../../server/src/ide/code-lens';
import { streamHover } from '../../server/src/ide/hover-schedule';
import { load } from '../support/fixture';

const resident = (batch = 1, more = '', device = ''): string => `device { board pynq-z2 ${device} }
network n {
  input image 1x16x16
  conv a kernel 3x3 filters 8 pad 1
  conv b kernel 3x3 filters 8 pad 1
  conv c kernel 3x3 filters 2 pad 1
}
stage sa in static { a }
stage sb in static { b }
stage sc in static { c }
schedule { batch ${batch} ${more} }
`;

const reportOf = async (text: string) => {
  const { analysis } = await load(text);
  return buildReport(analysis, diagnose(analysis));
};

describe('three resident stages', () => {
  it('have the period of the slowest', async () => {
    const { timeline, modules } = await reportOf(resident());
    const slowest = Math.max(...modules.map((m) => m.durationNs ?? NaN));
    expect(timeline?.periodNs).toBe(slowest);
    expect(timeline?.stream?.limit).toBe('sb (static)');
    expect(timeline?.stream?.lanes.find((l) => l.lane === 'static:sb')).toEqual({
      lane: 'static:sb',
      busyShare: 1,
      heldShare: 1,
    });
  });

  it('are told what limits them, and how busy each is, in the report, the hover, the lens and the view', async () => {
    const { analysis } = await load(`${resident()}budget { throughput >= 1 /s }`);
    const text = reportText(buildReport(analysis, []), []);
    expect(text).toMatch(/throughput limited by +sb \(static\)\n/);
    expect(text).toMatch(/\n {2}sb \(static\) +100 % +100 %\n/);
    const hover = streamHover(analysis);
    expect(hover).toContain('limited by sb (static)');
    expect(hover).toMatch(/sa \(static\) \| [\d.]+ % \| [\d.]+ %/);
    const titles = codeLenses(analysis).map((l) => l.title);
    expect(titles.some((t) => t.includes('throughput limited by sb (static)'))).toBe(true);
    expect(viewSnapshot(analysis, []).timeline?.limit).toBe('sb (static)');
  });

  it('in batches have two buffers for a batch of each result', async () => {
    const { timeline, modules } = await reportOf(resident(32));
    // A byte each of 8, 8 and 2 maps of 16 × 16; the image is one map.
    expect(modules.map((m) => m.bufferBytes)).toEqual([8, 8, 2].map((maps) => 2 * 32 * maps * 256));
    expect(timeline?.stream?.inputBufferBytes).toBe(2 * 32 * 256);
    const { timeline: single } = await reportOf(resident());
    expect((timeline?.periodNs ?? NaN) / 32).toBeLessThan(single?.periodNs ?? NaN);
  });

  it('share the memory', async () => {
    // Traffic of an input: 256 + 2048, 2048 + 2048, 2048 + 512 bytes.
    const { timeline } = await reportOf(resident(1, '', 'memory 1 MB/s'));
    expect(timeline?.periodNs).toBe(8_960_000);
    expect(timeline?.stream?.limit).toMatch(
      /^the memory: all that runs at once shares it\. .* 299 % of the memory's rate/,
    );
  });

  it('are told what limits them where inputs arrive too fast', async () => {
    const { analysis } = await load(resident(1, 'arrival every 1 us'));
    const found = diagnose(analysis).find((d) => d.code === 'EX6006');
    expect(found?.message).toMatch(/one leaves only every .*\. The stream is limited by sb \(static\)\. /);
  });
});

describe('a value that crosses a stage', () => {
  it('is read by the stage behind it too, and keeps its buffer until then', async () => {
    const { analysis } = await load(`device { board pynq-z2 }
network n {
  input image 4x16x16
  conv a kernel 3x3 filters 4 pad 1
  conv b kernel 3x3 filters 4 pad 1
  add sum from a b
  conv c kernel 3x3 filters 4 pad 1
}
stage sa in static { a }
stage sb in static { b }
stage sc in static { sum c }
`);
    const [sa, sb, sc] = analysis.timeline?.problem.stages ?? [];
    expect([sa?.reads, sb?.reads]).toEqual([undefined, undefined]);
    expect(new Set(sc?.reads)).toEqual(new Set(['sa', 'sb']));
    const slowest = Math.max(
      ...analysis.modules.map((m) => (m.duration?.fixedNs ?? 0) + (m.duration?.perInputNs ?? 0)),
    );
    // The value of sa is kept through all three stages, and two such values at most.
    expect(analysis.timeline?.stream?.periodNs).toBeGreaterThan(slowest);
  });
});
