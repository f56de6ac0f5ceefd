/** What runs all the time: the board's idle power as stated, or an estimate of the chip alone. The two are never mixed. */
import type { Board, Part } from '../device/index';
import type { Celsius, Hertz, Watts } from '../base/units';
import { type Amount, sum, times, within } from './amount';
import { staticPower } from './leakage';
import { clockPower } from './prices';
import { type Reported, reportedBase } from './reported';

export interface BasePower {
  /** `board`: what a meter at the plug reads. `chip`: what Vivado's report_power calls the total. */
  readonly quantity: 'board' | 'chip';
  /** Clock tree included. */
  readonly watts: Amount;
  /** Of it the clock tree of the fabric; not told apart in a metered figure. */
  readonly clock?: Amount;
  readonly leakage?: Amount;
  readonly source: string;
}

export interface Powered {
  readonly part: Part | undefined;
  readonly board: Board | undefined;
  /** The part is a Kria module's. */
  readonly isKria: boolean;
  readonly idleW: Watts | undefined;
  /** Log of the meter that `idleW` is from, if it is not stated. */
  readonly meteredIn?: string;
  /** Of this design's own configurations. */
  readonly reports?: readonly Reported[];
  readonly ambientC: Celsius | undefined;
  readonly clockHz: Hertz;
  /** Flip-flops that the clock reaches: of what is resident. */
  readonly flipFlops: number;
}

/** Idle power of one PYNQ-Z2 with four designs, metered: 1.474 to 1.528 W; of an Arty A7 2.096 to 2.115 W. */
const IDLE_BAND = 0.025;
const USUAL_AMBIENT: Celsius = 25;

/** Undefined if no idle power is stated and no report is of the part's die. */
export function basePower(given: Powered): BasePower | undefined {
  const { part, idleW, meteredIn } = given;
  if (idleW !== undefined) {
    return {
      quantity: 'board',
      watts: within(idleW, IDLE_BAND),
      source: `${meteredIn === undefined ? '`idle` as stated' : `idle as metered in ${meteredIn}`}, ±2.5 %: by so much one metered board differs between bitstreams`,
    };
  }
  return part === undefined ? undefined : chipPower(given, part);
}

function chipPower(
  { board, isKria, ambientC, clockHz, flipFlops, reports = [] }: Powered,
  part: Part,
): BasePower | undefined {
  const own = reportedBase(reports);
  if (own !== undefined) {
    const { watts, clock, leakage, count } = own;
    const of = count === 1 ? 'of this design' : `of ${count} configurations of this design`;
    return {
      quantity: 'chip',
      watts,
      clock,
      leakage,
      source: `report_power ${of}, ±5 % between versions of Vivado`,
    };
  }
  const clock = clockPower(part.family, flipFlops, clockHz);
  const ps = processingSystem(part, board);
  const perWatt = thermalResistance(part);
  const ambient = ambientC ?? USUAL_AMBIENT;
  let junctionC = ambient;
  let leakage = staticPower(part, isKria, junctionC);
  if (leakage === undefined) return undefined;
  // Leakage heats and heat leaks: for any of these dies the steps shrink at least twentyfold below the hottest junction.
  for (let step = 0; step < 8 && junctionC < HOTTEST; step++) {
    junctionC = Math.min(HOTTEST, ambient + perWatt * (ps.watts.value + leakage.watts.value + clock.value));
    leakage = staticPower(part, isKria, junctionC) ?? leakage;
  }
  return {
    quantity: 'chip',
    watts: sum(ps.watts, leakage.watts, clock),
    clock,
    leakage: leakage.watts,
    source: `${ps.source}; leakage by ${leakage.source}, junction at ${Math.round(junctionC)} °C`,
  };
}

/** Beyond this no grade works; report_power stops here too. */
const HOTTEST: Celsius = 125;

/** Junction above ambient, °C a watt, as reports imply (their default cooling). */
function thermalResistance({ die, family }: Part): number {
  return byDie[die] ?? (family === '7series' ? 11.5 : 1);
}

const byDie: Readonly<Record<string, number>> = {
  xc7z010: 11.5,
  xc7z020: 11.5,
  xc7z045: 1.8,
  xc7z100: 1.8,
  xczu1: 2.7,
  xczu3: 2.7,
  xczu5: 2.3,
  xczu7: 1,
};

interface System {
  readonly watts: Amount;
  readonly source: string;
}

/** Watts of the processing system in reports, which follow its configuration and do not know what software does. */
const byBoard: Readonly<Record<string, Watts>> = {
  'PYNQ-Z1': 1.255,
  'PYNQ-Z2': 1.255,
  ZedBoard: 1.525,
  'Red Pitaya STEMlab 125-14': 1.275,
  Ultra96: 1.755,
  'Ultra96-V2': 1.755,
  KV260: 2.63,
  ZCU104: 2.66,
};

const bands = { '7series': [0.2, 0.2], 'ultrascale+': [0.27, 0.25] } as const;

function processingSystem({ family, die }: Part, board: Board | undefined): System {
  const [below, above] = bands[family];
  const preset = board && byBoard[board.name];
  if (preset !== undefined)
    return {
      watts: within(preset, below, above),
      source: `processing system as ${board?.name ?? ''} presets it`,
    };
  if (family === '7series')
    return {
      watts: within(1.4, below, above),
      source: 'processing system as the median of Zynq-7000 reports',
    };
  const usual = { xczu1: 1.75, xczu3: 1.75, xczu5: 2.6, xczu7: 2.65 }[die];
  // Larger dies have the same processing system, but no report is of one.
  return usual === undefined
    ? { watts: within(2.65, 0.4), source: 'processing system as of the zu7, since no report is of this die' }
    : {
        watts: within(usual, below, above),
        source: 'processing system as the median of reports of this size',
      };
}

/** What a chip leaks by its die and temperature, whatever is metered of it. Undefined for a die that no report is of. */
export function leakageOf(given: Powered): Amount | undefined {
  return given.part && chipPower({ ...given, reports: [] }, given.part)?.leakage;
}

/**
 * The same system with another part of its family: what the parts leak differs, and the clock tree. A processing system is as
 * it was configured, so that of another part's usual board would be a difference that is none.
 *
 * @param clock of the design on the other part; a metered base does not tell it apart
 */
export function movedBase(
  own: BasePower,
  leaks: { readonly here: Amount; readonly there: Amount },
  clock: Amount | undefined,
): BasePower {
  const { here, there } = leaks;
  const isTold = own.clock !== undefined && clock !== undefined;
  const watts = sum(own.watts, times(here, -1), there, ...(isTold ? [times(own.clock, -1), clock] : []));
  return {
    quantity: own.quantity,
    watts,
    ...(isTold && { clock }),
    ...(own.leakage && { leakage: there }),
    source: `${own.source}; with what this part leaks instead`,
  };
}

/** Watts that one part leaks less than another. Their bands are of different reports, so they count apart. */
export function leakageSaved({ here, there }: { readonly here: Amount; readonly there: Amount }): Amount {
  return { value: here.value - there.value, low: here.low - there.high, high: here.high - there.low };
}

/** From which time between exposed loads on a part that leaks less takes less energy, although inputs wait for them. */
export function breakEvenPeriodNs(baseW: Watts, exposedNs: number, savedW: Watts): number | undefined {
  return savedW > 0 ? (baseW * exposedNs) / savedW : undefined;
}
