/** Where bitstreams are estimates with a band, it reaches latencies, budgets and the verdict. */
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../server/src/analysis/analysis';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { judgementOf } from '../../server/src/analysis/verdict/judgement';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reportText } from '../../server/src/export/report/text';
import { codeLenses } from '../../server/src/ide/code-lens';
import { scheduleHover } from '../../server/src/ide/hover-schedule';
import { chain, exitAfterPool, reconfigured } from '../support/designs';
import { load } from '../support/fixture';

const design = `device { board zcu104 clock 100 MHz }
${chain}
${exitAfterPool}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
region rp0 {
  pblock SLICE_X89Y300:SLICE_X99Y359 DSP48E2_X12Y120:DSP48E2_X12Y143
         RAMB18_X3Y120:RAMB18_X3Y143 RAMB36_X3Y60:RAMB36_X3Y71
}
`;

/** With a real bitstream of that length. */
const measured = async (bytes: number, predicted: number): Promise<Analysis> => {
  const calibration = {
    version: 1,
    part: 'xczu7',
    reports: ['rp0.bit'],
    bitstreams: [{ region: 'rp0', bytes, predicted, source: 'rp0.bit' }],
  };
  const { analysis } = await load(
    `//- main.exeunt\n${design}\n//- main.calibration.json\n${JSON.stringify(calibration)}`,
  );
  return analysis;
};

const known = async (text = design) => {
  const { analysis } = await load(text);
  const { timeline, regions } = analysis;
  const span = timeline?.loadSpan;
  const band = regions[0]?.bytesBand;
  if (timeline === undefined || span === undefined || band === undefined) throw new Error('no band');
  return { analysis, timeline, span, band, predicted: regions[0]?.figures?.bitstreamBytes ?? 0 };
};

