/** Exported projects are built by the checker: the flow of Vivado, its options, objects, wiring and order. */
import { describe, expect, it } from 'vitest';
import { vivadoExport } from '../../../server/src/export/vivado/files';
import { exportOrigin } from '../../../server/src/export/origin';
import { crowded, unet } from '../../support/crossing-designs';
import { chain, exitAfterPool, legalRegion, pynq, reconfigured } from '../../support/designs';
import { load } from '../../support/fixture';
import { type Files, build, changed, exported, hasTcl, sampleAnalysis } from './checked';

const filesOf = async (text: string): Promise<Files> => new Map(exported((await load(text)).analysis).files);

const built = (files: Files, ...given: string[]) => {
  const { ok, said } = build(files, given);
  expect(ok, said).toBe(true);
  return said.split('\n');
};

const lower = legalRegion
  .replace('rp0', 'rp1')
  .replace(/Y(\d+)/g, (_, y: string) => `Y${Number(y) % 50}`)
  .replace('DSP48_X3Y20:DSP48_X4Y39', 'DSP48_X3Y0:DSP48_X4Y19')
  .replace('RAMB18_X4Y20:RAMB18_X5Y39', 'RAMB18_X4Y0:RAMB18_X5Y19')
  .replace('RAMB36_X4Y10:RAMB36_X5Y19', 'RAMB36_X4Y0:RAMB36_X5Y9');

