import { describe, expect, it } from 'vitest';
import { evaluatePblock, parsePblock } from '../../server/src/device';
import { checkPblock, checkRegions } from '../../server/src/floorplan';
import { partNamed } from '../device/fixture';

function regions(part: string, pblocks: string[]) {
  return pblocks.map((pblock, index) => ({
    name: `rp${index}`,
    ranges: parsePblock(partNamed(part), [pblock]).ranges,
  }));
}

describe('two regions', () => {
  const cases: [title: string, part: string, pblocks: string[], rules: string[]][] = [
    ['side by side', 'xc7z020', ['SLICE_X36Y50:SLICE_X39Y99', 'SLICE_X40Y50:SLICE_X43Y99'], []],
    ['in different clock regions', 'xc7z020', ['SLICE_X36Y50:SLICE_X39Y99', 'SLICE_X36Y0:SLICE_X39Y49'], []],
    ['overlapping', 'xc7z020', ['SLICE_X36Y50:SLICE_X43Y99', 'SLICE_X40Y50:SLICE_X47Y99'], ['overlap']],
    [
      'in one clock region',
      'xc7z020',
      ['SLICE_X36Y50:SLICE_X43Y69', 'SLICE_X40Y70:SLICE_X47Y99'],
      ['shared-frame'],
    ],
    ['stacked', 'xczu9', ['SLICE_X37Y0:SLICE_X40Y29', 'SLICE_X37Y30:SLICE_X40Y59'], ['stacked']],
    ['sharing a unit only', 'xczu9', ['SLICE_X37Y0:SLICE_X40Y59', 'SLICE_X41Y0:SLICE_X44Y59'], []],
  ];
  it.each(cases)('%s', (_, part, pblocks, rules) => {
    const found = checkRegions(partNamed(part), regions(part, pblocks));
    expect(found.map((violation) => violation.rule)).toEqual(rules);
    for (const violation of found) expect(violation).toMatchObject({ region: 1, severity: 'error' });
  });
});

it('the nearest legal pblock overlaps no other region and is legal alone', () => {
  const part = partNamed('xc7z020');
  const placed = regions('xc7z020', [
    'SLICE_X36Y50:SLICE_X43Y99',
    'SLICE_X40Y50:SLICE_X59Y99',
    'SLICE_X36Y0:SLICE_X47Y49',
  ]);
  const [violation] = checkRegions(part, placed, { snapping: false });
  const { ranges } = parsePblock(part, violation?.nearest ?? []);
  expect(evaluatePblock(part, ranges, { snapping: true }).resources.lut).toBeGreaterThan(0);
  expect(checkRegions(part, placed.with(1, { name: 'rp1', ranges }))).toEqual([]);
  expect(
    checkPblock(part, 'rp1', ranges, { snapping: false }).filter((each) => each.severity === 'error'),
  ).toEqual([]);
});

it('fifty regions in one place are all reported', () => {
  const found = checkRegions(
    partNamed('xc7z020'),
    regions(
      'xc7z020',
      Array.from({ length: 50 }, () => 'SLICE_X36Y50:SLICE_X39Y99'),
    ),
  );
  expect(found).toHaveLength((50 * 49) / 2);
});
