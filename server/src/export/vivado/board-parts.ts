/** A board's name in Vivado's board files: vendor and name, without the file's version. */
export interface BoardPart {
  readonly name: string;
  /** `vendor:board`, one or more; board_parts are `vendor:board:part0:version`. */
  readonly files: readonly string[];
  /** Source of the files if Vivado does not include them. */
  readonly source: string;
  /** Connectors of a module to its carrier, with the carrier's presets of UART and SD card: pairs for BOARD_CONNECTIONS. */
  readonly connections?: string;
}

const store = "Vivado's board store (Tools > Vivado Store > Boards)";
const bundled = 'Vivado itself: the part family was left out at installation';
const tul = `${store}, or the board's product page of TUL`;
const digilent = `${store}, or Digilent's repository vivado-boards`;
const avnet = `${store}, or Avnet's repository bdf`;

/**
 * Keyed by the device model's board name; each value is taken from published scripts of projects for that board. Avnet's
 * vendor was `em.avnet.com`, `avnet.com` and `avnet-tria`, Digilent's `www.digilentinc.com` and `digilentinc.com`:
 * build.tcl accepts any. For a board made with two memory sizes, the larger comes first.
 */
const table: Record<string, readonly [files: string, source: string]> = {
  'PYNQ-Z1': ['www.digilentinc.com:pynq-z1', digilent],
  'PYNQ-Z2': ['tul.com.tw:pynq-z2', tul],
  Zybo: ['digilentinc.com:zybo', digilent],
  'Zybo Z7-10': ['digilentinc.com:zybo-z7-10', digilent],
  'Zybo Z7-20': ['digilentinc.com:zybo-z7-20', digilent],
  ZedBoard: ['avnet.com:zedboard em.avnet.com:zed', avnet],
  'Arty Z7-10': ['digilentinc.com:arty-z7-10', digilent],
  'Arty Z7-20': ['digilentinc.com:arty-z7-20', digilent],
  'Cora Z7-07S': ['digilentinc.com:cora-z7-07s', digilent],
  'Cora Z7-10': ['digilentinc.com:cora-z7-10', digilent],
  'Eclypse Z7': ['digilentinc.com:eclypse-z7', digilent],
  MiniZed: ['avnet.com:minized', avnet],
  'MicroZed 7010': ['avnet.com:microzed_7010', avnet],
  'MicroZed 7020': ['avnet.com:microzed_7020', avnet],
  'PicoZed 7010': ['avnet.com:picozed_7010_fmc2 avnet.com:picozed_7010', avnet],
  'PicoZed 7015': ['avnet.com:picozed_7015_fmc2 avnet.com:picozed_7015', avnet],
  'PicoZed 7020': ['avnet.com:picozed_7020_fmc2 avnet.com:picozed_7020', avnet],
  'PicoZed 7030': ['avnet.com:picozed_7030_fmc2 avnet.com:picozed_7030', avnet],
  'Red Pitaya STEMlab 125-14': ['redpitaya.com:redpitaya', "Red Pitaya's repository RedPitaya-FPGA"],
  ZC702: ['xilinx.com:zc702', bundled],
  ZC706: ['xilinx.com:zc706', bundled],
  Ultra96: ['avnet.com:ultra96v1', avnet],
  'Ultra96-V2': ['avnet.com:ultra96v2', avnet],
  'AUP-ZU3': ['realdigital.org:aup-zu3-8gb realdigital.org:aup-zu3-4gb', "Real Digital's product page"],
  'Genesys ZU-3EG': ['digilentinc.com:gzu_3eg', digilent],
  'Genesys ZU-5EV': ['digilentinc.com:gzu_5ev', digilent],
  'PYNQ-ZU': ['tul.com.tw:pynqzu', tul],
  ZCU102: ['xilinx.com:zcu102', bundled],
  ZCU104: ['xilinx.com:zcu104', bundled],
  ZCU106: ['xilinx.com:zcu106', bundled],
  KV260: ['xilinx.com:kv260_som', store],
  KR260: ['xilinx.com:kr260_som', store],
  KD240: ['xilinx.com:kd240_som', store],
};

/** As in AMD's own scripts for these carriers; the star takes the newest version. */
const carriers: Record<string, string> = {
  KV260: 'som240_1_connector xilinx.com:kv260_carrier:som240_1_connector:*',
  KR260:
    'som240_1_connector xilinx.com:kr260_carrier:som240_1_connector:* som240_2_connector xilinx.com:kr260_carrier:som240_2_connector:*',
  KD240:
    'som240_1_connector xilinx.com:kd240_carrier:som240_1_connector:* som40_2_connector xilinx.com:kd240_carrier:som40_2_connector:*',
};

/** Whether a board boots with an application of AMD's in the fabric, and takes firmware packages. */
export function isKria(board: BoardPart | undefined): boolean {
  return board !== undefined && carriers[board.name] !== undefined;
}

export function boardPartOf(name: string): BoardPart | undefined {
  const found = table[name];
  const connections = carriers[name];
  return found && { name, files: found[0].split(' '), source: found[1], ...(connections && { connections }) };
}