// Without tclsh these are skipped: EXEUNT_NO_SKIP makes that a failure of the whole.
describe.skipIf(!hasTcl)('build.tcl', () => {
  it.each(['blenet-ping-pong', 'blenet-pynq-z2', 'blenet-static', 'vgg10-ten-exits'])(
    'builds %s',
    async (name) => {
      const { files, hardware } = exported(await sampleAnalysis(name));
      const lines = built(new Map(files));
      const modules = hardware.regions.flatMap((r) => r.modules.map((m) => `bin ${m.blockDesign}.bin`));
      expect(lines.filter((l) => l.startsWith('bin ')).sort()).toEqual([...modules, 'bin system.bin'].sort());
    },
  );

  it('holds home in the first configuration, and a grey box where a region has fewer modules', async () => {
    const { files } = exported(await sampleAnalysis('blenet-ping-pong'));
    expect(built(new Map(files)).filter((l) => l.startsWith('configuration'))).toEqual([
      'configuration config_1 system_i/rp0 rp0_front_inst_0 system_i/rp1 rp1_mid_inst_0',
      'configuration config_2 system_i/rp0 rp0_back_inst_0 system_i/rp1 greybox',
    ]);
  });

  it.each(['2022.2', '2023.1', '2024.2.1', '2025.1'])('builds in Vivado %s', async (version) => {
    built(await filesOf(reconfigured), `version=${version}`);
  });

  it('builds for Zynq UltraScale+, whose addresses and ports are others', async () => {
    const text = `device { board zcu104 clock 200 MHz }
${chain}
${exitAfterPool}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
region rp0 { pblock auto }`;
    const files = await filesOf(text);
    const lines = built(files);
    expect(lines).toContain('address 2684354560 65536 rp0/kernel/s_axi_control/Reg');
    expect(files.get('vivado/pblocks.xdc')).not.toContain('RESET_AFTER_RECONFIG');
  });

  it('builds an exit in a region of its own, and software beside hardware', async () => {
    const exit = exitAfterPool.replace('rate 60%', 'rate 60%\n  on rp1');
    const text = `${pynq}\n${chain}\n${exit}\nstage front in rp0 { c1 .. p1 }\nstage back in cpu { c2 .. f1 }\n${legalRegion}\n${lower}`;
    expect(built(await filesOf(text)).filter((l) => l.startsWith('region'))).toEqual([
      'region system_i/rp0 rp0_front',
      'region system_i/rp1 rp1_early',
    ]);
  });

  it.each([
    ['of one module of a region', 'conv c2 kernel 2x2 filters 8', 1],
    ['of two layers of one module', 'dense f1 units 10', 2],
  ])('feeds weights that stream from memory, %s', async (_, layer, streams) => {
    const two = reconfigured.replace('filters 8', streams === 2 ? 'filters 8 weights-in ddr' : 'filters 8');
    const files = await filesOf(two.replace(layer, `${layer} weights-in ddr`));
    const lines = built(files);
    const dmas = Array.from({ length: streams }, (_, i) => `rp0_weights${i === 0 ? '' : `_${i + 1}`}`);
    const cells = lines.find((l) => l.startsWith('cells'))?.split(' ') ?? [];
    expect(cells.filter((c) => c.startsWith('rp0_weights'))).toEqual(dmas);
    for (const dma of dmas)
      expect(lines.some((l) => l.startsWith('address') && l.endsWith(`${dma}/S_AXI_LITE/Reg`))).toBe(true);
    // What the first module does not take is let go; a slice that is never ready would hold the stream.
    const held = changed(files, 'vivado/build.tcl', '1 drain_$port/m_axis_tready', '1 drain_$port/aresetn');
    expect(build(held).ok).toBe(false);
    const dangling = changed(files, 'vivado/build.tcl', '$decoupler/rp_weights_$i $name/S_AXIS_W$i\n', '\n');
    expect(build(dangling).said).toMatch(/rp0\/S_AXIS_W\d is not connected|rp_weights_\d is not connected/);
    const taken = streams === 2 ? ' {c2_weights_in f1_weights_in}' : ' {c2_weights_in}';
    const uneven = changed(files, 'vivado/build.tcl', taken, ' {}');
    expect(build(uneven).said).toMatch(/boundary of rp0_back differs|weights_in is not connected/);
  });

  it('has a DMA for each pair of streams of a region, of which a module uses some', async () => {
    const files = await filesOf(unet);
    const lines = built(files);
    const cells = lines.find((l) => l.startsWith('cells'))?.split(' ') ?? [];
    // The last stage reads three values, and `down` hands on two.
    expect(cells.filter((c) => c.startsWith('rp0_dma'))).toEqual(['rp0_dma', 'rp0_dma_1', 'rp0_dma_2']);
    expect(cells.filter((c) => c.startsWith('up_dma'))).toEqual(['up_dma', 'up_dma_1']);
    const tcl = files.get('vivado/build.tcl') ?? '';
    expect(tcl).toContain('create_region rp0 {{rp0_dma 1 1} {rp0_dma_1 1 1} {rp0_dma_2 1 0}}');
    expect(tcl).toMatch(/create_module rp0_down .* \{in_r \{\} \{\}\} \{out_r s1_value_out\} \{\}/);
    expect(tcl).toMatch(/create_module rp0_lower .* \{in_r \{\} \{\}\} \{out_r s2_value_out\} \{\}/);
    expect(tcl).toMatch(/create_module rp0_last .* \{in_r s1_value_in image_value_in\} \{out_r \{\}\} \{\}/);
    for (const dma of ['rp0_dma_1', 'rp0_dma_2', 'up_dma_1'])
      expect(lines.some((l) => l.startsWith('address') && l.endsWith(`${dma}/S_AXI_LITE/Reg`))).toBe(true);
    const wrong: readonly (readonly [string, string, RegExp])[] = [
      ['{out_r {}} {}', '{out_r} {}', /boundary of rp0_middle differs/],
      ['  constant valid_$port 0 rest_$port/s_axis_tvalid\n', '', /rest_M_AXIS_1\/S_AXIS is not connected/],
      ['{rp0_dma_2 1 0}', '{rp0_dma_2 0 1}', /./],
      ['in_r s1_value_in image_value_in', 'in_r {} image_value_in', /s1_value_in is not connected/],
    ];
    for (const [from, to, reason] of wrong) {
      const { ok, said } = build(changed(files, 'vivado/build.tcl', from, to));
      expect([from, ok]).toEqual([from, false]);
      expect(said).toMatch(reason);
    }
  });

  it('has a DMA for each stream of eight, on both families', async () => {
    for (const board of ['pynq-z2', 'zcu104']) {
      const lines = built(await filesOf(crowded(8).replace('pynq-z2', board)));
      const cells = lines.find((l) => l.startsWith('cells'))?.split(' ') ?? [];
      expect(cells.filter((c) => /_dma(_\d)?$/.test(c))).toHaveLength(16);
      // Twenty-six registers behind one master take two levels of SmartConnects of sixteen ports.
      expect(cells.filter((c) => c.startsWith('control'))).toEqual(['control', 'control_0', 'control_1']);
    }
  });

  it('feeds the weights of resident modules, on both families, and shares the memory ports', async () => {
    for (const board of ['pynq-z2', 'zcu104']) {
      const text = `device { board ${board} clock 100 MHz }
${chain.replace('filters 4', 'filters 4 weights-in ddr').replace('filters 8', 'filters 8 weights-in ddr').replace('units 10', 'units 10 weights-in ddr')}
stage a in static { c1 .. p1 }
stage b in static { c2 .. f1 }`;
      const lines = built(await filesOf(text));
      const cells = lines.find((l) => l.startsWith('cells'))?.split(' ') ?? [];
      expect(cells.filter((c) => /weights|memory/.test(c)).sort()).toEqual(
        ['a_weights', 'b_weights', 'b_weights_2', 'memory_0', 'memory_1', 'memory_2', 'memory_3'].sort(),
      );
    }
  });

  it('keeps names apart that would collide', async () => {
    // Cells that the tool makes itself, the same name twice where case does not count, and words of VHDL.
    const text = reconfigured
      .replaceAll('rp0', '"ps"')
      .replace('stage front', 'stage "PS_dma"')
      .replace('stage back', 'stage signal')
      .replace('exit early', 'exit "ps dma"');
    const lines = built(await filesOf(text));
    expect(lines).toContain('region system_i/ps_2 ps_2_PS_dma ps_2_signal_m');
    expect(lines.find((l) => l.startsWith('cells'))?.split(' ')).toContain('ps_dma_2_dma');
  });

  it('reads what the user put into user/', async () => {
    const part = await filesOf(reconfigured.replace('board pynq-z2', 'part "xc7z020clg400-1"'));
    expect(build(part).said).toMatch(/user\/ps\.tcl/);
    part.set('vivado/user/ps.tcl', 'set_property CONFIG.PCW_EN_RST0_PORT 1 [get_bd_cells ps]\n');
    built(part);
    const failing = new Map(part).set(
      'vivado/user/system.tcl',
      'create_bd_cell -type ip -vlnv xilinx.com:ip:nonsense x',
    );
    expect(build(failing).said).toContain('no IP xilinx.com:ip:nonsense');
  });

  it.each([
    [['version=2022.1'], /Vivado 2022\.2 or newer is needed, this is 2022\.1/],
    [['version=2019.2'], /2022\.2 or newer/],
    [['boards='], /no board files for PYNQ-Z2 \(tul\.com\.tw:pynq-z2\) are installed/],
    [
      ['kernels=0'],
      /not in the IP catalogue: xilinx\.com:hls:front:1\.0, xilinx\.com:hls:back:1\.0.*make hls/,
    ],
  ])('stops early and clearly with %j', async (given, reason) => {
    const { ok, said } = build(await filesOf(reconfigured), given);
    expect(ok).toBe(false);
    expect(said).toMatch(reason);
    expect(said).toContain('EXEUNT:');
  });

  it('reports a run that failed at the lines of its modules', async () => {
    const files = await filesOf(reconfigured);
    expect(files.get('vivado/build.tcl')).toMatch(/require_run child_0_impl_1 \[list main\.exeunt:\d+:\d+\]/);
    const failed = changed(files, 'vivado/build.tcl', 'eq "100%"} return', 'eq "101%"} return');
    const line = reconfigured.split('\n').findIndex((l) => l.startsWith('stage front')) + 1;
    expect(build(failed).said).toContain('synth_1 failed');
    const parent = changed(failed, 'vivado/build.tcl', 'require_run synth_1 [list ]\n', '');
    expect(build(parent).said).toMatch(new RegExp(`main\\.exeunt:${line}:\\d+: error: run impl_1 failed`));
  });

  it('takes the name that Vivado gives a module, and stops where it is none of its', async () => {
    const files = await filesOf(reconfigured);
    const numbered = changed(files, 'vivado/build.tcl', '${design}_inst_0\n', '${design}_inst_7\n');
    expect(build(numbered).said).toContain('configuration config_1 system_i/rp0 rp0_front_inst_0');
    const another = changed(
      files,
      'vivado/build.tcl',
      '[reconfig_module rp0_back]',
      '[reconfig_module rp0_b]',
    );
    expect(build(another).said).toMatch(/no reconfigurable module of rp0_b among .*rp0_back_inst_0/);
  });

  it('takes a board of another vendor name, and own settings where there is none', async () => {
    const files = await filesOf(reconfigured);
    expect(build(files, ['boards=tul.com:pynq-z2:part0:1.1']).ok).toBe(true);
    const { ok, said } = build(files, ['boards=xilinx.com:zc706:part0:1.4']);
    expect(ok).toBe(false);
    expect(said).toMatch(/no board files for PYNQ-Z2 .* there are: xilinx\.com:zc706:part0:1\.4/);
    const own = new Map(files).set('vivado/user/ps.tcl', '# as the board has it\n');
    const built = build(own, ['boards=']);
    expect(built.ok, built.said).toBe(true);
  });
});

