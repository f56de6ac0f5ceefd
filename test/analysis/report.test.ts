import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { load } from '../support/fixture';
import { samples } from '../support/samples';
import { chain, reconfigured } from '../support/designs';

async function reportOf(text: string) {
  const { analysis } = await load(text);
  const report = buildReport(analysis, diagnose(analysis));
  // What is printed is what counts.
  return JSON.parse(JSON.stringify(report)) as typeof report;
}

/** The fields that readers of the document may rely on. */
const fields = {
  top: 'version design device layers modules regions static timeline baselines accuracy breakEvenBatch diagnostics',
  device: 'part family clockHz port totals',
  port: 'kind bytesPerSecond overheadNs',
  resources: 'lut ff dsp bram18 uram',
  layer: 'name kind inShape outShape macs params parallel cycles bottleneck resources band',
  module: 'name kind place layers intervalCycles fillCycles durationNs resources',
  region: 'name pblock available used availableLutM frames bitstreamBytes loadNs',
  timeline: 'policy tasks exits worstNs meanNs percentilesNs periodNs throughputPerSecond',
  task: 'id kind module lane startNs endNs',
  exit: 'name rate latencyNs checkNs hiddenNs exposedNs leavingNs',
  baseline: 'name worstNs meanNs periodNs fits',
  diagnostic: 'code severity message range',
};

function expectFields(value: object | null | undefined, of: keyof typeof fields): void {
  expect(Object.keys(value ?? {})).toEqual(expect.arrayContaining(fields[of].split(' ')));
}

describe('the report', () => {
  it('has every agreed field', async () => {
    const report = await reportOf(`${reconfigured}\nbudget { latency worst <= 1 us }`);
    expectFields(report, 'top');
    expectFields(report.device, 'device');
    expectFields(report.device?.port, 'port');
    expectFields(report.device?.totals, 'resources');
    expectFields(report.layers[1], 'layer');
    expectFields(report.layers[1]?.resources, 'resources');
    expectFields(report.modules[0], 'module');
    expectFields(report.regions[0], 'region');
    expectFields(report.static?.available, 'resources');
    expectFields(report.timeline, 'timeline');
    expectFields(report.timeline?.tasks[0], 'task');
    expectFields(report.timeline?.exits[0], 'exit');
    expectFields(report.baselines[0], 'baseline');
    expectFields(report.diagnostics[0], 'diagnostic');
    expect(Object.keys(report.timeline?.percentilesNs ?? {})).toEqual(['50', '95', '99']);
    expect(report.version).toBe(1);
  });

  it.each(samples)('of $name has whole times, ordered tasks and shares within 0 and 1', async ({ text }) => {
    const { timeline, regions, diagnostics } = await reportOf(text);
    for (const { startNs, endNs } of timeline?.tasks ?? []) {
      expect(Number.isInteger(startNs) && Number.isInteger(endNs)).toBe(true);
      expect(endNs).toBeGreaterThanOrEqual(startNs);
    }
    for (const { rate, checkNs, hiddenNs, exposedNs, leavingNs, latencyNs } of timeline?.exits ?? []) {
      // Inputs that leave wait for the whole check, whatever of it is hidden from those that stay.
      expect(leavingNs).toBeGreaterThanOrEqual(checkNs);
      expect(leavingNs).toBeLessThanOrEqual(latencyNs);
      expect(hiddenNs).toBeLessThanOrEqual(checkNs);
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThanOrEqual(1);
      expect(latencyNs).toBeLessThanOrEqual(timeline?.worstNs ?? NaN);
      expect(Math.min(hiddenNs, exposedNs)).toBeGreaterThanOrEqual(0);
    }
    for (const { bitstreamBytes } of regions) expect((bitstreamBytes ?? 0) % 4).toBe(0);
    for (const { range } of diagnostics) expect(range.end.line).toBeLessThan(text.split('\n').length);
  });

  it('says null where a figure is not known', async () => {
    const {
      device,
      static: resident,
      regions,
      modules,
    } = await reportOf(`${chain.replace('kernel 3x3', 'kernel 99x99')}\nregion r { }`);
    expect(device).toBeNull();
    expect(resident).toBeNull();
    expect(regions[0]).toMatchObject({ available: null, bitstreamBytes: null, loadNs: null });
    expect(modules[0]).toMatchObject({ durationNs: null, resources: null });
  });
});
