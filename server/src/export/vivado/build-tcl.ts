/** Writes build.tcl, which creates and builds the Vivado project. */
import { addressMap, baseOf, hex } from './address-map';
import type { Configuration, Hardware, PlannedRegion, ReconfigurableModule, ValueDmas } from './hardware';
import { type Interconnect, type Wire, fanIn, fanOut } from './interconnect';
import { dmasOf, memoryPortsOf } from './memory-ports';
import { type Processor, processorOf } from './processor';
import projectProcedures from './tcl/project.tcl';
import regionProcedures from './tcl/regions.tcl';
import resultProcedures from './tcl/results.tcl';

/**
 * The script that creates the Vivado project and builds it. All names are explicit, so that Vivado's defaults are
 * checked instead of relied on. Paths are relative to the script's folder, so that spaces in its path do no harm.
 */
export function buildTcl(hardware: Hardware, banner: readonly string[], id: number): string {
  const processor = processorOf(hardware.family);
  const reconfigures = hardware.regions.length > 0;
  return [
    ...banner.map((line) => `# ${line}`),
    '#',
    '# Makes the project in project/ and builds it:  vivado -mode batch -source build.tcl',
    '# JOBS=8 in the environment runs as many jobs at once; LAUNCH="-lsf {bsub -R select}" or LAUNCH="-host {name 4}"',
    '# is passed to launch_runs, for compute farms. Your own Tcl goes into user/: see README.md.',
    '',
    projectProcedures.trimEnd(),
    ...(reconfigures ? ['', regionProcedures.trimEnd()] : []),
    '',
    resultProcedures.trimEnd(),
    '',
    '# ---- Checks and project ------------------------------------------------------------------------------------',
    '',
    'cd [file dirname [file normalize [info script]]]',
    'set year [require_vivado]',
    'set jobs [expr {[info exists ::env(JOBS)] ? $::env(JOBS) : 4}]',
    'set launch [expr {[info exists ::env(LAUNCH)] ? $::env(LAUNCH) : {}}]',
    'file mkdir reports bitstreams',
    'set build [build_number]',
    `set design ${hex(id)}`,
    `create_project exeunt project -part ${hardware.part} -force`,
    ...boardLines(hardware),
    ...(reconfigures ? ['set_property PR_FLOW 1 [current_project]'] : []),
    ...catalogueLines(hardware),
    '',
    ...staticLines(hardware, processor),
    ...(reconfigures ? runsOfRegions(hardware) : plainRuns()),
    '',
  ].join('\n');
}

function boardLines({ board }: Hardware): string[] {
  if (board === undefined) return [];
  return [
    `set board_part [find_board {${board.name}} {${board.files.join(' ')}} {${board.source}}]`,
    'if {$board_part ne ""} { set_property BOARD_PART $board_part [current_project] }',
    ...(board.connections === undefined
      ? []
      : [
          '# Without its carrier, the preset of the module has neither UART nor SD card.',
          `if {$board_part ne ""} { set_property BOARD_CONNECTIONS {${board.connections}} [current_project] }`,
        ]),
  ];
}

function catalogueLines({ kernels }: Hardware): string[] {
  return [
    'set repositories [list [file normalize ip]]',
    'if {[file isdirectory ../hls]} { lappend repositories [file normalize ../hls] }',
    'set_property IP_REPO_PATHS $repositories [current_project]',
    'update_ip_catalog',
    `require_ip {${kernels.map(({ vlnv }) => vlnv).join(' ')}} {Run "make hls" first: it packages the kernels}`,
  ];
}

