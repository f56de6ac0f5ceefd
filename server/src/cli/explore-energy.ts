/** The column of energy in every search: as text, in CSV and in JSON. */
import { joulesText } from '../analysis/presentation/energy-text';
import { amountJson } from '../analysis/presentation/report-energy';
import { formatAtLeast } from '../base/format';
import { type TriedEnergy, energyOf } from '../plans/energy/energy-of';
import type { State } from '../plans/trial';

export const energyHead = 'energy of an input';

export function energyCell(energy: TriedEnergy | undefined): string {
  if (energy === undefined) return 'not modelled';
  return formatAtLeast(energy.atLeast, joulesText(energy.perInput));
}

export const energyCsvHead = 'energy_j,energy_low_j,energy_high_j,energy_of';

/** Four fields, empty where it is not modelled. */
export function energyCsv(energy: TriedEnergy | undefined): string {
  if (energy === undefined) return ',,,';
  const { value, low, high } = amountJson(energy.perInput);
  return [value, low, high, energy.base.quantity].join(',');
}

export function energyJson(energy: TriedEnergy | undefined): object | null {
  if (energy === undefined) return null;
  const { perInput, base, atLeast, every } = energy;
  return {
    quantity: base.quantity,
    perInputJ: amountJson(perInput),
    baseW: { ...amountJson(base.watts), source: base.source },
    everyNs: Math.round(every.value * 1e9),
    ...(atLeast && { atLeast }),
  };
}

/** What the column is of, for below the table. */
export function energyNote(before: State, after: State = before): string {
  const energy = energyOf(before, after);
  if (energy === undefined)
    return 'Energy: not modelled on this part: state the metered power of the board as `idle`.';
  const { schedule } = before.analysis.design;
  const when = schedule.arrival === 'back-to-back' ? 'inputs back to back' : 'inputs as they arrive';
  return `Energy: ${energy.base.quantity === 'board' ? 'of the board' : 'of the chip alone'}, one of many ${when}; base power: ${energy.base.source}.`;
}
