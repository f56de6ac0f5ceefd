import { formatCount } from '../../server/src/base/format';
import { exactly } from '../../server/src/base/band';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../server/src/analysis/analysis';
import { layerHover } from '../../server/src/ide/hover-layer';
import { codeLenses } from '../../server/src/ide/code-lens';
import { type Calibrated, calibrate } from '../../server/src/reports/calibrate';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';
import {
  csynth2023,
  csynthText,
  hierarchy,
  power,
  timing,
  utilisation7,
  utilisationOfPblock,
  utilisationPlus,
} from './samples';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { reportText } from '../../server/src/export/report/text';
import { outliers } from '../../server/src/analysis/figures/load-spread';
import { bitFile, configuration } from './samples';

const analysed = async (text: string): Promise<Analysis> => (await load(text)).analysis;

const measured = (analysis: Analysis, ...files: (readonly [string, string])[]): Calibrated => {
  const result = calibrate(
    analysis,
    files.map(([name, text]) => ({ name, text })),
    undefined,
  );
  if ('error' in result) throw new Error(result.error);
  return result;
};

const withCalibration = ({ calibration }: Calibrated, text = reconfigured) =>
  analysed(`//- main.exeunt\n${text}\n//- main.calibration.json\n${JSON.stringify(calibration)}`);

const moduleOf = (analysis: Analysis, name: string) => {
  const module = analysis.modules.find((m) => m.name === name);
  if (module?.cost === undefined) throw new Error(`no module ${name}`);
  return module;
};

const used = { lut: 2000, ff: 2400, dsp: 20, bram: 6 };

