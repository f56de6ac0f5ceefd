/** The firmware package of a Kria board: its folders, overlays that compile, and the bitstreams in their places. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kriaExport } from '../../../server/src/export/kria/files';
import { exportOrigin } from '../../../server/src/export/origin';
import { projectReadme } from '../../../server/src/export/project-readme';
import { planHardware } from '../../../server/src/export/vivado/hardware';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { chain, exitAfterPool, reconfigured } from '../../support/designs';
import { load } from '../../support/fixture';
import { build, exported, hasTcl } from '../vivado/checked';

const design = `device { board kv260 clock 200 MHz }
${chain}
${exitAfterPool}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
region rp0 { pblock auto }`;

const packaged = async (text: string) => {
  const { analysis } = await load(text);
  return kriaExport(analysis, exportOrigin(analysis, ''));
};

const filesOf = async (text: string): Promise<ReadonlyMap<string, string>> => {
  const made = await packaged(text);
  if ('error' in made) throw new Error(made.error);
  return made.files;
};

describe('the firmware package of a Kria board', () => {
  it('has a shell with as many slots as regions, and each module in the folder of its slot', async () => {
    const files = await filesOf(design);
    expect([...files.keys()].sort()).toEqual([
      'kria/Makefile',
      'kria/n/n.dts',
      'kria/n/rp0_back/rp0_back_slot0/accel.json',
      'kria/n/rp0_back/rp0_back_slot0/rp0_back.dts',
      'kria/n/rp0_front/rp0_front_slot0/accel.json',
      'kria/n/rp0_front/rp0_front_slot0/rp0_front.dts',
      'kria/n/shell.json',
    ]);
    expect(JSON.parse(files.get('kria/n/shell.json') ?? '')).toMatchObject({
      shell_type: 'PL_DFX',
      num_pl_slots: '1',
    });
    expect(files.get('kria/n/n.dts')).toContain('assigned-clock-rates = <200000000>;');
  });

  it.skipIf(!hasTool('dtc'))('compiles and installs with the bitstreams of the build', async () => {
    const folder = temporaryFolder();
    for (const [name, content] of await filesOf(design)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const make = (...args: string[]) => execute('make', ['-s', '-C', join(folder, 'kria'), ...args]);
    expect(() => make()).toThrow(/build the bitstreams first/);
    mkdirSync(join(folder, 'vivado/bitstreams'), { recursive: true });
    for (const name of ['system', 'rp0_front', 'rp0_back'])
      writeFileSync(join(folder, `vivado/bitstreams/${name}.bin`), name);
    make('install', `DESTDIR=${join(folder, 'root')}`);
    const installed = join(folder, 'root/lib/firmware/xilinx/n');
    expect(
      readdirSync(installed, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.includes('.'))
        .sort(),
    ).toEqual([
      'n.bit.bin',
      'n.dtbo',
      'rp0_back/rp0_back_slot0/accel.json',
      'rp0_back/rp0_back_slot0/rp0_back.bit.bin',
      'rp0_back/rp0_back_slot0/rp0_back.dtbo',
      'rp0_front/rp0_front_slot0/accel.json',
      'rp0_front/rp0_front_slot0/rp0_front.bit.bin',
      'rp0_front/rp0_front_slot0/rp0_front.dtbo',
      'shell.json',
    ]);
    expect(readFileSync(join(installed, 'n.bit.bin'), 'utf8')).toBe('system');
    expect(readFileSync(join(installed, 'rp0_back/rp0_back_slot0/rp0_back.bit.bin'), 'utf8')).toBe(
      'rp0_back',
    );
    const source = (name: string) => execute('dtc', ['-I', 'dtb', '-O', 'dts', join(installed, name)]);
    // The slot that the shell declares is the one that a module goes into.
    expect(source('n.dtbo')).toMatch(/__symbols__ \{[^}]*fpga_PR0 =/);
    expect(source('rp0_back/rp0_back_slot0/rp0_back.dtbo')).toMatch(/__fixups__ \{\s+fpga_PR0 =/);
  });

  it('is for Kria boards only', async () => {
    expect(await packaged(reconfigured)).toHaveProperty(
      'error',
      expect.stringMatching(/for Kria boards: write `board kv260`/),
    );
  });

  it('comes with steps that unload what is in the fabric, and load it', async () => {
    const { analysis } = await load(design);
    const hardware = planHardware(analysis);
    if ('error' in hardware) throw new Error(hardware.error);
    const readme = projectReadme(analysis, undefined, hardware, ['vivado', 'runtime', 'kria']);
    expect(readme).toMatch(/xmutil unloadapp[^\n]*\ncp bitstreams/);
    expect(readme).toContain('CROSS_COMPILE=aarch64-linux-gnu-');
    expect(readme).toMatch(/xmutil unloadapp[^\n]*\nxmutil loadapp n\n/);
    const other = planHardware((await load(reconfigured)).analysis);
    if ('error' in other) throw new Error(other.error);
    expect(projectReadme(analysis, undefined, other, ['vivado', 'runtime'])).not.toContain('xmutil');
  });
});

describe.skipIf(!hasTcl)('the project of a Kria board', () => {
  it.each([
    ['kv260', 'xck26-sfvc784-2LV-c', /som240_1_connector xilinx\.com:kv260_carrier:som240_1_connector:\*\}/],
    ['kr260', 'xck26-sfvc784-2LV-c', /som240_2_connector xilinx\.com:kr260_carrier:som240_2_connector:\*\}/],
    ['kd240', 'xck24-ubva530-2LV-c', /som40_2_connector xilinx\.com:kd240_carrier:som40_2_connector:\*\}/],
  ])(
    'has the part as Vivado lists it, and the connectors of its carrier: %s',
    async (board, part, connections) => {
      const text = `device { board ${board} clock 100 MHz }\n${chain}\nstage all in static { c1 .. f1 }`;
      const { files } = exported((await load(text)).analysis);
      const script = files.get('vivado/build.tcl') ?? '';
      expect(script).toContain(`-part ${part} -force`);
      expect(script).toMatch(connections);
      const { ok, said } = build(new Map(files), [`boards=xilinx.com:${board}_som:part0:1.4`]);
      expect(ok, said).toBe(true);
    },
  );
});
