/** Limits of energy, mean power and the life of a battery. */
import { type Amount, times } from '../../energy/index';
import type { BudgetLimit, BudgetMetric } from '../../semantics/design';
import type { BudgetResult, TimelineFigures } from '../analysis';
import type { EnergyFigures } from './energy-figures';

type EnergyMetric = 'energy mean' | 'energy worst' | 'power mean' | 'battery';

export function isEnergyMetric(metric: BudgetMetric): metric is EnergyMetric {
  return (
    metric === 'energy mean' || metric === 'energy worst' || metric === 'power mean' || metric === 'battery'
  );
}

/** Inside its band a limit may not be met; a lower bound decides only what it breaks. */
export function energyResult(
  limit: BudgetLimit,
  timeline: TimelineFigures | undefined,
  energy: EnergyFigures | undefined,
): BudgetResult {
  const unknown = (why?: string): BudgetResult => ({
    limit,
    verdict: 'not known',
    ...(why !== undefined && { why }),
  });
  if (timeline === undefined) return unknown();
  if (energy === undefined)
    return unknown('no power report of this part is known: state the metered power of the board as `idle`');
  if (limit.metric === 'battery' && energy.base.quantity === 'chip')
    return unknown('a battery feeds the whole board: state its metered power as `idle`');
  const amount = amountOf(limit, energy);
  if (amount === undefined) return unknown('so many stages have no stream that is modelled');
  const { value: actual, low, high } = amount;
  const told = { limit, actual, between: { low, high } };
  const isUpper = limit.comparison === '<=';
  const holds = (figure: number): boolean => (isUpper ? figure <= limit.value : figure >= limit.value);
  const [best, worst] = isUpper ? [low, high] : [high, low];
  const isBound = energy.atLeast || (limit.metric !== 'energy worst' && timeline.stream?.atLeast === true);
  if (!isBound)
    return { ...told, verdict: holds(worst) ? 'fits' : holds(best) ? 'may not fit' : 'does not fit' };
  // Mean power divides one lower bound by another.
  if (limit.metric === 'power mean' || limit.metric === 'battery')
    return { limit, verdict: 'not known', why: 'times are lower bounds, since something is not modelled' };
  return { ...told, bound: 'at least', verdict: holds(best) ? 'not known' : 'does not fit' };
}

function amountOf({ metric, of = 0 }: BudgetLimit, { alone, stream }: EnergyFigures): Amount | undefined {
  switch (metric as EnergyMetric) {
    case 'energy worst':
      return alone.worst;
    case 'energy mean':
      return stream?.perInput;
    case 'power mean':
      return stream?.power;
    case 'battery':
      return stream && lifetime(of, stream.power);
  }
}

/** Seconds that a battery of so many joules lasts; its own losses and ageing are not modelled. */
function lifetime(joules: number, power: Amount): Amount {
  const { value, low, high } = times(power, 1 / joules);
  return { value: 1 / value, low: 1 / high, high: 1 / low };
}
