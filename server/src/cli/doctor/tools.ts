/** A program that an export may need. */
export interface Tool {
  readonly name: string;
  /** Names to look for; the first one found counts. */
  readonly programs: readonly string[];
  /** Arguments that print its version. */
  readonly version: readonly string[];
  readonly from: string;
}

export const tools = {
  cxx: {
    name: 'C++ compiler',
    programs: ['g++', 'clang++'],
    version: ['--version'],
    from: 'apt-get install g++',
  },
  make: { name: 'make', programs: ['make'], version: ['--version'], from: 'apt-get install make' },
  vitisRun: {
    name: 'Vitis HLS (vitis-run)',
    programs: ['vitis-run'],
    version: ['--version'],
    from: 'Vitis 2024.2 or newer; run its settings64.sh',
  },
  vitisHls: {
    name: 'Vitis HLS (vitis_hls)',
    programs: ['vitis_hls'],
    version: ['-version'],
    from: 'Vitis HLS 2020.2 to 2024.1; run its settings64.sh',
  },
  vivado: {
    name: 'Vivado',
    programs: ['vivado'],
    version: ['-version'],
    from: 'Vivado 2022.2 or newer; run its settings64.sh',
  },
  armGcc: {
    name: 'cross compiler, Zynq-7000',
    programs: ['arm-linux-gnueabihf-gcc'],
    version: ['--version'],
    from: 'apt-get install gcc-arm-linux-gnueabihf; or build on the board',
  },
  arm64Gcc: {
    name: 'cross compiler, UltraScale+',
    programs: ['aarch64-linux-gnu-gcc'],
    version: ['--version'],
    from: 'apt-get install gcc-aarch64-linux-gnu; or build on the board',
  },
  dtc: {
    name: 'device-tree compiler',
    programs: ['dtc'],
    version: ['--version'],
    from: 'apt-get install device-tree-compiler',
  },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** Tools that each make target needs: one of each group. */
export const needs: readonly { readonly what: string; readonly oneOf: readonly (readonly ToolName[])[] }[] = [
  { what: 'make sim', oneOf: [['make'], ['cxx']] },
  { what: 'make hls', oneOf: [['make'], ['vitisRun', 'vitisHls']] },
  { what: 'make vivado', oneOf: [['make'], ['vivado']] },
  { what: 'runtime for another computer’s board', oneOf: [['make'], ['armGcc', 'arm64Gcc']] },
  { what: 'device-tree overlays', oneOf: [['make'], ['dtc']] },
];
