/** Boards with their parts, clocks and memory. */
import type { BytesPerSecond, Hertz } from '../base/units';
import { nearestNames } from './nearest';
import type { PortKind } from './ports';

export interface Board {
  readonly name: string;
  /** Full part name, for `lookupPart`. */
  readonly part: string;
  /** Usual clock of the processor cores. */
  readonly psClock: Hertz;
  /** Peak bandwidth of the board's PS memory, transfers × width; see `memoryOf` for the fabric's share. */
  readonly memoryPeak: BytesPerSecond;
  readonly port: PortKind;
}

export type BoardLookup =
  { readonly ok: Board } | { readonly error: string; readonly nearest: readonly string[] };

/** DDR bandwidth of the boards: width in bytes × million transfers per second, as commonly stated. */
const ddr3x16 = 2 * 1050e6;
const ddr3x32 = 4 * 1066e6;
const ddr3x32at1050 = 4 * 1050e6;
const lpddr4x32 = 4 * 2133e6;
const ddr4x32 = 4 * 1866e6;
const ddr4x64 = 8 * 2133e6;
const ddr4x64at2400 = 8 * 2400e6;

const MHz = 1e6;

/** Part, PS clock and memory as commonly stated for each board; not checked against its manual, so confirm before relying on one. */
const boards: readonly Board[] = [
  board('PYNQ-Z1', 'xc7z020clg400-1', 650, ddr3x16),
  board('PYNQ-Z2', 'xc7z020clg400-1', 650, ddr3x16),
  board('Zybo', 'xc7z010clg400-1', 650, ddr3x32at1050),
  board('Zybo Z7-10', 'xc7z010clg400-1', 667, ddr3x32),
  board('Zybo Z7-20', 'xc7z020clg400-1', 667, ddr3x32),
  board('ZedBoard', 'xc7z020clg484-1', 667, ddr3x32),
  board('Arty Z7-10', 'xc7z010clg400-1', 650, ddr3x16),
  board('Arty Z7-20', 'xc7z020clg400-1', 650, ddr3x16),
  board('Cora Z7-07S', 'xc7z007sclg400-1', 667, ddr3x16),
  board('Cora Z7-10', 'xc7z010clg400-1', 667, ddr3x16),
  board('Eclypse Z7', 'xc7z020clg484-1', 667, ddr3x32),
  board('MiniZed', 'xc7z007sclg225-1', 667, ddr3x16),
  board('MicroZed 7010', 'xc7z010clg400-1', 667, ddr3x32),
  board('MicroZed 7020', 'xc7z020clg400-1', 667, ddr3x32),
  board('PicoZed 7010', 'xc7z010clg400-1', 667, ddr3x32),
  board('PicoZed 7015', 'xc7z015clg485-1', 667, ddr3x32),
  board('PicoZed 7020', 'xc7z020clg400-1', 667, ddr3x32),
  board('PicoZed 7030', 'xc7z030sbg485-1', 667, ddr3x32),
  board('Red Pitaya STEMlab 125-14', 'xc7z010clg400-1', 667, ddr3x16),
  board('ZC702', 'xc7z020clg484-1', 667, ddr3x32),
  board('ZC706', 'xc7z045ffg900-2', 800, ddr3x32),
  board('Ultra96', 'xczu3eg-sbva484-1-e', 1200, lpddr4x32),
  board('Ultra96-V2', 'xczu3eg-sbva484-1-i', 1200, lpddr4x32),
  board('AUP-ZU3', 'xczu3eg-sfvc784-2-e', 1200, lpddr4x32),
  board('Genesys ZU-3EG', 'xczu3eg-sfvc784-1-e', 1200, 8 * 1866e6),
  board('Genesys ZU-5EV', 'xczu5ev-sfvc784-1-e', 1200, ddr4x64),
  board('PYNQ-ZU', 'xczu5eg-sfvc784-1-e', 1200, ddr4x64),
  board('ZCU102', 'xczu9eg-ffvb1156-2-e', 1200, ddr4x64),
  board('ZCU104', 'xczu7ev-ffvc1156-2-e', 1200, ddr4x64),
  board('ZCU106', 'xczu7ev-ffvc1156-2-e', 1200, ddr4x64),
  board('KV260', 'xck26-sfvc784-2LV-c', 1333, ddr4x64at2400),
  board('KR260', 'xck26-sfvc784-2LV-c', 1333, ddr4x64at2400),
  board('KD240', 'xck24-ubva530-2LV-c', 1333, ddr4x32),
];

/** Aliases of these boards: short forms, and the usual first of several variants. */
const otherNames: Record<string, string> = {
  MicroZed: 'MicroZed 7020',
  PicoZed: 'PicoZed 7020',
  'Zybo Z7': 'Zybo Z7-20',
  'Arty Z7': 'Arty Z7-20',
  'Cora Z7': 'Cora Z7-10',
  'Red Pitaya': 'Red Pitaya STEMlab 125-14',
  'Ultra96-V1': 'Ultra96',
  'Kria KV260': 'KV260',
  'Kria KR260': 'KR260',
  'Kria KD240': 'KD240',
};

export const boardNames: readonly string[] = boards.map((known) => known.name);

/** Finds a board by name, ignoring case, spaces, dashes and underscores. */
export function lookupBoard(name: string): BoardLookup {
  const found = byKey.get(key(name));
  if (found) return { ok: found };
  return { error: `'${name}' is not a known board`, nearest: nearestNames(name, boardNames) };
}

const byKey = new Map<string, Board>(boards.map((known) => [key(known.name), known]));
for (const [other, name] of Object.entries(otherNames)) {
  const known = byKey.get(key(name));
  if (known) byKey.set(key(other), known);
}

function key(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

function board(name: string, part: string, psMegahertz: number, memoryPeak: number): Board {
  return { name, part, psClock: psMegahertz * MHz, memoryPeak, port: 'pcap' };
}
