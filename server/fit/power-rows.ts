import { readCsv, type Row } from './csv';

/** One public `report_power` with the utilisation beside it. */
export interface PowerRow {
  readonly line: number;
  /** Of the repository: what one author made is left out together. */
  readonly owner: string;
  readonly repository: string;
  readonly die: string;
  readonly family: '7series' | 'ultrascale+';
  /** Kria silicon runs at a lower voltage. */
  readonly isKria: boolean;
  /** Of a design with one clock from the processing system, or none. */
  readonly clockHz: number;
  readonly used: { readonly ff: number; readonly lut: number; readonly bram18: number; readonly dsp: number };
  readonly watts: {
    readonly total: number;
    readonly static: number;
    readonly clocks: number;
    readonly logic: number;
    readonly bram: number;
    readonly dsp: number;
    /** All of the fabric's dynamic power but I/O and clock managers. */
    readonly fabric: number;
    readonly ps: number;
  };
  readonly junctionC: number;
  /** Amperes of leakage. */
  readonly rails: { readonly int: number; readonly aux: number; readonly ps: number };
  /** Whether its clock and categories can be priced. */
  readonly isPriced: boolean;
}

const dies: readonly (readonly [RegExp, string])[] = [
  [/7z0(?:07s|10)/, 'xc7z010'],
  [/7z0(?:14s|20)/, 'xc7z020'],
  [/7z0(?:35|45)/, 'xc7z045'],
  [/7z100/, 'xc7z100'],
  [/zu[23](?:cg|eg)/, 'xczu3'],
  [/zu[45](?:cg|eg|ev)/, 'xczu5'],
  [/xck26/, 'xczu5'],
  [/zu7(?:cg|eg|ev)/, 'xczu7'],
];

/** Rows of dies that the engine knows; what is left out is told by reason. */
export function readPowerRows(text: string): {
  readonly rows: readonly PowerRow[];
  readonly left: ReadonlyMap<string, readonly number[]>;
} {
  const left = new Map<string, number[]>();
  const rows = readCsv(text).rows.flatMap((row): PowerRow[] => {
    const part = row.cell('part').toLowerCase();
    const die = dies.find(([pattern]) => pattern.test(part))?.[1];
    const reason =
      die === undefined
        ? `a part that is not in the catalogue, ${part}`
        : row.cell('process') !== 'typical'
          ? `process ${row.cell('process')}`
          : undefined;
    if (die === undefined || reason !== undefined) {
      left.set(reason ?? '', [...(left.get(reason ?? '') ?? []), row.line]);
      return [];
    }
    return [powerRow(row, part, die)];
  });
  return { rows, left };
}

function powerRow(row: Row, part: string, die: string): PowerRow {
  const number = (name: string): number => {
    const value = Number(row.cell(name));
    return Number.isFinite(value) ? value : 0;
  };
  const repository = row.cell('repo');
  return {
    line: row.line,
    owner: repository.split('/')[0] ?? '',
    repository,
    die,
    family: die.startsWith('xc7') ? '7series' : 'ultrascale+',
    isKria: part.startsWith('xck'),
    clockHz: number('clock_mhz') * 1e6,
    used: { ff: number('ff'), lut: number('lut'), bram18: 2 * number('bram36'), dsp: number('dsp') },
    watts: {
      total: number('total_w'),
      static: number('static_w'),
      clocks: number('clocks_w'),
      logic: number('logic_w') + number('signals_w'),
      bram: number('bram_w'),
      dsp: number('dsp_w'),
      fabric: number('pl_core_w'),
      ps: number('ps_w'),
    },
    junctionC: number('tj_c'),
    rails: {
      int: number('iccint_static_a'),
      aux: number('iccaux_static_a'),
      ps: number('icc_ps_int_static_a'),
    },
    isPriced: row.cell('in_fit') === 'yes',
  };
}
