/** Runs the constraint file in a Tcl that knows only Vivado's commands for pblocks, and checks their arguments. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../server/src/analysis/analysis';
import { evaluatePblock, parsePblock, readXdc, regionText, regionsOf } from '../../server/src/device/index';
import { pblocksXdc } from '../../server/src/export/vivado/pblocks-xdc';
import { legalRegion, pynq, reconfigured } from '../support/designs';
import { load } from '../support/fixture';

const hasTcl = spawnSync('tclsh', [], { input: '' }).status === 0;

/** What the constraints say, a line each; fails as Vivado would where they are wrong. */
function run(xdc: string): string[] {
  const script = join(import.meta.dirname, 'vivado-stand-in.tcl');
  return execFileSync('tclsh', [script], { input: xdc, encoding: 'utf8', stdio: 'pipe' }).trim().split('\n');
}

async function xdcOf(text: string): Promise<{ analysis: Analysis; content: string }> {
  const { analysis } = await load(text);
  const result = pblocksXdc(analysis);
  if ('error' in result) throw new Error(result.error);
  return { analysis, content: result.content };
}

// Without tclsh these are skipped: EXEUNT_NO_SKIP makes that a failure of the whole.
describe.skipIf(!hasTcl)('the constraints, run as Tcl', () => {
  it('make a pblock, fill it and set its properties', async () => {
    const { content } = await xdcOf(reconfigured);
    expect(run(content)).toEqual([
      'create pblock_rp0',
      'cells pblock_rp0 system_i/rp0',
      'range pblock_rp0 SLICE_X82Y50:SLICE_X113Y99',
      'range pblock_rp0 DSP48_X3Y20:DSP48_X4Y39',
      'range pblock_rp0 RAMB18_X4Y20:RAMB18_X5Y39',
      'range pblock_rp0 RAMB36_X4Y10:RAMB36_X5Y19',
      'property pblock_rp0 RESET_AFTER_RECONFIG true',
      'property pblock_rp0 SNAPPING_MODE ON',
      'property pblock_rp0 IS_SOFT FALSE',
    ]);
  });

  it('hold the very frames that the design was measured with', async () => {
    const { analysis, content } = await xdcOf(reconfigured);
    const ranges = run(content).flatMap((line) => /^range \S+ (.*)$/.exec(line)?.[1] ?? []);
    const { part } = analysis.target;
    if (part === undefined) throw new Error('the design names a part');
    const read = parsePblock(part, ranges);
    expect(read.problems).toEqual([]);
    const figures = evaluatePblock(part, read.ranges, { snapping: true, reset: true });
    expect(figures.bitstreamBytes).toBe(analysis.regions[0]?.bitstreamBytes);
    expect(figures.resources).toEqual(analysis.regions[0]?.figures?.resources);
  });

  it('are none of the properties that UltraScale+ does not know', async () => {
    const { content } = await xdcOf(`device { board zcu102 clock 200 MHz }
region rp1 { pblock SLICE_X1Y180:SLICE_X8Y239 DSP48E2_X0Y72:X0Y95 RAMB36_X0Y36:X0Y47 RAMB18_X0Y72:X0Y95 }`);
    const lines = run(content);
    expect(lines).toContain('range pblock_rp1 DSP48E2_X0Y72:DSP48E2_X0Y95');
    expect(lines.join('\n')).not.toContain('RESET_AFTER_RECONFIG');
  });

  it.each(['région', '区域', '"two words"', '"a]$b{"', '"exec rm"'])(
    'name region %s in plain words',
    async (name) => {
      const { content } = await xdcOf(reconfigured.replaceAll('rp0', name));
      expect(run(content)[0]).toMatch(/^create pblock_\w+$/);
    },
  );

  it.each([
    ['é', 'è'],
    ['"a b"', 'a-b'],
  ])('keep regions %s and %s apart', async (one, other) => {
    const lower = legalRegion
      .replace(/Y(\d+)/g, (_, y: string) => `Y${Number(y) % 50}`)
      .replace('DSP48_X3Y20:DSP48_X4Y39', 'DSP48_X3Y0:DSP48_X4Y19')
      .replace('RAMB18_X4Y20:RAMB18_X5Y39', 'RAMB18_X4Y0:RAMB18_X5Y19')
      .replace('RAMB36_X4Y10:RAMB36_X5Y19', 'RAMB36_X4Y0:RAMB36_X5Y9');
    const text = `${pynq}\n${legalRegion.replace('rp0', one)}\n${lower.replace('rp0', other)}`;
    const made = run((await xdcOf(text)).content).filter((line) => line.startsWith('create'));
    expect(new Set(made).size).toBe(2);
  });
});

describe('the constraints, imported again', () => {
  it.each([
    ['with reset', reconfigured],
    [
      'without reset, snapped',
      `${pynq}\nregion rp0 { pblock SLICE_X36Y60:SLICE_X47Y89\n  snapping on reset off }`,
    ],
    [
      'of UltraScale+ with sites beside the fabric',
      `device { board kv260 }
region rp0 { pblock SLICE_X17Y120:SLICE_X60Y239 DSP48E2_X4Y48:X12Y95 RAMB18_X0Y48:X2Y95 RAMB36_X0Y24:X2Y47 URAM288_X0Y32:X0Y63 IOB_X1Y104:X1Y207 BUFG_GT_X0Y48:X0Y95 }`,
    ],
    [
      'of clock regions that are not modelled',
      `device { part "xczu9eg-ffvb1156-2-e" }\nregion rp0 { pblock CLOCKREGION_X2Y5:CLOCKREGION_X2Y5 }`,
    ],
  ])('make the same regions: %s', async (_, text) => {
    const { analysis, content } = await xdcOf(text);
    const { regions, notes } = regionsOf(readXdc(content), analysis.target.part?.family);
    expect(notes).toEqual([]);
    const device = /device \{[^}]*\}/.exec(text)?.[0] ?? '';
    const again = await xdcOf(`${device}\n${regions.map(regionText).join('')}`);
    const ranges = (xdc: string) =>
      xdc.split('\n').filter((line) => /^(?:resize|create|set_property RESET)/.test(line));
    expect(ranges(again.content)).toEqual(ranges(content));
    expect(again.analysis.regions.map((r) => r.bitstreamBytes)).toEqual(
      analysis.regions.map((r) => r.bitstreamBytes),
    );
    expect(again.analysis.regions.map((r) => r.figures?.resources)).toEqual(
      analysis.regions.map((r) => r.figures?.resources),
    );
  });
});

describe('no constraints', () => {
  it.each([
    ['without a part', 'region r { pblock auto }', /part/],
    ['without a region', pynq, /no region/],
    ['of a pblock that is not legal', reconfigured.replace('X113Y99', 'X112Y99'), /not legal/],
    ['of a region without a pblock', `${pynq}\nregion r { }`, /r has no legal pblock/],
  ])('%s', async (_, text, reason) => {
    const result = pblocksXdc((await load(text)).analysis);
    expect(result).toHaveProperty('error', expect.stringMatching(reason));
  });
});
