/** Holds the model of power against public reports: by what was fitted, and by what the other owners' reports give. */
import { partByBase } from '../src/device/index';
import { basePower, coefficients, dataEnergy, sum, withCoefficients } from '../src/energy/index';
import { fitPower, median } from './power-fit';
import type { PowerRow } from './power-rows';

export interface PowerErrors {
  readonly cases: number;
  /** Share of reports whose total lies in the band, and the median of |model ÷ report − 1|. */
  readonly totalInBand: number;
  readonly totalMedian: number;
  /** Of designs whose fabric takes more than 20 mW: within a factor of three of the model, and the median of model ÷ report. */
  readonly fabricCases: number;
  readonly fabricWithinThree: number;
  readonly fabricMedian: number;
}

/** Fabrics that take less are lost in the rounding to a milliwatt. */
const LEAST_FABRIC_W = 0.02;
/** The processing system is there, and not switched off. */
const LEAST_PS_W = 0.3;

/** With the coefficients of the engine. */
export function checkPower(rows: readonly PowerRow[]): PowerErrors {
  return errorsOf(rows.map(compared));
}

/** Each owner's reports by what the others' give. */
export function leftOutPower(rows: readonly PowerRow[]): PowerErrors {
  const owners = [...new Set(rows.map((r) => r.owner))];
  return errorsOf(
    owners.flatMap((owner) => {
      const rest = rows.filter((r) => r.owner !== owner);
      const fitted = fitPower(rest);
      // A die that only this owner reported keeps its leakage: there is nothing else to know it by.
      const leakage = { ...coefficients().leakage, ...fitted.leakage };
      return withCoefficients({ ...fitted, leakage }, () =>
        rows.filter((r) => r.owner === owner).map(compared),
      );
    }),
  );
}

interface Compared {
  readonly inBand?: boolean;
  readonly total?: number;
  readonly fabric?: number;
}

function compared({ die, family, isKria, clockHz, used, watts, isPriced }: PowerRow): Compared {
  const part = partByBase(die);
  const base =
    part &&
    basePower({
      ...{ part, board: undefined, isKria, idleW: undefined, ambientC: undefined, clockHz },
      flipFlops: used.ff,
    });
  if (base === undefined || clockHz === 0) return {};
  // A second of work is a watt.
  const data = dataEnergy(family, used, { low: 0, high: 0 }, clockHz);
  const whole = sum(base.watts, data);
  return {
    ...(watts.ps > LEAST_PS_W && {
      inBand: whole.low <= watts.total && watts.total <= whole.high,
      total: Math.abs(whole.value / watts.total - 1),
    }),
    ...(isPriced &&
      watts.fabric > LEAST_FABRIC_W && { fabric: ((base.clock?.value ?? 0) + data.value) / watts.fabric }),
  };
}

function errorsOf(all: readonly Compared[]): PowerErrors {
  const totals = all.flatMap(({ total }) => total ?? []);
  const fabrics = all.flatMap(({ fabric }) => fabric ?? []);
  const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);
  return {
    cases: totals.length,
    totalInBand: share(all.filter(({ inBand }) => inBand === true).length, totals.length),
    totalMedian: median(totals),
    fabricCases: fabrics.length,
    fabricWithinThree: share(fabrics.filter((f) => f <= 3 && f >= 1 / 3).length, fabrics.length),
    fabricMedian: median(fabrics),
  };
}

export function powerTable(named: readonly (readonly [name: string, errors: PowerErrors])[]): string {
  const percent = (value: number): string => `${Math.round(100 * value)} %`;
  return [
    '| | reports | chip total in the band | median error | fabrics over 20 mW | within x3 | median of model ÷ report |',
    '|---|---|---|---|---|---|---|',
    ...named.map(
      ([name, e]) =>
        `| ${name} | ${e.cases} | ${percent(e.totalInBand)} | ${percent(e.totalMedian)} | ${e.fabricCases} | ${percent(e.fabricWithinThree)} | ${e.fabricMedian.toFixed(2)} |`,
    ),
  ].join('\n');
}