describe('calibration', () => {
  it('puts measured figures in place of the estimates, and says so', async () => {
    const before = await analysed(reconfigured);
    const after = await withCalibration(
      measured(before, ['rp0_front_utilization.rpt', utilisation7('rp0_front', used)]),
    );
    const front = moduleOf(after, 'front');
    expect(front.resources).toMatchObject({ lut: 2000, ff: 2400, dsp: 20, bram18: 6 });
    expect([front.band.lut, front.band.ff]).toEqual([exactly, exactly]);
    const titles = codeLenses(after).map((l) => l.title);
    expect(titles).toContainEqual(expect.stringMatching(/2,000 LUT.* · measured$/));
    expect(titles).toContainEqual(expect.stringContaining('calibrated from 1 report'));
  });

  it.each([
    ['a word that exports keep for themselves', 'weights', 'rp0_weights_m'],
    ['a name that another one collides with', '"back?"', 'rp0_back_2_inst_0'],
    ['a region whose cell carries a number', '"back?"', 'rp0_2_back_2'],
  ])('finds a module by the name that it was exported under: %s', async (_, name, subject) => {
    const text = reconfigured
      .replace('stage front', 'stage back')
      .replace('stage back in rp0 { c2', `stage ${name} in rp0 { c2`);
    const { calibration } = measured(await analysed(text), ['a.rpt', utilisation7(subject, used)]);
    expect(calibration.modules.map((m) => m.name)).toEqual([name.replaceAll('"', '')]);
  });

  it('takes every module from a report by hierarchy', async () => {
    const before = await analysed(reconfigured);
    const other = { lut: 700, ff: 800, dsp: 3, bram: 1 };
    const report = hierarchy([
      [0, 'system_wrapper', '(top)', { lut: 9000, ff: 9000, dsp: 40, bram: 20 }],
      [1, 'system_i', 'system', { lut: 9000, ff: 9000, dsp: 40, bram: 20 }],
      [2, 'early', 'system_early_0', other],
      [3, 'early', 'something_inside', { lut: 1, ff: 1, dsp: 0, bram: 0 }],
      [2, 'rp0', 'rp0_front_inst_0', used],
    ]);
    const after = await withCalibration(measured(before, ['impl_1_hierarchy.rpt', report]));
    expect(moduleOf(after, 'front').resources).toMatchObject({ lut: 2000, ff: 2400 });
    expect(moduleOf(after, 'early').resources).toMatchObject({ lut: 700, ff: 800 });
  });

  it('scales all modules by the sum of a whole design, as long as none is measured', async () => {
    const before = await analysed(reconfigured);
    const shell = before.staticPart?.used;
    const front = moduleOf(before, 'front').cost?.resources;
    if (shell === undefined || front === undefined) throw new Error('both are estimated');
    const twice = { lut: 2 * (shell.lut + front.lut), ff: 2 * (shell.ff + front.ff), dsp: 9, bram: 9 };
    const whole = measured(before, ['impl_1_utilization.rpt', utilisation7('impl_1', twice)]);
    expect(whole.lines.join('\n')).toMatch(/impl_1: lut estimated .* shell and modules in sum/s);
    const after = await withCalibration(whole);
    expect(moduleOf(after, 'back').resources?.lut).toBe(2 * (moduleOf(before, 'back').resources?.lut ?? 0));
    expect(moduleOf(after, 'back').calibration).toBe('calibrated from 1 report');
    const layer = after.lists[0]?.layers.find((l) => l.shaped.spec.name === 'c2');
    const list = after.lists[0];
    if (layer === undefined || list === undefined) throw new Error('no layer c2');
    expect(layerHover(after, list, layer)).toMatch(/back as a whole, calibrated from 1 report: [\d,]+ LUT/);
  });

  it('scales what was not measured, and narrows its band', async () => {
    const before = await analysed(reconfigured);
    const [front, back] = ['front', 'back'].map((name) => moduleOf(before, name).cost?.resources);
    if (front === undefined || back === undefined) throw new Error('both are estimated');
    const double = (r: typeof front, more = 1) => ({
      lut: Math.round(2 * more * r.lut),
      ff: Math.round(2 * r.ff),
      dsp: r.dsp,
      bram: r.bram18,
    });
    const one = measured(before, ['csynth.xml', csynth2023('front', double(front))]);
    const early = moduleOf(before, 'early');
    const afterOne = moduleOf(await withCalibration(one), 'early');
    expect(afterOne.resources?.lut).toBeCloseTo(2 * (early.resources?.lut ?? 0), -1);
    expect(afterOne.cost?.band.lut.high).toBeCloseTo((early.cost?.band.lut.high ?? 0) / 2);
    const two = measured(
      before,
      ['a.xml', csynth2023('front', double(front))],
      ['b.xml', csynth2023('back', double(back, 1.02))],
    );
    const afterTwo = moduleOf(await withCalibration(two), 'early');
    expect(afterTwo.cost?.band.lut.high).toBeLessThan(0.03);
    expect(afterTwo.calibration).toBe('calibrated from 2 reports');
  });

  it('holds a figure measured of other layers for a scale only', async () => {
    const one = measured(await analysed(reconfigured), ['a.rpt', utilisation7('front', used)]);
    const edited = await withCalibration(one, reconfigured.replace('filters 4', 'filters 12'));
    expect(moduleOf(edited, 'front').calibration).toBe('calibrated from 1 report');
    expect(moduleOf(edited, 'front').resources?.lut).not.toBe(2000);
  });

  it('takes the port from measured loads, unless the design states it', async () => {
    const before = await analysed(reconfigured);
    const log = 'exeunt load module=back bytes=857740 ms=8.000 MB/s=107.22\n';
    const result = measured(before, ['loads.log', log]);
    const after = await withCalibration(result);
    expect(after.regions[0]?.loadNs).toBe(8_000_000);
    expect(after.target.port?.source).toBe('calibrated from 1 measured load');
    const stated = reconfigured.replace('clock 100 MHz', 'clock 100 MHz port pcap at 100 MB/s');
    expect((await withCalibration(result, stated)).target.port?.bytesPerSecond).toBe(100e6);
    expect(result.lines[0]).toMatch(/load of back: predicted 6\.71 ms, measured 8 ms for 857,740 B/);
  });

  it('naming the kind of the port states no figure', async () => {
    const named = reconfigured.replace('clock 100 MHz', 'clock 100 MHz port pcap');
    const log = 'exeunt load module=back bytes=857740 ms=47.300 MB/s=18.13\n';
    const after = await withCalibration(measured(await analysed(named), ['loads.log', log]), named);
    expect(after.regions[0]?.loadNs).toBe(47_300_000);
  });

  it('says that stated figures of the port stand before measured loads', async () => {
    const stated = reconfigured.replace('clock 100 MHz', 'clock 100 MHz port pcap at 100 MB/s');
    const log = 'exeunt load module=back bytes=857740 ms=47.300 MB/s=18.13\n';
    const { lines } = measured(await analysed(stated), ['loads.log', log]);
    expect(lines).toContainEqual(
      expect.stringMatching(/measured loads change nothing: take the figures out/),
    );
  });

  it('takes the median of repeated loads', async () => {
    const log = [47, 120, 46].map((ms) => `exeunt load module=back bytes=857740 ms=${ms}.000 MB/s=1`);
    const result = measured(await analysed(reconfigured), ['loads.log', log.join('\n')]);
    expect(result.lines[0]).toMatch(
      /measured 47 ms \(median of 3, 46 ms to 47 ms; 1 apart from them, 120 ms\)/,
    );
    expect((await withCalibration(result)).regions[0]?.loadNs).toBe(47_000_000);
  });

  it('tells the 95th percentile of many loads, and those apart', async () => {
    const times = [...Array.from({ length: 40 }, (_, i) => 40 + (i % 10) / 10), 90, 95];
    const log = times.map((ms) => `exeunt load module=back bytes=857740 ms=${ms.toFixed(3)} MB/s=1`);
    const { lines } = measured(await analysed(reconfigured), ['loads.log', log.join('\n')]);
    expect(lines[0]).toContain(
      'measured 40.5 ms (median of 42, 90 % 40 ms to 40.9 ms; 2 apart from the others, up to 95 ms)',
    );
    expect(outliers([47, 47, 120])).toEqual([120]);
    expect(outliers([40, 42, 44, 41])).toEqual([]);
    expect(outliers([47, 120])).toEqual([]);
  });

  it('reads times of fpgautil, with the length of the file that was loaded', async () => {
    const text = [
      'fpga_manager fpga0: writing rp0_back.bin to Xilinx Zynq FPGA Manager',
      'Time taken to load BIN is 47.000000 Milli Seconds',
      'fpga_manager fpga0: writing other.bin to Xilinx Zynq FPGA Manager',
      'Time taken to load BIN is 9.000000 Milli Seconds',
    ].join('\n');
    const before = await analysed(reconfigured);
    const result = measured(before, ['dmesg.log', text]);
    expect(result.calibration.loads).toEqual([{ module: 'back', bytes: 857_740, ns: 47_000_000 }]);
    expect(result.lines).toContain('a load of other.bin, which is no module of this design, does not count');
    expect((await withCalibration(result)).regions[0]?.loadNs).toBe(47_000_000);
    const withFile = calibrate(
      before,
      [
        { name: 'dmesg.log', text },
        { name: 'rp0_back.bit', text: '', bytes: bitFile('7z020clg400', configuration(857_000)) },
      ],
      undefined,
    );
    expect(withFile).toHaveProperty('calibration.loads.0.bytes', 857_000);
  });

  it('holds cycles and clock of HLS beside the model’s, and replaces none', async () => {
    const before = await analysed(reconfigured);
    const { cost } = moduleOf(before, 'front');
    const result = measured(before, ['front_csynth.rpt', csynthText('front', used, '2023.2')]);
    const said = `HLS: latency 3,080 to 3,081 cycles (model ${formatCount(cost?.latencyCycles ?? 0)}), interval 1,024 to 1,025 cycles (model ${formatCount(cost?.intervalCycles ?? 0)}), clock 6.91 ns of 10 ns`;
    expect(result.lines).toContain(`front: ${said} (front_csynth.rpt (synthesis, HLS 2023.2))`);
    const after = await withCalibration(result);
    const notes = moduleOf(after, 'front').cost?.notes;
    expect(notes).toContain(`${said}: front_csynth.rpt (synthesis, HLS 2023.2)`);
    expect(moduleOf(after, 'front').cost?.latencyCycles).toBe(cost?.latencyCycles);
    // Of other layers they say nothing.
    const edited = await withCalibration(result, reconfigured.replace('kernel 3x3', 'kernel 1x1'));
    expect(moduleOf(edited, 'front').cost?.notes.join()).not.toContain('HLS:');
  });

  it('says that HLS tells no cycles, and that it expects to miss the clock', async () => {
    const text = csynthText('front', used, '2023.2')
      .replace(/3080\|( +)3081\|.*1025\|/, '?|$1?| ? | ? | ? | ? |')
      .replace('6.912 ns', '12.50 ns');
    const { lines, calibration } = measured(await analysed(reconfigured), ['front_csynth.rpt', text]);
    expect(calibration.cycles?.[0]).toMatchObject({ clockNs: 12.5, targetNs: 10 });
    expect(calibration.cycles?.[0]).not.toHaveProperty('latency');
    expect(lines.join('\n')).toMatch(/HLS tells no cycles, .*\n.*expects that the clock is not met/);
  });

  it('keeps power and slack as figures of the report', async () => {
    const result = measured(
      await analysed(reconfigured),
      ['p.rpt', power('1.512')],
      ['t.rpt', timing('-0.4')],
    );
    expect(result.lines[0]).toBe(
      'power 1.51 W: 1.38 W dynamic, 0.133 W static, confidence Low (p.rpt (power, Vivado v.2022.2))',
    );
    const report = buildReport(await withCalibration(result), []);
    expect(report.power).toEqual([
      {
        totalW: 1.512,
        dynamicW: 1.379,
        staticW: 0.133,
        confidence: 'Low',
        source: 'p.rpt (power, Vivado v.2022.2)',
      },
    ]);
    const text = reportText(report, []);
    expect(text).toMatch(/power, p\.rpt .* 1\.51 W \(dynamic 1\.38, static 0\.133\)/);
    expect(text).toMatch(/worst slack, t\.rpt +-0\.4 ns, clock not met/);
  });

  it('takes a report of a region for its only module, and asks which where there are several', async () => {
    const before = await analysed(reconfigured);
    const named = utilisationOfPblock('rp0', used).replace(/ -file \S+/, '');
    expect(calibrate(before, [{ name: 'rp0.rpt', text: named }], undefined)).toEqual({
      error: expect.stringMatching(/of region rp0, and does not tell which of its modules/),
    });
    const alone = reconfigured.replace('stage back in rp0', 'stage back in static');
    const { calibration } = measured(await analysed(alone), ['rp0.rpt', named]);
    expect(calibration.modules.map((m) => m.name)).toEqual(['front']);
  });

  it('leaves out the header of a .bit that PYNQ counts', async () => {
    const log = 'exeunt load module=back bytes=857861 ms=8.000 MB/s=107\n';
    const { calibration, lines } = measured(await analysed(reconfigured), ['loads.log', log]);
    expect(calibration.loads).toEqual([{ module: 'back', bytes: 857_740, ns: 8_000_000 }]);
    expect(lines[0]).not.toContain('; predicted');
  });

  it('skips what it does not know by name, and keeps the rest', async () => {
    const { calibration, lines } = measured(
      await analysed(reconfigured),
      ['pr_verify.rpt', '| Command : pr_verify -full_check\nINFO: [Vivado 12-3253] PR_VERIFY: compatible\n'],
      ['front.rpt', utilisation7('rp0_front', used)],
      ['other.log', 'exeunt load module=other bytes=4 ms=1.0 MB/s=1\n'],
    );
    expect(calibration.reports).toEqual(['front.rpt']);
    expect(lines.filter((line) => line.startsWith('skipped'))).toEqual([
      expect.stringMatching(/^skipped: pr_verify\.rpt: it is Vivado's `pr_verify`, which holds no figure/),
      expect.stringMatching(/^skipped: other\.log is of another design/),
    ]);
  });

  it('finds rate and overhead from loads of different sizes', async () => {
    const lines = [1e6, 2e6].map(
      (bytes) => `exeunt load module=back bytes=${bytes} ms=${(bytes / 1e5 + 0.5).toFixed(3)} MB/s=1`,
    );
    const after = await withCalibration(measured(await analysed(reconfigured), ['l.log', lines.join('\n')]));
    expect(after.target.port?.bytesPerSecond).toBeCloseTo(100e6);
    expect(after.target.port?.overheadNs).toBe(500_000);
  });

  it('adds to what earlier reports said; Vivado’s figures stand before those of HLS', async () => {
    const analysis = await analysed(reconfigured);
    const first = measured(analysis, ['front.rpt', utilisation7('rp0_front', used)]);
    const later = calibrate(
      analysis,
      [
        { name: 'csynth.xml', text: csynth2023('front', { ...used, lut: 9 }) },
        { name: 't.rpt', text: timing('0.311') },
      ],
      first.calibration,
    );
    if ('error' in later) throw new Error(later.error);
    expect(later.calibration.modules.map((m) => m.measured.lut)).toEqual([2000]);
    expect(later.calibration.reports).toEqual(['csynth.xml', 'front.rpt', 't.rpt']);
    expect(later.lines).toContain('t.rpt: worst slack 0.311 ns: the clock is met');
  });

  it.each([
    [
      'another device',
      'a.rpt',
      utilisationPlus('rp0_front', used),
      /a\.rpt is of another device, xczu7ev-ffvc1156-2-e; the design is for xc7z020/,
    ],
    ['another design', 'csynth.xml', csynth2023('resnet', used), /`resnet`, which is no module/],
    [
      'loads of another design',
      'l.log',
      'exeunt load module=other bytes=4 ms=1.0 MB/s=1\n',
      /another design: it loads `other`/,
    ],
    ['a file that is cut off', 'a.rpt', utilisation7('rp0_front', used).slice(0, 900), /a\.rpt: .*cut off/],
  ])('refuses reports of %s', async (_, name, text, reason) => {
    expect(calibrate(await analysed(reconfigured), [{ name, text }], undefined)).toEqual({
      error: expect.stringMatching(reason),
    });
  });

  it('that cannot be read is reported, and nothing is lost', async () => {
    const broken = await analysed(`//- main.exeunt\n${reconfigured}\n//- main.calibration.json\n{ nonsense`);
    expect(broken.calibrationFault).toBe('it is no JSON (line 1). Delete it, and calibrate again');
    expect(broken.timeline).toBeDefined();
  });
});