function staticLines(hardware: Hardware, processor: Processor): string[] {
  const { regions, residents } = hardware;
  const addresses = addressMap(hardware);
  const dmas = dmasOf(hardware);
  const ports = memoryPortsOf(hardware);
  const shares = Array.from({ length: ports }, (_, p) => dmas.filter((_dma, i) => i % ports === p));
  const control = fanOut(
    'control',
    `ps/${processor.master.port}`,
    addresses.entries.map((e) => e.pin),
  );
  const memories = shares.map((share, p) =>
    fanIn(
      `memory_${p}`,
      share.flatMap(({ cell, ways }) => ways.map((way) => `${cell}/M_AXI_${way}`)),
      `ps/${processor.slaves[p]?.port ?? ''}`,
    ),
  );
  const clock = `ps/${processor.clock}`;
  const resetn = 'rst/peripheral_aresetn';
  const interconnects = [control, ...memories].flatMap((i) => i.cells);
  return [
    '# ---- Static part: processor, clock, reset ------------------------------------------------------------------',
    '',
    'create_bd_design system',
    ...processor.lines(hardware, ports),
    `set clock_hz [get_property CONFIG.FREQ_HZ [get_bd_pins ${clock}]]`,
    `if {![string is integer -strict $clock_hz]} { set clock_hz ${hardware.clockHz} }`,
    `if {$clock_hz != ${hardware.clockHz}} {`,
    `  puts "EXEUNT: the design asks for ${hardware.clockHz} Hz and the processor's dividers make $clock_hz Hz"`,
    '}',
    'create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset rst',
    `connect_all ${clock} {rst/slowest_sync_clk ${processor.clockedPins(ports).join(' ')}}`,
    `connect_all ps/${processor.reset} {rst/ext_reset_in}`,
    '',
    ...(regions.length > 0
      ? [
          '# ---- Modules: one block design each ------------------------------------------------------------------------',
          '',
          ...regions.flatMap((region) => moduleLines(region, hardware, processor)),
          'current_bd_design [get_bd_designs system]',
          '',
          '# ---- Regions -------------------------------------------------------------------------------------------------',
          '',
          ...regions.map(
            (r) =>
              `create_region ${r.cell} ${dmaWord(r.dmas)} ${r.decoupler} ${processor.addressBits} {${r.modules
                .map((m) => m.blockDesign)
                .join(' ')}} ${clock} ${resetn} {${r.weightDmas.join(' ')}}`,
          ),
          '',
        ]
      : []),
    ...(residents.length > 0
      ? [
          '# ---- Resident modules ----------------------------------------------------------------------------------------',
          '',
          ...residents.map(
            ({ cell, dmas, kernel, weightDmas }) =>
              `create_resident ${cell} ${kernel.vlnv} ${dmaWord(dmas)} {${kernel.streams.inputs.join(' ')}} {${kernel.streams.outputs.join(' ')}} ${clock} ${resetn} {${weightDmas
                .map((weights, i) => `${kernel.weights[i] ?? ''} ${weights}`)
                .join(' ')}}`,
          ),
          '',
        ]
      : []),
    `create_identity ${hardware.identity} $build $design ${clock} ${resetn}`,
    '',
    '# ---- Interconnect and addresses ------------------------------------------------------------------------------',
    '',
    ...interconnects.map((c) => `create_smartconnect ${c.cell} ${c.slaves} ${c.masters}`),
    `connect_all ${clock} {${interconnects.map((c) => `${c.cell}/aclk`).join(' ')}}`,
    `connect_all rst/interconnect_aresetn {${interconnects.map((c) => `${c.cell}/aresetn`).join(' ')}}`,
    'connect_interfaces {',
    ...[control, ...memories].flatMap(wireLines),
    '}',
    ...addresses.entries.map(
      (e) =>
        `assign_bd_address -offset ${hex(e.base)} -range ${hex(e.range)} -target_address_space [get_bd_addr_spaces ${addresses.space}] [get_bd_addr_segs ${e.segment}] -force`,
    ),
    ...shares.flatMap((share, p) =>
      share.flatMap(({ cell, ways }) =>
        ways.map(
          (way) =>
            `assign_bd_address -target_address_space [get_bd_addr_spaces ${cell}/Data_${way}] [get_bd_addr_segs ps/${processor.slaves[p]?.segment ?? ''}] -force`,
        ),
      ),
    ),
    'if {[file exists user/system.tcl]} { source user/system.tcl }',
    'validate_design',
    'save_bd_design',
    '',
    '# ---- Wrapper and constraints ---------------------------------------------------------------------------------',
    '',
    'add_files -norecurse [make_wrapper -files [get_files system.bd] -top]',
    'set_property top system_wrapper [get_filesets sources_1]',
    'update_compile_order -fileset sources_1',
    'generate_target all [get_files system.bd]',
    ...(regions.length > 0
      ? [
          'add_files -fileset constrs_1 -norecurse pblocks.xdc',
          '# The regions are black boxes to synthesis.',
          'set_property USED_IN {implementation} [get_files pblocks.xdc]',
        ]
      : []),
    'if {[file exists user/constraints.xdc]} { add_files -fileset constrs_1 -norecurse user/constraints.xdc }',
    '',
  ];
}

function moduleLines(region: PlannedRegion, hardware: Hardware, processor: Processor): string[] {
  const address = hex(baseOf(addressMap(hardware), region.cell, 'kernel'));
  const { reading, writing } = region.dmas;
  /** A kernel's streams, with an empty word for each of the region that it lacks. */
  const filled = (streams: readonly string[], count: number): string =>
    `{${Array.from({ length: count }, (_, i) => streams[i] ?? '{}').join(' ')}}`;
  return region.modules.map(
    ({ blockDesign, kernel: { vlnv, streams, weights } }) =>
      `create_module ${blockDesign} ${vlnv} $clock_hz ${address} ${processor.addressBits} ${filled(
        streams.inputs,
        reading,
      )} ${filled(streams.outputs, writing)} ${filled(weights, region.weightDmas.length)}`,
  );
}

/** Cells and channels: `{{rp0_dma 1 1} {rp0_dma_1 1 0}}`. */
function dmaWord({ cells, reading, writing }: ValueDmas): string {
  return `{${cells.map((cell, i) => `{${cell} ${i < reading ? 1 : 0} ${i < writing ? 1 : 0}}`).join(' ')}}`;
}

