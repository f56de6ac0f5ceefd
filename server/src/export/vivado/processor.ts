/** The processing systems of Zynq-7000 and UltraScale+. */
import type { Part } from '../../device/index';
import type { Hardware } from './hardware';

/** Pins and settings of a processing system, and the Tcl that sets it up. */
export interface Processor {
  readonly vlnv: string;
  readonly clock: string;
  readonly reset: string;
  /** Port that reaches the fabric's registers. */
  readonly master: { readonly port: string; readonly clock: string };
  /** High-performance ports in the order in which they are used, with the DDR behind them. */
  readonly slaves: readonly { readonly port: string; readonly clock: string; readonly segment: string }[];
  /** Address width of the general-purpose master. */
  readonly addressBits: number;
  readonly clockedPins: (ports: number) => string[];
  /** Tcl that instantiates it, with the first `ports` memory ports enabled. */
  readonly lines: (hardware: Hardware, ports: number) => string[];
}

export function processorOf(family: Part['family']): Processor {
  return family === '7series' ? zynq7000 : ultrascale;
}

const zynq7000 = processor({
  vlnv: 'xilinx.com:ip:processing_system7',
  clock: 'FCLK_CLK0',
  reset: 'FCLK_RESET0_N',
  addressBits: 32,
  master: { port: 'M_AXI_GP0', clock: 'M_AXI_GP0_ACLK' },
  slaves: [0, 1, 2, 3].map((i) => ({
    port: `S_AXI_HP${i}`,
    clock: `S_AXI_HP${i}_ACLK`,
    segment: `S_AXI_HP${i}/HP${i}_DDR_LOWOCM`,
  })),
  automation: (preset) =>
    `-rule xilinx.com:bd_rule:processing_system7 -config [list make_external {FIXED_IO, DDR} apply_board_preset ${preset} Master Disable Slave Disable]`,
  settings: (megahertz, ports) => [
    `CONFIG.PCW_FPGA0_PERIPHERAL_FREQMHZ ${megahertz}`,
    'CONFIG.PCW_EN_CLK0_PORT 1',
    'CONFIG.PCW_EN_RST0_PORT 1',
    'CONFIG.PCW_USE_M_AXI_GP0 1',
    'CONFIG.PCW_USE_M_AXI_GP1 0',
    ...[0, 1, 2, 3].map((i) => `CONFIG.PCW_USE_S_AXI_HP${i} ${i < ports ? 1 : 0}`),
    ...numbered(ports, (i) => `CONFIG.PCW_S_AXI_HP${i}_DATA_WIDTH 64`),
  ],
});

const ultrascale = processor({
  vlnv: 'xilinx.com:ip:zynq_ultra_ps_e',
  clock: 'pl_clk0',
  reset: 'pl_resetn0',
  addressBits: 40,
  master: { port: 'M_AXI_HPM0_FPD', clock: 'maxihpm0_fpd_aclk' },
  slaves: [0, 1, 2, 3].map((i) => ({
    port: `S_AXI_HP${i}_FPD`,
    clock: `saxihp${i}_fpd_aclk`,
    // The address map numbers all slave ports of the PS: HP0 to HP3 are SAXIGP2 to SAXIGP5.
    segment: `SAXIGP${i + 2}/HP${i}_DDR_LOW`,
  })),
  automation: (preset) =>
    `-rule xilinx.com:bd_rule:zynq_ultra_ps_e -config [list apply_board_preset ${preset}]`,
  settings: (megahertz, ports) => [
    'CONFIG.PSU__FPGA_PL0_ENABLE 1',
    `CONFIG.PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ ${megahertz}`,
    'CONFIG.PSU__USE__M_AXI_GP0 1',
    'CONFIG.PSU__USE__M_AXI_GP1 0',
    'CONFIG.PSU__USE__M_AXI_GP2 0',
    ...[0, 1, 2, 3].map((i) => `CONFIG.PSU__USE__S_AXI_GP${i + 2} ${i < ports ? 1 : 0}`),
    'CONFIG.PSU__MAXIGP0__DATA_WIDTH 128',
    ...numbered(ports, (i) => `CONFIG.PSU__SAXIGP${i + 2}__DATA_WIDTH 128`),
  ],
});

/** Widths are stated though they are the defaults: a board's preset may have others, and the runtime sets these. */
function numbered(count: number, setting: (i: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => setting(i));
}

type Names = Omit<Processor, 'clockedPins' | 'lines'> & {
  readonly automation: (preset: string) => string;
  readonly settings: (megahertz: number, ports: number) => string[];
};

function processor({ automation, settings, ...names }: Names): Processor {
  return {
    ...names,
    clockedPins: (ports) => [names.master, ...names.slaves.slice(0, ports)].map(({ clock }) => `ps/${clock}`),
    lines: ({ board, clockHz }, ports) => [
      `create_bd_cell -type ip -vlnv ${names.vlnv} ps`,
      `apply_bd_automation ${automation(board ? '[expr {$board_part ne ""}]' : '0')} [get_bd_cells ps]`,
      ...(board ? ['if {$board_part eq ""} { source user/ps.tcl }'] : ownSettings),
      'set_property -dict [list \\',
      ...settings(clockHz / 1e6, ports).map((setting) => `  ${setting} \\`),
      '] [get_bd_cells ps]',
    ],
  };
}

/** A part alone does not determine the board's memory. */
const ownSettings = [
  'if {![file exists user/ps.tcl]} {',
  '  stop "the design names a part and no board, so the timing of its DDR is not known: write vivado/user/ps.tcl with\\',
  '    the set_property -dict of your processing system, cell `ps`, or name a board in the design"',
  '}',
  'source user/ps.tcl',
];
