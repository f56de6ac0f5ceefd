import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePblock, parsePblock, partNames, siteGrid } from '../../server/src/device';
import { checkPblock, nearestLegal, type Violation } from '../../server/src/floorplan';
import { partNamed } from '../device/fixture';

const off = { snapping: false, reset: true };
const on = { snapping: true, reset: true };

function check(part: string, pblock: string | string[], options = off): Violation[] {
  const known = partNamed(part);
  const { ranges, problems } = parsePblock(known, [pblock].flat());
  expect(problems).toEqual([]);
  return checkPblock(known, 'rp0', ranges, options);
}

const legal: [part: string, pblock: string][] = [
  ['xc7z020', 'SLICE_X36Y50:SLICE_X47Y99'],
  ['xc7z020', 'SLICE_X50Y0:SLICE_X67Y49 RAMB18_X3Y0:RAMB18_X3Y19 RAMB36_X3Y0:RAMB36_X3Y9'],
  ['xc7z020', 'SLICE_X36Y50:SLICE_X41Y99 SLICE_X42Y50:SLICE_X47Y99'],
  ['xc7z045', 'SLICE_X0Y0:SLICE_X3Y49'],
  ['xczu9', 'SLICE_X37Y0:SLICE_X38Y59'],
];

it.each(legal)('legal on %s: %s', (part, pblock) => {
  expect(check(part, pblock)).toEqual([]);
});

