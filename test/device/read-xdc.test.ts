import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXdc, type XdcFile } from '../../server/src/device/xdc/read-xdc';
import { regionsOf } from '../../server/src/device/xdc/regions';
import { spelled } from '../../server/src/device/xdc/spelled';
import { runs, seed } from '../support/seed';

const rangesIn = (text: string) => readXdc(text).pblocks.map(({ name, ranges }) => [name, ...ranges]);

describe('the forms of public constraint files', () => {
  const a = 'SLICE_X0Y0:SLICE_X7Y49';
  const b = 'RAMB36_X0Y0:RAMB36_X0Y9';
  it.each([
    ['one range a line', `resize_pblock p -add {${a}}\nresize_pblock p -add {${b}}`],
    ['several kinds a line', `resize_pblock p -add {${a} ${b}}`],
    ['blanks inside braces', `resize_pblock p -add { ${a}  ${b} }`],
    ['commas', `resize_pblock p -add {${a}, ${b}}`],
    ['two options', `resize_pblock p -add ${a} -add ${b}`],
    ['options first', `resize_pblock -add "${a} ${b}" [get_pblocks p]`],
    ['a list', `resize_pblock [get_pblocks -quiet p] -add [list ${a} ${b}]`],
    ['-locs', `resize_pblock [get_pblocks p] -add {${a} ${b}} -locs keep_all`],
    ['a variable', `set area {${a} ${b}}\nset pb [get_pblocks p]\nresize_pblock $pb -add $area`],
    ['a variable in braces', `set n p\nresize_pblock \${n} -add "${a} ${b}"`],
    ['continued lines', `resize_pblock [get_pblocks p] \\\n  -add {${a} \\\n ${b}}`],
    [
      'comments and semicolons',
      `# resize_pblock p -add {SLICE_X9Y9}\nresize_pblock p -add {${a}}; resize_pblock p -add {${b}} ;# end`,
    ],
    ['windows line ends', `resize_pblock p -add {${a}}\r\nresize_pblock p -add {${b}}\r\n`],
    ['a kind on one side', `resize_pblock p -add {SLICE_X0Y0:X7Y49 ${b}}`],
    ['-remove', `resize_pblock p -add {${a} ${b} DSP48_X0Y0:DSP48_X0Y3} -remove {DSP48_X0Y0:DSP48_X0Y3}`],
    ['-replace', `resize_pblock p -add {DSP48_X0Y0:DSP48_X0Y3}\nresize_pblock p -replace -add {${a} ${b}}`],
  ])('%s', (_, lines) => {
    const { pblocks, notes } = readXdc(`create_pblock p\n${lines}`);
    expect(pblocks.map(({ name, ranges }) => [name, ...ranges])).toEqual([['p', a, b]]);
    expect(notes).toEqual([]);
  });

  it('a pblock in a variable as it is made', () => {
    expect(
      rangesIn(`set pb [create_pblock one]\nresize_pblock $pb -add CLOCKREGION_X0Y0:CLOCKREGION_X1Y1`),
    ).toEqual([['one', 'CLOCKREGION_X0Y0:CLOCKREGION_X1Y1']]);
  });

  it('properties one by one and as a dictionary, and cells', () => {
    const [pblock] = readXdc(`create_pblock p
add_cells_to_pblock [get_pblocks p] [get_cells -quiet [list system_i/rp0 {system_i/gen[0].u}]]
set_property SNAPPING_MODE ROUTING [get_pblocks p]
set_property -dict {RESET_AFTER_RECONFIG true  CONTAIN_ROUTING 1} [get_pblocks p]
set_property -dict [list IS_SOFT FALSE] [get_pblocks p]`).pblocks;
    expect(pblock?.cells).toEqual(['system_i/rp0', 'system_i/gen[0].u']);
    expect([...(pblock?.properties ?? [])]).toEqual([
      ['SNAPPING_MODE', 'ROUTING'],
      ['RESET_AFTER_RECONFIG', 'true'],
      ['CONTAIN_ROUTING', '1'],
      ['IS_SOFT', 'FALSE'],
    ]);
  });
});

