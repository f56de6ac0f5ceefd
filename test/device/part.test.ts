import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { partNames, siteGrid, type SiteRange } from '../../server/src/device';
import { countResources } from '../../server/src/device/column-resources';
import { coverageOf } from '../../server/src/device/coverage';
import { allParts } from '../../server/src/device/data/all';
import { partNamed } from './fixture';

/** DS190 table 1 and DS891 tables 1-3, of the silicon: LUT, FF, DSP, BRAM36, URAM. */
const dataSheet: Record<string, [number, number, number, number, number]> = {
  xc7z010: [17600, 35200, 80, 60, 0],
  xc7z015: [46200, 92400, 160, 95, 0],
  xc7z020: [53200, 106400, 220, 140, 0],
  xc7z030: [78600, 157200, 400, 265, 0],
  xc7z045: [218600, 437200, 900, 545, 0],
  xc7z100: [277400, 554800, 2020, 755, 0],
  xczu1: [37440, 74880, 216, 108, 0],
  xczu3: [70560, 141120, 360, 216, 0],
  xczu5: [117120, 234240, 1248, 144, 64],
  xczu7: [230400, 460800, 1728, 312, 96],
  xczu9: [274080, 548160, 2520, 912, 0],
  xczu11: [298560, 597120, 2928, 600, 80],
  xczu15: [341280, 682560, 3528, 744, 112],
  xczu19: [522720, 1045440, 1968, 984, 128],
};

/** The same for parts licensed for less than their silicon. */
const licensed: Record<string, [number, number, number, number, number]> = {
  xc7z007s: [14400, 28800, 66, 50, 0],
  xc7z012s: [34400, 68800, 120, 72, 0],
  xc7z014s: [40600, 81200, 170, 107, 0],
  xc7z035: [171900, 343800, 900, 500, 0],
  xczu2: [47232, 94464, 240, 150, 0],
  xczu4: [87840, 175680, 728, 128, 48],
  xczu6: [214604, 429208, 1973, 714, 0],
  xczu17: [423403, 846806, 1590, 796, 102],
};

describe('the sites of a whole die are those of the data sheet', () => {
  it.each(Object.entries(dataSheet))('%s', (name, [lut, ff, dsp, bram36, uram]) => {
    const part = partNamed(name);
    const whole: SiteRange[] = [...siteGrid(part)].map(([kind, { across, up }]) => ({
      kind,
      x0: 0,
      y0: 0,
      x1: across - 1,
      y1: up - 1,
      text: 0,
    }));
    const coverage = coverageOf(part, whole);
    const { resources, lutM } = countResources(part, coverage, coverage);
    expect(resources).toEqual({ lut, ff, dsp, bram18: 2 * bram36, uram });
    expect(lutM).toBe(part.dieTotals.sliceM * (part.family === '7series' ? 4 : 8));
    expect(part.limits).toEqual({ lut, ff, dsp, bram36, uram });
  });
});

describe('the limits of a smaller part are those of its licence', () => {
  it.each(Object.entries(licensed))('%s', (name, [lut, ff, dsp, bram36, uram]) => {
    expect(partNamed(name).limits).toEqual({ lut, ff, dsp, bram36, uram });
  });
});

it('every part is in one of the tables', () => {
  expect([...Object.keys(dataSheet), ...Object.keys(licensed)].sort()).toEqual([...partNames].sort());
});

it('clock regions tile the die', () => {
  for (const name of partNames) {
    const part = partNamed(name);
    // Columns of UltraScale+ clock regions are not known.
    expect(part.clockRegions === undefined).toBe(part.family === 'ultrascale+');
    if (part.clockRegions === undefined) continue;
    const area = part.clockRegions.reduce((sum, r) => sum + (r.x1 - r.x0 + 1) * (r.y1 - r.y0 + 1), 0);
    expect(area).toBe(part.columns.length * part.rows * part.rowHeight);
  }
});

it('units are disjoint and hold every reconfigurable column', () => {
  for (const name of partNames) {
    const part = partNamed(name);
    const inUnits = part.units.flatMap((unit) => unit.columns);
    expect(new Set(inUnits).size).toBe(inUnits.length);
    for (const column of part.columns) {
      if (/clb|bram|dsp|uram/.test(column.kind)) expect(inUnits).toContain(column.index);
    }
  }
});

describe('the files of the parts', () => {
  const files = readdirSync(new URL('../../server/src/device/data/', import.meta.url))
    .filter((name) => name !== 'all.ts')
    .map((name) => name.replace(/\.ts$/, ''));

  it('are all listed, each under its own name', () => {
    expect([...files].sort()).toEqual([...partNames].sort());
    expect(allParts.map((part) => part.name)).toEqual(partNames);
  });

  it('say in which packages and variants a part is sold', () => {
    for (const { name, die, packages, variants } of allParts) {
      expect(packages.length, name).toBeGreaterThan(0);
      for (const each of packages) expect(each, name).toMatch(/^[a-z]{3,4}\d{3,4}$/);
      expect(variants !== undefined, name).toBe(die.family === 'ultrascale+');
    }
  });
});