describe("violations of UG909's rules", () => {
  const cases: [title: string, part: string, pblock: string, rules: string[], nearest: string | undefined][] =
    [
      [
        'right edge splits a pair',
        'xc7z020',
        'SLICE_X36Y50:SLICE_X45Y99',
        ['column-pair'],
        'SLICE_X36Y50:SLICE_X47Y99',
      ],
      [
        'left edge splits a pair',
        'xc7z020',
        'SLICE_X38Y50:SLICE_X47Y99',
        ['column-pair'],
        'SLICE_X36Y50:SLICE_X47Y99',
      ],
      ['half a CLB', 'xc7z020', 'SLICE_X36Y50:SLICE_X46Y99', ['column-pair'], 'SLICE_X36Y50:SLICE_X47Y99'],
      [
        'beside the clock column',
        'xc7z020',
        'SLICE_X36Y50:SLICE_X49Y99',
        ['column-pair'],
        'SLICE_X36Y50:SLICE_X47Y99',
      ],
      [
        'top inside a clock region',
        'xc7z020',
        'SLICE_X36Y50:SLICE_X47Y98',
        ['clock-region-edge'],
        'SLICE_X36Y50:SLICE_X47Y99',
      ],
      [
        'one row too many',
        'xc7z020',
        'SLICE_X36Y50:SLICE_X47Y100',
        ['clock-region-edge'],
        'SLICE_X36Y50:SLICE_X47Y99',
      ],
      [
        'RAMB36 named without RAMB18',
        'xc7z020',
        'SLICE_X50Y0:SLICE_X67Y49 RAMB36_X3Y0:RAMB36_X3Y9',
        ['unranged-kind'],
        'SLICE_X50Y0:SLICE_X67Y49 RAMB18_X3Y0:RAMB18_X3Y19 RAMB36_X3Y0:RAMB36_X3Y9',
      ],
      [
        'DSP inside and not named',
        'xc7z020',
        'SLICE_X34Y0:SLICE_X39Y49',
        ['unranged-kind'],
        'SLICE_X34Y0:SLICE_X39Y49 DSP48_X2Y0:DSP48_X2Y19',
      ],
      [
        'begins in the PS',
        'xc7z020',
        'SLICE_X0Y50:SLICE_X31Y99',
        ['fixed-columns', 'fixed-columns'],
        'SLICE_X28Y50:SLICE_X31Y99',
      ],
      [
        'in the PS only',
        'xc7z020',
        'SLICE_X0Y50:SLICE_X11Y99',
        ['nothing-inside'],
        'SLICE_X28Y50:SLICE_X39Y99 DSP48_X2Y20:DSP48_X2Y39 RAMB18_X2Y20:RAMB18_X2Y39 RAMB36_X2Y10:RAMB36_X2Y19',
      ],
      ['one slice', 'xc7z020', 'SLICE_X36Y50:SLICE_X36Y99', ['nothing-inside'], 'SLICE_X36Y50:SLICE_X39Y99'],
      [
        'half a programmable unit',
        'xczu9',
        'SLICE_X41Y0:SLICE_X43Y59',
        ['programmable-unit'],
        'SLICE_X41Y0:SLICE_X43Y59 DSP48E2_X8Y0:DSP48E2_X8Y23',
      ],
    ];
  it.each(cases)('%s', (_, part, pblock, rules, nearest) => {
    const violations = check(part, pblock);
    expect(violations.map((violation) => violation.rule)).toEqual(rules);
    expect(violations[0]?.nearest?.join(' ')).toBe(nearest);
    expect(violations[0]?.message).toContain('rp0');
    expect(violations[0]?.guide).toMatch(/Pblock/);
  });

  it('are information with snapping', () => {
    const violations = check('xc7z020', 'SLICE_X36Y50:SLICE_X45Y98', on);
    expect(violations.map(({ severity }) => severity)).toEqual(['information', 'information']);
  });

  it('do not limit the height without reset', () => {
    expect(check('xc7z020', 'SLICE_X36Y75:SLICE_X47Y90', { snapping: false, reset: false })).toEqual([]);
  });

  it('name the offending text', () => {
    const texts = ['SLICE_X36Y50:SLICE_X47Y99', 'SLICE_X36Y100:SLICE_X45Y149'];
    expect(check('xc7z020', texts)).toMatchObject([{ rule: 'column-pair', text: 1 }]);
  });

  it('do not miss kinds in a pblock given as a clock region', () => {
    const violations = check('xc7z020', 'CLOCKREGION_X0Y0:CLOCKREGION_X0Y0');
    expect(violations.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

/** A rectangle of slices anywhere on any part. */
const anywhere = fc
  .record({
    name: fc.constantFrom(...partNames),
    xs: fc.tuple(fc.nat(300), fc.nat(300)),
    ys: fc.tuple(fc.nat(700), fc.nat(700)),
    reset: fc.boolean(),
  })
  .map(({ name, xs, ys, reset }) => {
    const part = partNamed(name);
    const size = siteGrid(part).get('SLICE') ?? { across: 1, up: 1 };
    const [x0 = 0, x1 = 0] = xs.map((x) => x % size.across).sort((a, b) => a - b);
    const [y0 = 0, y1 = 0] = ys.map((y) => y % size.up).sort((a, b) => a - b);
    return { part, reset, ranges: [{ kind: 'SLICE' as const, x0, x1, y0, y1, text: 0 }] };
  });

describe('properties', () => {
  it('the nearest legal pblock is legal and unchanged by snapping', () => {
    fc.assert(
      fc.property(anywhere, ({ part, ranges, reset }) => {
        const nearest = nearestLegal(part, ranges, { snapping: false, reset });
        if (nearest === undefined) return;
        const { ranges: found, problems } = parsePblock(part, nearest);
        expect(problems).toEqual([]);
        const left = checkPblock(part, 'rp0', found, { snapping: false, reset });
        expect(left.filter(({ severity }) => severity === 'error')).toEqual([]);
        // Beside the PS a unit may have its partner in some rows only; elsewhere every edge is exact.
        const overHole = left.some(({ rule }) => rule === 'fixed-columns');
        if (!overHole) expect(left.map(({ rule }) => rule)).toEqual([]);
        const snapped = evaluatePblock(part, found, { snapping: true, reset });
        expect(snapped.bitstreamBytes).toBeGreaterThan(0);
        expect(checkPblock(part, 'rp0', found, { snapping: true, reset }).map(({ rule }) => rule)).toEqual(
          left.map(({ rule }) => rule),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('a pblock without errors has the same resources with and without snapping', () => {
    fc.assert(
      fc.property(anywhere, ({ part, ranges, reset }) => {
        const violations = checkPblock(part, 'rp0', ranges, { snapping: false, reset });
        if (violations.length > 0) return;
        const drawn = evaluatePblock(part, ranges, { snapping: false, reset });
        expect(evaluatePblock(part, ranges, { snapping: true, reset })).toEqual(drawn);
      }),
      { numRuns: 60 },
    );
  });
});
