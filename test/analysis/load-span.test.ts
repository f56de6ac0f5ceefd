/** Where bitstreams are estimates with a band, it reaches latencies, budgets and the verdict. */
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../server/src/analysis/analysis';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { judgementOf } from '../../server/src/analysis/verdict/judgement';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reportText } from '../../server/src/export/report/text';
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

  it('is none on the 7 series, whose bitstreams are exact', async () => {
    const { analysis } = await load(reconfigured);
    expect(analysis.timeline?.loadSpan).toBeUndefined();
    expect(judgementOf(analysis, [])?.text).not.toContain('estimates');
    expect(buildReport(analysis, []).timeline).not.toHaveProperty('loadSpan');
  });
});
