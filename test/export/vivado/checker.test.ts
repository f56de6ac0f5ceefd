/** The checker itself: it refuses a good script with any one thing made wrong. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Files, build, changed, exported, hasTcl, sampleAnalysis } from './checked';

describe.skipIf(!hasTcl)('the checker', () => {
  let good: Files;
  beforeAll(async () => {
    good = new Map(exported(await sampleAnalysis('blenet-ping-pong')).files);
    const { ok, said } = build(good);
    expect(ok, said).toBe(true);
  });

  const script = 'vivado/build.tcl';
  const xdc = 'vivado/pblocks.xdc';
  const manifest = 'vivado/ip_manifest.json';
  const mutations: readonly (readonly [name: string, file: string, from: string, to: string])[] = [
    ['an unknown command', script, 'update_ip_catalog', 'update_catalogue'],
    ['an option that is not there', script, '-force\nset board', '-overwrite\nset board'],
    [
      'a required option left out',
      script,
      'create_project exeunt project -part xc7z020clg400-1',
      'create_project exeunt project',
    ],
    ['a part that is none', script, 'xc7z020clg400-1', 'xc7z020'],
    ['a board that is not installed', script, 'tul.com.tw:pynq-z2', 'tul.com.tw:pynq-z3'],
    ['no DFX project', script, 'set_property PR_FLOW 1 [current_project]\n', ''],
    ['the catalogue not read', script, 'update_ip_catalog\n', ''],
    [
      'an IP that is not packaged',
      script,
      'create_module rp0_front xilinx.com:hls:front',
      'create_module rp0_front xilinx.com:hls:fronts',
    ],
    ['an IP that is not in the catalogue', script, 'xilinx.com:ip:axi_dma', 'xilinx.com:ip:axi_dmas'],
    ['a setting that an IP lacks', script, 'CONFIG.c_include_sg', 'CONFIG.c_include_scatter'],
    [
      'a value that a setting does not take',
      script,
      'CONFIG.c_sg_length_width 26',
      'CONFIG.c_sg_length_width 32',
    ],
    [
      'a SmartConnect with 17 ports',
      script,
      'create_smartconnect control 1 11',
      'create_smartconnect control 1 17',
    ],
    ['a pin that is not there', script, '$name/axi_resetn', '$name/aresetn'],
    ['a clock that is left open', script, '$name/m_axi_s2mm_aclk', ''],
    [
      'a reset on a clock pin',
      script,
      'connect_all $resetn [list $name/axi_resetn]',
      'connect_all $resetn [list $name/s_axi_lite_aclk]',
    ],
    [
      'two drivers of a pin',
      script,
      'connect_all $decoupler/rp_resetn_RST [list $name/resetn]',
      'connect_all $resetn [list $name/resetn]\n  connect_all $decoupler/rp_resetn_RST [list $name/resetn]',
    ],
    [
      'masters wired to each other',
      script,
      '$dma/M_AXIS_MM2S $decoupler/s_$in',
      '$dma/M_AXIS_MM2S $decoupler/rp_$in',
    ],
    [
      'a stream wired to a memory port',
      script,
      '$name/$output $cell/S_AXIS_S2MM',
      '$name/s_axi_control $cell/S_AXIS_S2MM',
    ],
    [
      'a region that is not decoupled',
      script,
      '$decoupler/rp_$in $name/[stream_name S_AXIS $i]',
      '$dma/M_AXIS_MM2S $name/[stream_name S_AXIS $i]',
    ],
    [
      'a reset that is not decoupled',
      script,
      'connect_all $decoupler/rp_resetn_RST [list $name/resetn]',
      'connect_all $resetn [list $name/resetn]',
    ],
    ['an interface left open', script, '  lappend pairs $decoupler/rp_ctrl $name/S_AXI_CTRL\n', ''],
    ['streams of other widths', script, 'CONFIG.TDATA_NUM_BYTES $::stream_bytes', 'CONFIG.TDATA_NUM_BYTES 4'],
    [
      'a module of another boundary',
      script,
      'create_module rp0_back xilinx.com:hls:back:1.0 $clock_hz 0x43C00000 32',
      'create_module rp0_back xilinx.com:hls:back:1.0 $clock_hz 0x43C00000 40',
    ],
    [
      'modules at different addresses',
      script,
      'create_module rp0_back xilinx.com:hls:back:1.0 $clock_hz 0x43C00000',
      'create_module rp0_back xilinx.com:hls:back:1.0 $clock_hz 0x43C90000',
    ],
    [
      'a module that is not saved',
      script,
      '  validate_bd_design\n  save_bd_design\n}',
      '  validate_bd_design\n}',
    ],
    [
      'a static part that is not validated',
      script,
      'validate_design\nsave_bd_design\n\n# ---- Wrapper',
      'save_bd_design\n\n# ---- Wrapper',
    ],
    [
      'a list with a file that is not there',
      script,
      'CONFIG.LIST_SYNTH_BD [join $files :]',
      'CONFIG.LIST_SYNTH_BD [join $files .bd:]',
    ],
    [
      'lists that differ',
      script,
      'CONFIG.LIST_SIM_BD [join $files :]',
      'CONFIG.LIST_SIM_BD [lindex $files 0]',
    ],
    ['a boundary that is not locked', script, 'CONFIG.LOCK_PROPAGATE true', 'CONFIG.LOCK_PROPAGATE false'],
    ['no DFX of a container', script, '    CONFIG.ENABLE_DFX true \\\n', ''],
    [
      'an address that is not aligned',
      script,
      '-offset 0x43C10000 -range 0x00010000',
      '-offset 0x43C18000 -range 0x00010000',
    ],
    ['addresses that overlap', script, '-offset 0x43C10000', '-offset 0x43C00000'],
    ['an address outside of the window', script, '-offset 0x43C10000', '-offset 0x83C10000'],
    ['a slave without an address', script, 'assign_bd_address -offset 0x43C10000', '#'],
    [
      'memory that a DMA does not reach',
      script,
      'assign_bd_address -target_address_space [get_bd_addr_spaces rp0_dma/Data_S2MM]',
      '#',
    ],
    ['no generated targets', script, 'generate_target all [get_files system.bd]\n', ''],
    ['no top', script, 'set_property top system_wrapper [get_filesets sources_1]\n', ''],
    [
      'a configuration of a module that is none',
      script,
      'system_i/rp0:$rm_rp0_back',
      'system_i/rp0:rp0_back',
    ],
    ['a configuration that forgets a region', script, ' -greyboxes [list system_i/rp1]', ''],
    [
      'a module in no configuration',
      script,
      '-partitions [list system_i/rp0:$rm_rp0_back]',
      '-partitions [list system_i/rp0:$rm_rp0_front]',
    ],
    ['a run of another year', script, 'Vivado Implementation $year', 'Vivado Implementation 2020'],
    ['a run without a configuration', script, ' -pr_config config_2', ''],
    [
      'children before their parent',
      script,
      'launch_runs impl_1 -to_step',
      'launch_runs child_0_impl_1 -to_step',
    ],
    ['a run that is not waited for', script, 'wait_on_run child_0_impl_1\n', ''],
    [
      'no bitstreams',
      script,
      'launch_runs child_0_impl_1 -to_step write_bitstream',
      'launch_runs child_0_impl_1 -to_step route_design',
    ],
    [
      'a bitstream with another name',
      script,
      'system_i_rp0_${rm_rp0_front}_partial.bit',
      'rp0_front_partial.bit',
    ],
    ['bytes in the wrong order', script, '-disablebitswap ', ''],
    ['a format that PCAP does not take', script, '-format BIN', '-format MCS'],
    [
      'checkpoints that are not there',
      script,
      'system_wrapper_routed.dcp -additional',
      'system_routed.dcp -additional',
    ],
    ['no pr_verify', script, 'pr_verify -full_check', '#'],
    ['no constraints', script, 'add_files -fileset constrs_1 -norecurse pblocks.xdc\n', ''],
    ['full Tcl in the constraints', xdc, 'create_pblock pblock_rp0', 'if {1} { create_pblock pblock_rp0 }'],
    ['a pblock of a cell that is not there', xdc, 'system_i/rp0', 'system_i/rp9'],
    ['a pblock that is made after its use', xdc, 'create_pblock pblock_rp0\n', ''],
    ['corners that are swapped', xdc, 'SLICE_X82Y50:SLICE_X113Y99', 'SLICE_X113Y50:SLICE_X82Y99'],
    ['half a clock region', xdc, 'SLICE_X82Y50:SLICE_X113Y99', 'SLICE_X82Y50:SLICE_X113Y98'],
    ['half a CLB', xdc, 'SLICE_X82Y50:SLICE_X113Y99', 'SLICE_X82Y50:SLICE_X112Y99'],
    ['sites of another family', xdc, 'DSP48_X3Y20:DSP48_X4Y39', 'DSP48E2_X3Y20:DSP48E2_X4Y39'],
    ['pblocks that overlap', xdc, 'SLICE_X82Y0:SLICE_X113Y49', 'SLICE_X82Y0:SLICE_X113Y99'],
    ['a property that pblocks lack', xdc, 'SNAPPING_MODE', 'SNAPPING'],
    [
      'a region without ranges',
      xdc,
      'create_pblock pblock_rp0\n',
      'create_pblock pblock_rp0\ncreate_pblock pblock_rp7\n',
    ],
    ['a kernel without its stream', manifest, '"name": "in_r"', '"name": "in"'],
    ['a kernel without its clock', manifest, '"name": "ap_clk"', '"name": "clk"'],
    ['a stream in the wrong direction', manifest, '"mode": "master"', '"mode": "slave"'],
  ];

  it.each(mutations)('refuses %s', (_, file, from, to) => {
    const { ok, said } = build(changed(good, file, from, to));
    expect(ok, said).toBe(false);
    // For its own reasons, never by a mistake of the checker's.
    expect(said).toMatch(
      /^(?:\s*EXEUNT: |blenet\.exeunt:\d+:\d+: error: |CHECK: |invalid command name "(?:update_catalogue|if)")/,
    );
  });
});