describe('what is not followed is told', () => {
  it.each([
    ['resize_pblock p -add $nothing', /`\$nothing` is not known/],
    ['foreach p {a b} { create_pblock $p }', /`foreach` is not followed/],
    ['resize_pblock p -add {SLICE_X0Y0:DSP48_X1Y1}', /no range of sites/],
    ['resize_pblock p -from SLICE_X0Y0 -to SLICE_X1Y1', /`resize_pblock -from` is not followed/],
    ['set_property SNAPPING_MODE ON [get_pblocks q]', /pblock is not in the file/],
  ])('%s', (line, message) => {
    expect(readXdc(`create_pblock p\n\n${line}`).notes).toContainEqual({
      line: 2,
      message: expect.stringMatching(message),
    });
  });

  it('commands about other things are counted', () => {
    const { others, notes } = readXdc(`create_clock -period 10 [get_ports clk]
set_property -dict { PACKAGE_PIN H16 IOSTANDARD LVCMOS33 } [get_ports { clk }]
set_property PACKAGE_PIN Y1 [get_ports x[0]]`);
    expect([...others]).toEqual([
      ['create_clock', 1],
      ['set_property', 2],
    ]);
    expect(notes).toEqual([]);
  });

  it.each([
    'resize_pblock p -add {SLICE_X0Y0',
    'a [b [c',
    '"',
    '$',
    '\\',
    '{'.repeat(20_000),
    '['.repeat(20_000),
  ])('a text that ends early is read to its end', (text) => {
    expect(() => readXdc(text)).not.toThrow();
  });
});

describe('regions of the pblocks', () => {
  const of = (text: string, family: '7series' | 'ultrascale+' = '7series') =>
    regionsOf(readXdc(text), family);

  it('leave out what can be none, and say so', () => {
    const { regions, notes } = of(
      `create_pblock pblock_static
resize_pblock pblock_static -add {PS8_X0Y0:PS8_X0Y0 SLICE_X0Y0:SLICE_X16Y239}
create_pblock shim
resize_pblock shim -add {SLICE_X0Y0:SLICE_X16Y119}
set_property parent pblock_static [get_pblocks shim]
create_pblock empty
create_pblock pblock_0
resize_pblock pblock_0 -add {SLICE_X17Y0:SLICE_X60Y119 IOB_X1Y0:IOB_X1Y103}
set_property CONTAIN_ROUTING 1 [get_pblocks pblock_0]
set_property IS_SOFT TRUE [get_pblocks pblock_0]
create_clock -period 10 [get_ports clk]`,
      'ultrascale+',
    );
    expect(regions).toEqual([
      { name: 'pblock_0', ranges: ['SLICE_X17Y0:SLICE_X60Y119', 'IOB_X1Y0:IOB_X1Y103'], settings: [] },
    ]);
    expect(notes).toEqual([
      'pblock pblock_static is left out: it holds PS8 sites, so it is static',
      'pblock shim is left out: it lies in pblock_static',
      'pblock empty is left out: it has no ranges',
      'pblock pblock_0: IS_SOFT TRUE is left out; a design has no such setting',
      '1 command about other things left out: create_clock',
    ]);
  });

  it.each([
    ['', ['reset off']],
    ['set_property RESET_AFTER_RECONFIG 1 [get_pblocks p]', []],
    ['set_property SNAPPING_MODE ROUTING [get_pblocks p]', ['snapping on', 'reset off']],
    ['set_property SNAPPING_MODE OFF [get_pblocks p]', ['reset off']],
  ])('have the settings of their properties: %s', (line, settings) => {
    expect(of(`create_pblock p\nresize_pblock p -add SLICE_X0Y0\n${line}`).regions[0]?.settings).toEqual(
      settings,
    );
  });
});

/** Any constraint file in the forms of public ones. */
const name = fc.constantFrom('pblock_0', 'rp_1', 'p2');
const range = fc
  .record({
    kind: fc.constantFrom('SLICE', 'RAMB36', 'DSP48E2', 'BUFG_GT'),
    x: fc.nat(4),
    y: fc.nat(4),
    w: fc.nat(3),
    h: fc.nat(3),
    short: fc.boolean(),
  })
  .map(({ kind, x, y, w, h, short }) => `${kind}_X${x}Y${y}:${short ? '' : `${kind}_`}X${x + w}Y${y + h}`);
