import { describe, expect, it } from 'vitest';
import { formatRange, parsePblock } from '../../server/src/device';
import { partNamed } from './fixture';

describe("parses ranges in Vivado's syntax", () => {
  const cases: [part: string, text: string, ranges: string[]][] = [
    ['xc7z020', 'SLICE_X0Y50:SLICE_X31Y99', ['SLICE_X0Y50:SLICE_X31Y99']],
    ['xc7z020', 'DSP48_X3Y20:X4Y39', ['DSP48_X3Y20:DSP48_X4Y39']],
    ['xc7z020', 'slice_x0y0:slice_x3y4', ['SLICE_X0Y0:SLICE_X3Y4']],
    ['xc7z020', 'SLICE_X7Y7', ['SLICE_X7Y7:SLICE_X7Y7']],
    ['xc7z020', 'CLOCKREGION_X0Y0:CLOCKREGION_X1Y2', ['CLOCKREGION_X0Y0:CLOCKREGION_X1Y2']],
    [
      'xc7z020',
      '{SLICE_X0Y0:SLICE_X3Y4 RAMB18_X0Y0:RAMB18_X0Y1, RAMB36_X0Y0:RAMB36_X0Y0}',
      ['SLICE_X0Y0:SLICE_X3Y4', 'RAMB18_X0Y0:RAMB18_X0Y1', 'RAMB36_X0Y0:RAMB36_X0Y0'],
    ],
    ['xczu7', 'DSP48E2_X12Y120:DSP48E2_X12Y143', ['DSP48E2_X12Y120:DSP48E2_X12Y143']],
    ['xczu7', 'URAM288_X0Y0:URAM288_X0Y63', ['URAM288_X0Y0:URAM288_X0Y63']],
    ['xczu5', 'IOB_X1Y104:IOB_X1Y207', ['IOB_X1Y104:IOB_X1Y207']],
    ['xczu5', 'BUFG_GT_X0Y48:X0Y95', ['BUFG_GT_X0Y48:BUFG_GT_X0Y95']],
    ['xczu5', 'PCIE40E4_X0Y0', ['PCIE40E4_X0Y0:PCIE40E4_X0Y0']],
    ['xczu5', 'CONFIG_SITE_X0Y0:CONFIG_SITE_X0Y0', ['CONFIG_SITE_X0Y0:CONFIG_SITE_X0Y0']],
  ];
  it.each(cases)('%s %s', (part, text, ranges) => {
    const parsed = parsePblock(partNamed(part), [text]);
    expect(parsed.problems).toEqual([]);
    expect(parsed.ranges.map(formatRange)).toEqual(ranges);
  });
});

describe('errors in a range are reported', () => {
  const cases: [part: string, text: string, kind: string, suggestion?: string][] = [
    ['xc7z020', '', 'empty'],
    ['xc7z020', 'SLICE_0_0', 'syntax'],
    ['xc7z020', 'SLICE_X0Y0:', 'syntax'],
    ['xc7z020', 'SLICE_X31Y99:SLICE_X0Y50', 'reversed', 'SLICE_X0Y50:SLICE_X31Y99'],
    ['xc7z020', 'SLICE_X0Y99:SLICE_X31Y50', 'reversed', 'SLICE_X0Y50:SLICE_X31Y99'],
    ['xc7z020', 'SLICE_X100Y0:SLICE_X120Y49', 'off-die', 'SLICE_X100Y0:SLICE_X113Y49'],
    ['xc7z020', 'SLICE_X200Y0:SLICE_X220Y49', 'off-die'],
    ['xc7z020', 'URAM288_X0Y0:URAM288_X0Y3', 'not-in-family'],
    ['xc7z020', 'DSP48E2_X0Y0:DSP48E2_X0Y3', 'not-in-family'],
    ['xczu9', 'DSP48_X0Y0:DSP48_X0Y3', 'not-in-family'],
    ['xc7z020', 'IOB_X0Y0:IOB_X0Y9', 'unknown-kind'],
    ['xc7z020', 'SLICE_X0Y0:RAMB36_X0Y9', 'mixed-kinds'],
    ['xc7z020', 'DSP48E1_X0Y0:DSP48E1_X0Y3', 'not-in-family', 'DSP48_X0Y0:DSP48_X0Y3'],
    ['xczu9', 'PS8_X0Y0:PS8_X0Y0', 'unknown-kind'],
    ['xczu9', 'SLIC_X0Y0:SLIC_X3Y9', 'unknown-kind'],
    ['xczu9', 'CLOCKREGION_X0Y7:CLOCKREGION_X0Y7', 'off-die'],
    ['xc7z020', 'CLOCKREGION_X2Y0:CLOCKREGION_X2Y0', 'off-die'],
  ];
  it.each(cases)('%s %s: %s', (part, text, kind, suggestion) => {
    const { problems } = parsePblock(
      partNamed(part),
      ['SLICE_X0Y0:SLICE_X1Y1'].slice(text === '' ? 1 : 0).concat(text),
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      kind,
      text: text === '' ? 0 : 1,
      ...(suggestion ? { suggestion } : {}),
    });
    if (!suggestion) expect(problems[0]).not.toHaveProperty('suggestion');
  });
});

describe('what is legal and not modelled is told', () => {
  it.each([
    ['xczu9', 'CLOCKREGION_X2Y5:CLOCKREGION_X2Y5', 'clock-region', /columns of the clock regions/],
    ['xczu5', 'VCU_X0Y0:VCU_X0Y0', 'site', /VCU sites are not modelled/],
  ])('%s %s', (part, text, kind, message) => {
    const { problems, unmodelled } = parsePblock(partNamed(part), [text]);
    expect(problems).toEqual([]);
    expect(unmodelled).toEqual([{ kind, text: 0, message: expect.stringMatching(message) }]);
  });
});