function wireLines({ wires }: Interconnect): string[] {
  return wires.map(([from, to]: Wire) => `  ${from} ${to}`);
}

/** The parent run first, then children that keep its static part; each module is in one of them. */
function runsOfRegions({ regions, configurations }: Hardware): string[] {
  const runs = configurations.map((c) => c.run);
  const children = runs.slice(1);
  const cellOf = (i: number) => `system_i/${regions[i]?.cell ?? ''}`;
  return [
    '# ---- Configurations ------------------------------------------------------------------------------------------',
    '',
    ...regions.flatMap((r) => r.modules.map((m) => `set ${variable(m)} [reconfig_module ${m.blockDesign}]`)),
    ...configurations.map(({ name, modules }) => {
      const held = modules.flatMap((m, i) => (m ? `${cellOf(i)}:$${variable(m)}` : []));
      const grey = modules.flatMap((m, i) => (m ? [] : cellOf(i)));
      const greyboxes = grey.length > 0 ? ` -greyboxes [list ${grey.join(' ')}]` : '';
      return `create_pr_configuration -name ${name} -partitions [list ${held.join(' ')}]${greyboxes}`;
    }),
    `set_property PR_CONFIGURATION ${configurations[0]?.name ?? ''} [get_runs impl_1]`,
    ...configurations
      .slice(1)
      .map(
        ({ name, run }) =>
          `create_run ${run} -parent_run impl_1 -flow "Vivado Implementation $year" -pr_config ${name}`,
      ),
    '',
    '# ---- Build -----------------------------------------------------------------------------------------------------',
    '',
    ...launch('synth_1', '', []),
    ...launch('impl_1', ' -to_step write_bitstream', placesOf(configurations[0])),
    ...(children.length > 0
      ? [
          `launch_runs ${children.join(' ')} -to_step write_bitstream -jobs $jobs {*}$launch`,
          ...configurations.slice(1).flatMap((c) => [`wait_on_run ${c.run}`, requireRun(c.run, placesOf(c))]),
          `pr_verify -full_check -initial ${checkpoint('impl_1')} -additional [list ${children.map(checkpoint).join(' ')}] -file reports/pr_verify.rpt`,
        ]
      : []),
    '',
    '# ---- Results ---------------------------------------------------------------------------------------------------',
    '',
    ...configurations.map(({ run, modules }) => {
      const cells = modules.flatMap((m, i) => (m ? `${cellOf(i)} ${m.blockDesign}` : []));
      return `report_run ${run} {${cells.join(' ')}}`;
    }),
    'write_bin impl_1 system_wrapper.bit system',
    ...configurations.flatMap(({ run, modules }) =>
      modules.flatMap((m, i) =>
        m
          ? `write_bin ${run} system_i_${regions[i]?.cell ?? ''}_\${${variable(m)}}_partial.bit ${m.blockDesign}`
          : [],
      ),
    ),
    'write_manifest $build $design',
    ...platformLines(),
  ];
}

/** The name that Vivado gave the module. */
function variable({ blockDesign }: ReconfigurableModule): string {
  return `rm_${blockDesign}`;
}

function plainRuns(): string[] {
  return [
    '# ---- Build: no region, so one run and one bitstream -------------------------------------------------------------',
    '',
    ...launch('synth_1', '', []),
    ...launch('impl_1', ' -to_step write_bitstream', []),
    'report_run impl_1 {}',
    'write_bin impl_1 system_wrapper.bit system',
    'write_manifest $build $design',
    ...platformLines(),
  ];
}

function launch(run: string, options: string, places: readonly string[]): string[] {
  return [
    `launch_runs ${run}${options} -jobs $jobs {*}$launch`,
    `wait_on_run ${run}`,
    requireRun(run, places),
  ];
}

function requireRun(run: string, places: readonly string[]): string {
  return `require_run ${run} [list ${places.map(tclWord).join(' ')}]`;
}

/** Declarations of a configuration's modules. */
function placesOf(configuration: Configuration | undefined): string[] {
  return (configuration?.modules ?? []).flatMap((m) => m?.kernel.place ?? []);
}

/** Any text as one Tcl word, with special characters escaped. */
function tclWord(text: string): string {
  return text.replace(/[^\p{L}\p{N}_.:-]/gu, (c) => `\\${c}`);
}

function checkpoint(run: string): string {
  return `project/exeunt.runs/${run}/system_wrapper_routed.dcp`;
}

/** Hardware descriptions that PYNQ and Vitis need besides the bitstream. */
function platformLines(): string[] {
  return [
    'if {[catch { write_hw_platform -fixed -include_bit -force -file bitstreams/system.xsa } message]} {',
    '  puts "EXEUNT: no system.xsa, which Vitis needs for bare metal: $message"',
    '}',
    'set handoff project/exeunt.gen/sources_1/bd/system/hw_handoff/system.hwh',
    'if {[file exists $handoff]} { file copy -force $handoff bitstreams/system.hwh }',
    'puts "EXEUNT: done. Bitstreams are in bitstreams/, reports in reports/"',
  ];
}