describe('no project', () => {
  it.each([
    ['without a part', chain, /no known part/],
    ['of a part without package', `device { part "xc7z020" }\n${chain}`, /full part name.*xc7z020clg400-1/],
    ['without a network', `${pynq}\n${legalRegion}`, /no network/],
    ['of software alone', `${pynq}\n${chain}\nstage all in cpu { c1 .. f1 }`, /no hardware to build/],
    [
      'of a region without a pblock',
      reconfigured.replace(/region rp0 [^]*/, 'region rp0 { }'),
      /rp0 has no legal pblock/,
    ],
    [
      'with an ICAP, whose controller is not built',
      reconfigured.replace('clock 100 MHz', 'clock 100 MHz port icap'),
      /no ICAP controller .*write `port pcap`/,
    ],
    ['of a pblock that is not legal', reconfigured.replace('X113Y99', 'X112Y99'), /not legal/],
  ])('%s', async (_, text, reason) => {
    const { analysis } = await load(text);
    const result = vivadoExport(analysis, exportOrigin(analysis, ''));
    expect(result).toHaveProperty('error', expect.stringMatching(reason));
  });

  it('a region that nothing is placed in is reported and left out', async () => {
    const { hardware } = exported((await load(`${reconfigured}\n${lower}`)).analysis);
    expect(hardware.notes).toEqual([expect.stringContaining('rp1 holds no module')]);
    expect(hardware.regions.map((r) => r.cell)).toEqual(['rp0']);
  });
});