const list = fc
  .tuple(fc.array(range, { minLength: 1, maxLength: 3 }), fc.constantFrom(' ', ', ', '  '), fc.nat(4))
  .map(([ranges, gap, form]) => {
    const text = ranges.join(gap);
    if (form === 0) return `{${text}}`;
    if (form === 1) return `"${text}"`;
    if (form === 2) return `{ ${text} }`;
    if (form === 3) return `[list ${ranges.join(' ')}]`;
    return `{${ranges.join(' \\\n   ')}}`;
  });
const pblock = fc
  .tuple(name, fc.nat(2))
  .map(([n, form]) => [n, `[get_pblocks ${n}]`, `[get_pblocks -quiet [list ${n}]]`][form] ?? n);
const command = fc.oneof(
  name.map((n) => `create_pblock ${n}`),
  fc.tuple(pblock, list).map(([p, l]) => `resize_pblock ${p} -add ${l}`),
  fc.tuple(pblock, list, list).map(([p, l, r]) => `resize_pblock ${p} -add ${l} -remove ${r}`),
  fc.tuple(pblock, list).map(([p, l]) => `resize_pblock -add ${l} ${p} -locs keep_all`),
  fc.tuple(pblock, list).map(([p, l]) => `resize_pblock ${p} -remove ${l}`),
  fc.tuple(pblock, list).map(([p, l]) => `resize_pblock ${p} -replace -add ${l}`),
  fc.tuple(pblock, list).map(([p, l]) => `set area ${l}\nset pb ${p}\nresize_pblock $pb -add \${area}`),
  fc
    .tuple(pblock, fc.constantFrom('a/b', '{c/d[0]}', 'e f'))
    .map(([p, c]) => `add_cells_to_pblock ${p} [get_cells -quiet [list ${c}]]`),
  fc
    .tuple(pblock, fc.constantFrom('ON', 'ROUTING', '1'))
    .map(([p, v]) => `set_property SNAPPING_MODE ${v} ${p}`),
  pblock.map((p) => `set_property -dict {RESET_AFTER_RECONFIG true IS_SOFT FALSE} ${p}`),
  fc.constantFrom('# resize_pblock p2 -add {SLICE_X0Y0}', '', 'create_clock -period 10 [get_ports clk]'),
);
const file = fc
  .tuple(fc.array(command, { maxLength: 12 }), fc.constantFrom('\n', '\r\n', '; ', '\n\n'))
  .map(([commands, end]) =>
    ['pblock_0', 'rp_1', 'p2']
      .map((n) => `create_pblock ${n}`)
      .concat(commands.flatMap((c) => (end === '; ' && c.startsWith('#') ? [] : [c])))
      .join(end),
  );

/** Every site, cell and property, as the Tcl below prints them. */
function printed({ pblocks }: XdcFile): string[] {
  return pblocks.flatMap(({ name: n, ranges, cells, properties }) => [
    `pblock ${n}`,
    `sites ${[...new Set(ranges.flatMap(sitesOf))].sort().join(' ')}`.trimEnd(),
    ...cells.map((cell) => `cell ${cell}`),
    ...[...properties].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `property ${key} ${value}`),
  ]);
}

function sitesOf(text: string): string[] {
  const found = spelled(text);
  if (!found) return [];
  const { kind, x0, x1, y0, y1 } = found;
  const xs = Array.from({ length: x1 - x0 + 1 }, (_, i) => x0 + i);
  return xs.flatMap((x) => Array.from({ length: y1 - y0 + 1 }, (_, i) => `${kind}_X${x}Y${y0 + i}`));
}

describe('a small Tcl interpretation', () => {
  it('of any constraint file leaves the same sites, cells and properties', () => {
    const script = join(import.meta.dirname, 'xdc-stand-in.tcl');
    const files = fc.sample(file, { numRuns: runs(200), seed });
    const input = files.join('\f');
    const answers = execFileSync('tclsh', [script], { input, encoding: 'utf8' }).split('\f');
    expect(answers).toHaveLength(files.length + 1);
    for (const [index, text] of files.entries()) {
      const lines = (answers[index] ?? '').trim().split('\n');
      const read = readXdc(text);
      expect(read.notes, text).toEqual([]);
      expect(printed(read), text).toEqual(lines.map((line) => line.trimEnd()));
    }
  });
});
