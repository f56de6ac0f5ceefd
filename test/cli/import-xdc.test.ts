/** `exeunt import FILE.xdc`, as a process. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { run } from '../support/command-line';
import { reconfigured } from '../support/designs';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const exeunt = (...args: string[]) => run(cli.path, args, folder);
const read = (name: string) => readFile(join(folder, name), 'utf8');

const zed = `create_pblock pblock_0
add_cells_to_pblock [get_pblocks pblock_0] [get_cells -quiet [list sym_i/zcore64_0]]
resize_pblock [get_pblocks pblock_0] -add {SLICE_X26Y100:SLICE_X47Y149 DSP48_X2Y40:DSP48_X2Y59}
resize_pblock [get_pblocks pblock_0] -add {RAMB18_X2Y40:RAMB18_X2Y59 RAMB36_X2Y20:RAMB36_X2Y29}
set_property RESET_AFTER_RECONFIG true [get_pblocks pblock_0]
set_property SNAPPING_MODE ROUTING [get_pblocks pblock_0]
set_property PACKAGE_PIN Y9 [get_ports clk]
`;

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-xdc-'));
  await writeFile(join(folder, 'zed.xdc'), zed);
  await writeFile(join(folder, 'pins.xdc'), 'set_property PACKAGE_PIN Y9 [get_ports clk]\n');
  await writeFile(join(folder, 'own.exeunt'), reconfigured);
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

describe('a constraint file', () => {
  it('becomes a design, and what is left out is told', async () => {
    const { status, out, err } = await exeunt('import', 'zed.xdc', '--board', 'zedboard', '-o', 'zed.exeunt');
    expect({ status, out }).toEqual({ status: 0, out: 'zed.exeunt: 1 region\n' });
    expect(err).toBe('exeunt: note: 1 command about other things left out: set_property\n');
    expect(await read('zed.exeunt')).toBe(`// Regions of zed.xdc.
device { board zedboard }

region pblock_0 {
  pblock SLICE_X26Y100:SLICE_X47Y149
         DSP48_X2Y40:DSP48_X2Y59
         RAMB18_X2Y40:RAMB18_X2Y59
         RAMB36_X2Y20:RAMB36_X2Y29
  snapping on
}
`);
  });

  it('of its own export needs no part, and comes out as it went in', async () => {
    expect(await exeunt('export', 'pblocks', 'own.exeunt', '-o', 'own.xdc')).toMatchObject({ status: 0 });
    expect(await exeunt('import', 'own.xdc', '-o', 'again.exeunt')).toMatchObject({ status: 0, err: '' });
    expect(await exeunt('export', 'pblocks', 'again.exeunt', '-o', 'again.xdc')).toMatchObject({ status: 0 });
    expect(await read('again.xdc')).toBe(await read('own.xdc'));
  });

  it.each([
    [['import', 'zed.xdc'], /names no part; say it with --board or --part/],
    [['import', 'pins.xdc', '--board', 'zedboard'], /no pblock that a region can be made of/],
    [['import', 'zed.xdc', '--board', 'zedbord'], /did you mean/],
    [['import', 'zed.xdc', '--board', 'zedboard', '--dim', 'n=1'], /about models/],
  ])('is refused with the way out: %j', async (args, reason) => {
    const { status, err } = await exeunt(...args);
    expect(status).not.toBe(0);
    expect(err).toMatch(reason);
  });
});
