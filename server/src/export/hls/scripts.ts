/** Writes the Tcl and config files for Vitis HLS. */
import type { Analysis } from '../../analysis/analysis';
import { vivadoPartName } from '../../device/index';
import type { KernelPlan } from './kernel';

/** Clock uncertainty as a share of the period: the default of Vitis HLS. */
const uncertaintyShare = 0.27;

interface ClockAndPart {
  readonly part: string;
  readonly periodNs: string;
  readonly uncertaintyNs: string;
}

export function clockAndPart({ design, target }: Analysis): ClockAndPart {
  const periodNs = 1e9 / target.clockHz;
  return {
    part: vivadoPartName(design.device?.part?.text ?? target.board?.part ?? target.part?.name ?? ''),
    periodNs: decimal(periodNs),
    uncertaintyNs: decimal(periodNs * uncertaintyShare),
  };
}

function decimal(value: number): string {
  return String(Number(value.toFixed(3)));
}

/** For Vitis HLS 2020.2 to 2025: `vitis_hls -f run_hls.tcl`, or `vitis-run --mode hls --tcl run_hls.tcl`. */
export function runHlsTcl(
  { top, module }: KernelPlan,
  clock: ClockAndPart,
  header: readonly string[],
): string {
  return [
    ...header.map((line) => `# ${line}`),
    `# ${module.kind} ${top}: C simulation, synthesis, packaged IP. Add \`-tclargs cosim\` for co-simulation.`,
    'set flags "-std=c++14"',
    '',
    'open_project -reset project',
    `set_top ${top}`,
    `add_files ${top}.cpp -cflags $flags`,
    'add_files -tb tb.cpp -cflags "$flags -Wno-unknown-pragmas"',
    '',
    'open_solution -reset -flow_target vivado solution',
    `set_part ${clock.part}`,
    `create_clock -period ${clock.periodNs} -name default`,
    `set_clock_uncertainty ${clock.uncertaintyNs}`,
    '',
    'csim_design',
    'csynth_design',
    'if {[info exists argv] && [lsearch $argv cosim] >= 0} {',
    '  cosim_design',
    '}',
    `export_design -format ip_catalog -vendor xilinx.com -library hls -version 1.0 -ipname ${top}`,
    'exit',
    '',
  ].join('\n');
}

/** For Vitis 2024.2 on: `vitis-run --mode hls --csim`, `v++ -c --mode hls`, `vitis-run --mode hls --package`. */
export function hlsConfig({ top }: KernelPlan, clock: ClockAndPart, header: readonly string[]): string {
  return [
    ...header.map((line) => `# ${line}`),
    `part=${clock.part}`,
    '',
    '[hls]',
    'flow_target=vivado',
    'package.output.format=ip_catalog',
    'package.ip.vendor=xilinx.com',
    'package.ip.library=hls',
    `package.ip.name=${top}`,
    'package.ip.version=1.0',
    `clock=${clock.periodNs}ns`,
    `clock_uncertainty=${clock.uncertaintyNs}ns`,
    `syn.file=${top}.cpp`,
    'syn.cflags=-std=c++14',
    `syn.top=${top}`,
    'tb.file=tb.cpp',
    'tb.cflags=-std=c++14 -Wno-unknown-pragmas',
    '',
  ].join('\n');
}

/** `modules.mk`: names of all kernels, and of those built for the fabric. */
export function modulesMk(plans: readonly KernelPlan[], header: readonly string[]): string {
  const fabric = plans.filter((p) => p.module.place.kind !== 'cpu');
  return [
    ...header.map((line) => `# ${line}`),
    `HLS_MODULES := ${plans.map((p) => p.top).join(' ')}`,
    '# Software on the processor is not synthesised.',
    `HLS_FABRIC := ${fabric.map((p) => p.top).join(' ')}`,
    '',
  ].join('\n');
}