describe('a band of bitstreams', () => {
  it('gives latencies whose ends are those of real bitstreams of that length', async () => {
    const { span, timeline, band, predicted } = await known();
    const [least, most] = [await measured(band.low, predicted), await measured(band.high, predicted)];
    expect(least.timeline?.schedule.worstNs).toBe(span.low.worstNs);
    expect(most.timeline?.schedule.worstNs).toBe(span.high.worstNs);
    expect(most.timeline?.schedule.meanNs).toBe(span.high.meanNs);
    expect(most.timeline?.stream?.periodNs).toBe(span.streams?.high.periodNs);
    expect(span.low.worstNs).toBeLessThan(timeline.schedule.worstNs);
    expect(span.high.worstNs).toBeGreaterThan(timeline.schedule.worstNs);
    // A real bitstream leaves no band.
    expect(most.timeline?.loadSpan).toBeUndefined();
  });

  it('decides budgets by both ends', async () => {
    const { span, timeline } = await known();
    const us = (ns: number) => (ns / 1000).toFixed(3);
    const verdictOf = async (limit: string) => {
      const { analysis } = await load(`${design}\nbudget { ${limit} }`);
      const found = diagnose(analysis).filter(({ code }) => code.startsWith('EX600'));
      return [analysis.budgets[0]?.verdict, ...found.map((d) => `${d.severity} ${d.code}`)];
    };
    const { worstNs } = timeline.schedule;
    expect(await verdictOf(`latency worst <= ${us(span.high.worstNs + 1000)} us`)).toEqual(['fits']);
    for (const between of [(worstNs + span.high.worstNs) / 2, (worstNs + span.low.worstNs) / 2])
      expect(await verdictOf(`latency worst <= ${us(between)} us`)).toEqual([
        'may not fit',
        'warning EX6001',
      ]);
    expect(await verdictOf(`latency worst <= ${us(span.low.worstNs - 1000)} us`)).toEqual([
      'does not fit',
      'error EX6001',
    ]);
    const rate = timeline.stream?.throughputPerSecond ?? 0;
    const slowest = span.streams?.high.throughputPerSecond ?? 0;
    expect(await verdictOf(`throughput >= ${((rate + slowest) / 2).toFixed(3)} /s`)).toEqual([
      'may not fit',
      'warning EX6003',
    ]);
  });

  it('is said in the message, in the report and in the verdict', async () => {
    const { span, timeline } = await known();
    const limit = ((timeline.schedule.worstNs + span.high.worstNs) / 2000).toFixed(3);
    const { analysis } = await load(`${design}\nbudget { latency worst <= ${limit} us }`);
    const diagnostics = diagnose(analysis);
    expect(diagnostics.find((d) => d.code === 'EX6001')?.message).toMatch(
      /^Worst-case latency is estimated at [\d.,]+ µs \([\d.,]+ µs to [\d.,]+ (?:µs|ms), since bitstreams are estimates\), so it may miss the budget of .* A real \.bit or \.bin given to `exeunt calibrate`/,
    );
    expect(judgementOf(analysis, diagnostics)?.text).toMatch(
      /Bitstreams are estimates: the worst case is .* to /,
    );
    const report = buildReport(analysis, diagnostics);
    expect(report.timeline?.loadSpan?.worstNs).toEqual({
      low: span.low.worstNs,
      high: span.high.worstNs,
    });
    expect(report.budgets[0]?.between).toEqual(report.timeline?.loadSpan?.worstNs);
    expect(reportText(report, [])).toMatch(/worst-case latency +[\d.,]+ µs −\d+ … \+\d+ %/);
  });

  it('reaches percentiles, lens, hover and the bars of the timeline', async () => {
    const { analysis, span, timeline } = await known(`${design}\nschedule { policy overlap }`);
    const diagnostics = diagnose(analysis);
    const { percentilesNs } = buildReport(analysis, diagnostics).timeline?.loadSpan ?? {};
    expect(percentilesNs?.['95']).toEqual({
      low: span.low.percentilesNs[95],
      high: span.high.percentilesNs[95],
    });
    expect(reportText(buildReport(analysis, diagnostics), [])).toMatch(
      /percentiles 50 \/ 95 \/ 99 +\S+ .s( −\d+ … \+\d+ %)? \/ [\d.,]+ .s −\d+ … \+\d+ % \/ [\d.,]+ .s −\d+ … \+\d+ %/,
    );
    const banded = /mean [\d.,]+ .s −\d+ … \+\d+ % · worst [\d.,]+ .s −\d+ … \+\d+ %/;
    expect(
      codeLenses(analysis, diagnostics)
        .map((l) => l.title)
        .join('\n'),
    ).toMatch(banded);
    expect(scheduleHover(analysis, diagnostics)).toMatch(banded);
    const loads = viewSnapshot(analysis, diagnostics)
      .timeline?.paths.at(-1)
      ?.tasks.filter((t) => t.kind === 'load');
    expect(loads?.length).toBeGreaterThan(0);
    for (const load of loads ?? []) expect(load.takesNs).toEqual(analysis.regions[0]?.loadBand);
    expect(timeline.loadSpan?.isEstimated).toBe(true);
  });

  const loadsOf = (...times: number[]) => ({
    version: 1,
    part: 'xc7z020',
    reports: ['loads.log'],
    loads: times.map((ms) => ({ module: 'back', bytes: 857_740, ns: ms * 1e6 })),
  });
  const withLoads = async (...times: number[]) => {
    const text = `//- main.exeunt\n${reconfigured}\n//- main.calibration.json\n${JSON.stringify(loadsOf(...times))}`;
    return (await load(text)).analysis;
  };

  it('comes from loads that were measured more than once, too', async () => {
    const analysis = await withLoads(40, 40, 43);
    const [region] = analysis.regions;
    // The model's bytes are those of the log, so the median is the load time.
    expect(region?.loadNs).toBe(40e6);
    expect(region?.loadBand).toEqual({ low: 40e6, high: 43e6 });
    expect(region?.bytesBand).toBeUndefined();
    expect(analysis.timeline?.loadSpan).toMatchObject({ since: 'measured loads differ', isEstimated: false });
    expect(judgementOf(analysis, [])?.text).toMatch(
      /Measured loads differ: the worst case is .* to [^,]*\.$/,
    );
    expect(buildReport(analysis, []).regions[0]).toMatchObject({
      loadBandNs: { low: 40e6, high: 43e6 },
      bandReason: '3 measured loads lie between these',
    });
  });

  it('leaves out the few that are far from the others, and takes percentiles of many', async () => {
    expect((await withLoads(40, 40, 41, 120)).regions[0]).toMatchObject({
      loadBand: { low: 40e6, high: 41e6 },
      loadReason: '4 measured loads lie between these, but for those far from the others',
    });
    const many = Array.from({ length: 38 }, () => 40);
    const often = await withLoads(...many, 80, 80, 80);
    expect(often.regions[0]).toMatchObject({
      loadBand: { low: 40e6, high: 80e6 },
      loadReason: '90 % of 41 measured loads lie between these',
    });
    expect((await withLoads(...many, 80)).regions[0]).not.toHaveProperty('loadBand');
  });

  it.each([[[40]], [[40, 40, 40]]])('is none of loads that are alike: %j', async (times) => {
    const analysis = await withLoads(...times);
    expect(analysis.regions[0]?.loadBand).toBeUndefined();
    expect(analysis.timeline?.loadSpan).toBeUndefined();
  });

  it('widens that of estimated bitstreams', async () => {
    const { region, at } = await (async () => {
      const { analysis } = await load(design);
      return { region: analysis.regions[0], at: analysis.target.port };
    })();
    const bytes = region?.figures?.bitstreamBytes ?? 0;
    const times = [1e6, 1.5e6].map((ns) => ({ module: 'back', bytes, ns }));
    const calibration = { version: 1, part: 'xczu7', reports: ['l.log'], loads: times };
    const { analysis } = await load(
      `//- main.exeunt\n${design}\n//- main.calibration.json\n${JSON.stringify(calibration)}`,
    );
    const band = analysis.regions[0]?.loadBand;
    expect(at?.spread).toBeUndefined();
    expect(band?.high).toBeGreaterThan(1.5e6);
    expect(band?.low).toBeLessThan(1e6);
    expect(analysis.timeline?.loadSpan?.since).toBe('bitstreams are estimates and measured loads differ');
  });

  it('is none on the 7 series, whose bitstreams are exact', async () => {
    const { analysis } = await load(reconfigured);
    expect(analysis.timeline?.loadSpan).toBeUndefined();
    expect(judgementOf(analysis, [])?.text).not.toContain('estimates');
    expect(buildReport(analysis, []).timeline).not.toHaveProperty('loadSpan');
  });
});
