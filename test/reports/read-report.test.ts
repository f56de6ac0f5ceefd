import { describe, expect, it } from 'vitest';
import { readReport } from '../../server/src/reports/read-report';
import {
  csynth2019,
  csynth2023,
  csynthSummary,
  csynthText,
  hierarchy,
  power,
  timing,
  utilisation7,
  utilisationOfPblock,
  utilisationPlus,
} from './samples';

const used = { lut: 2710, ff: 3115, dsp: 34, bram: 9 };
const cycles = { latency: { least: 3080, most: 3081 }, interval: { least: 1024, most: 1025 }, targetNs: 10 };
const resources = { lut: 2710, ff: 3115, dsp: 34, bram18: 9 };

describe('reports', () => {
  it.each<readonly [string, string, object]>([
    [
      'csynth.xml of Vivado HLS 2019.2',
      csynth2019('front', used),
      { subject: 'front', part: 'xc7z020-clg400-1', resources, cycles: { ...cycles, clockNs: 8.51 } },
    ],
    [
      'csynth.xml of Vitis HLS 2023.2',
      csynth2023('front', used),
      { subject: 'front', tool: 'HLS 2023.2', resources: { ...resources, uram: 0 } },
    ],
    [
      'utilisation of Vivado 2018.3',
      utilisation7('rp0_front', used, '2018.3'),
      { subject: 'rp0_front', part: '7z020clg400-1', tool: 'Vivado v.2018.3', resources },
    ],
    [
      'utilisation of Vivado 2023.2',
      utilisation7('rp0_front', used),
      { subject: 'rp0_front', part: 'xc7z020clg400-1', resources },
    ],
    [
      'utilisation on UltraScale+',
      utilisationPlus('rp0_front', used),
      { part: 'xczu7ev-ffvc1156-2-e', resources: { ...resources, uram: 0 } },
    ],
    ...(['2018.3', '2019.2', '2023.2'] as const).map(
      (version) =>
        [
          `front_csynth.rpt of HLS ${version}`,
          csynthText('front', used, version),
          {
            kind: 'synthesis',
            subject: 'front',
            part: 'xc7z020-clg400-1',
            tool: `HLS ${version}`,
            cycles: { ...cycles, clockNs: 6.912 },
            resources: version === '2018.3' ? resources : { ...resources, uram: 0 },
          },
        ] as const,
    ),
    [
      'csynth.rpt of a project',
      csynthSummary('front', used),
      {
        kind: 'synthesis',
        subject: 'front',
        tool: 'HLS 2022.2',
        resources: { ...resources, uram: 0 },
        cycles: {
          latency: { least: 3081, most: 3081 },
          interval: { least: 1024, most: 1024 },
          slackNs: 0.15,
        },
      },
    ],
    [
      'csynth.rpt of a dataflow',
      csynthSummary('front', used, '*'),
      { kind: 'synthesis', subject: 'front', resources: { ...resources, uram: 0 } },
    ],
    ['utilisation of a pblock', utilisationOfPblock('rp0_front', used), { subject: 'rp0_front', resources }],
    ...[{}, { plus: true }, { percent: true }].map(
      (options) =>
        [
          `utilisation by hierarchy ${JSON.stringify(options)}`,
          hierarchy(
            [
              [0, 'system_wrapper', '(top)', used],
              [1, 'system_i', 'system', used],
              [2, '(system_i)', 'system', { lut: 1, ff: 1, dsp: 0, bram: 0 }],
              [2, 'rp0', 'rp0_front_inst_0', used],
            ],
            options,
          ),
          {
            kind: 'hierarchy',
            rows: [0, 1, 2].map((depth) => ({ depth, resources: { ...resources, uram: 0 } })),
          },
        ] as const,
    ),
    ['a timing summary', timing('-0.412'), { kind: 'timing', slackNs: -0.412, holdNs: 0.027 }],
    ['a timing summary with late holds', timing('0.412', '-0.008'), { slackNs: 0.412, holdNs: -0.008 }],
    [
      'a power report',
      power('1.512'),
      {
        kind: 'power',
        subject: 'system_wrapper',
        totalW: 1.512,
        dynamicW: 1.379,
        staticW: 0.133,
        confidence: 'Low',
      },
    ],
    ['a power report below what it resolves', power('0.134', '<0.001'), { totalW: 0.134, dynamicW: 0.001 }],
    [
      'utilisation of a pblock whose file is not named after its module',
      utilisationOfPblock('rp0', used).replace(/ -file \S+/, ''),
      { subject: 'pblock_rp0', resources },
    ],
    [
      'times of fpgautil behind the kernel’s lines',
      '[  101.4] fpga_manager fpga0: writing rp0_back.bin to Xilinx Zynq FPGA Manager\nTime taken to load BIN is 47.250000 Milli Seconds\n# fpgautil -b /home/root/rp0_front.bin -f Partial\nTime taken to load BIN is 8.000000 Milli Seconds\n',
      {
        loads: [
          { file: 'rp0_back.bin', ns: 47_250_000 },
          { file: '/home/root/rp0_front.bin', ns: 8_000_000 },
        ],
      },
    ],
    [
      'times of PYNQ',
      "In [3]: %time ol.pr_download('rp0', 'rp0_back.bit')\nCPU times: user 12 ms, sys: 30 ms, total: 42 ms\nWall time: 54.3 ms\n",
      { loads: [{ file: 'rp0_back.bit', ns: 54_300_000 }] },
    ],
    [
      'a log of loads among other lines',
      'input=0 label=7\nexeunt load module=back bytes=857740 ms=6.912 MB/s=124.09\nexeunt load module=front bytes=857740 ms=6.900 MB/s=124.31\n',
      {
        loads: [
          { module: 'back', bytes: 857740, ns: 6912000 },
          { module: 'front', bytes: 857740, ns: 6900000 },
        ],
      },
    ],
  ])('are read: %s', (_, text, expected) => {
    expect(readReport(text)).toMatchObject(expected);
    // As Windows writes it.
    expect(readReport(text.replaceAll('\n', '\r\n'))).toMatchObject(expected);
  });

  it.each([
    ['csynth.xml', csynth2023('front', used).slice(0, 700), /cut off/],
    ['csynth.xml without resources', '<profile><TopModelName>a</TopModelName></profile>', /no AreaEstimates/],
    ['a utilisation report', utilisation7('rp0_front', used).split('3. Memory')[0] ?? '', /cut off/],
    ['a timing report', timing('1.0').split('WNS')[0] ?? '', /cut off/],
    ['a timing report without constraints', timing('NA'), /constrained/],
    ['a power report', power('1.0').split('| Total')[0] ?? '', /cut off/],
    [
      'kernel lines without times',
      'fpga_manager fpga0: writing rp0_back.bin to Xilinx Zynq FPGA Manager\n',
      /not how long each took: `fpgautil/,
    ],
    ['a time without a file', 'Time taken to load BIN is 47.0 Milli Seconds\n', /times name no file/],
    [
      'a DRC report',
      '| Command      : report_drc -file a.rpt\nReport DRC\n',
      /Vivado's `report_drc`, which holds/,
    ],
    ['some text', 'Once upon a time', /no csynth\.xml/],
    ['nothing', '', /no csynth\.xml/],
  ])('that are cut off or none are reported: %s', (_, text, reason) => {
    expect(readReport(text)).toEqual({ error: expect.stringMatching(reason) });
  });

  it('never throw, wherever they are cut', () => {
    for (const text of [csynth2023('front', used), utilisation7('rp0_front', used), timing('0.1')]) {
      for (let i = 0; i < text.length; i += 7) expect(() => readReport(text.slice(0, i))).not.toThrow();
    }
  });
});
