/** Energy in words, the same in report, hover, lens and view. */
import {
  formatAtLeast,
  formatJoules,
  formatLifetime,
  formatNs,
  formatShare,
  formatWatts,
} from '../../base/format';
import type { AmountJson, EnergyJson } from '../../base/protocol/energy';

/** A band narrower than this is known to three digits. */
const NARROW = 1.2;

function amountText(
  { value, low, high }: AmountJson,
  format: (value: number, digits: number) => string,
): string {
  const digits = high < low * NARROW ? 3 : 2;
  const [least, most] = [format(low, digits), format(high, digits)];
  const middle = format(value, digits);
  if (least === most) return middle;
  const [number, unit] = least.split(' ');
  const shared = most.endsWith(` ${unit ?? ''}`) ? number : least;
  return `${middle} (${shared ?? ''} to ${most})`;
}

/** `21.3 mJ (20.7 to 21.8 mJ)`: two digits, or three where the band is narrow. */
export function joulesText(amount: AmountJson): string {
  return amountText(amount, formatJoules);
}

export function wattsText(amount: AmountJson): string {
  return amountText(amount, formatWatts);
}

export const notModelledRow = 'not modelled';
export const fromRow = 'from';

/** For a lens, and the first line of a hover: `21.3 mJ (20.7 to 21.8 mJ) an input at 1.52 W (board)`. */
export function energyTitle({ perInputJ, alone, meanPowerW, atLeast, quantity }: EnergyJson): string {
  const [joules, when] = perInputJ ? [perInputJ, ''] : [alone.meanJ, ' by itself'];
  const power = meanPowerW ? ` at ${formatWatts(meanPowerW.value, 2)}` : '';
  return `${formatAtLeast(atLeast, joulesText(joules))} an input${when}${power} (${quantity === 'board' ? 'board' : 'chip only'})`;
}

/** What an input takes in the long run, and why: a name and a value each. */
export function energyRows(energy: EnergyJson): [name: string, value: string][] {
  const { baseW, atLeast, perInputJ, everyNs, meanPowerW, whileLoadingJ, shares, alone } = energy;
  const least = (amount: AmountJson): string => formatAtLeast(atLeast, joulesText(amount));
  const of = ofWhat(energy);
  const rows: [string, string][] = [
    [`base power ${of}`, wattsText(baseW)],
    [fromRow, baseW.source],
  ];
  if (perInputJ && everyNs !== null && meanPowerW && whileLoadingJ && shares) {
    const when = energy.arrives
      ? `an input every ${formatNs(everyNs)}`
      : `back to back, every ${formatNs(everyNs)}`;
    rows.push([`energy of an input ${of}`, `${least(perInputJ)}, ${when}`]);
    rows.push([
      'of it while the port loads',
      whileLoadingJ.value === 0 ? 'none: nothing is loaded' : joulesText(whileLoadingJ),
    ]);
    const clock = shares.clock === null ? 'clock within the base' : `clock ${formatShare(shares.clock)}`;
    rows.push(['shares', `base ${formatShare(shares.base)}, ${clock}, data ${formatShare(shares.data)}`]);
    rows.push([`mean power ${of}`, wattsText(meanPowerW)]);
  }
  rows.push(['one input alone, mean', least(alone.meanJ)]);
  rows.push(['one input alone, longest path', least(alone.worstJ)]);
  for (const { name, joules } of alone.ways.length > 1 ? alone.ways : [])
    rows.push([`one input alone, leaving at ${name}`, least(joules)]);
  rows.push(...sleepRows(energy));
  const byTime = byTimeText(energy);
  if (byTime !== undefined) rows.push(['what decides', byTime]);
  rows.push([notModelledRow, energy.notModelled.join('; ')]);
  return rows;
}

/** `of the board` or `of the chip alone`. */
export function ofWhat({ quantity }: Pick<EnergyJson, 'quantity'>): string {
  return quantity === 'board' ? 'of the board' : 'of the chip alone';
}

export function byTimeText({ decidedByTime }: Pick<EnergyJson, 'decidedByTime'>): string | undefined {
  return decidedByTime === true
    ? 'Decided by time, not by activity: even the upper end of what the modules take is less than a tenth.'
    : undefined;
}

function sleepRows({ sleep, perInputJ, arrives }: EnergyJson): [string, string][] {
  if (sleep === undefined) return [];
  const { paysFromNs, perInputJ: asleep } = sleep;
  const rows: [string, string][] = [
    [
      'sleep between inputs',
      paysFromNs === null
        ? 'never takes less than waiting: asleep the board takes as much'
        : `takes less than waiting from one input every ${formatLong(paysFromNs)} on, by the stated sleep and wake`,
    ],
  ];
  if (asleep && perInputJ && arrives)
    rows.push([
      'energy of an input with sleep',
      `${joulesText(asleep)} instead of ${joulesText(perInputJ)}; each then waits for the board to wake`,
    ]);
  else if (arrives)
    rows.push(['energy of an input with sleep', 'inputs come too soon after each other to sleep']);
  return rows;
}

function formatLong(ns: number): string {
  return ns >= 120e9 ? formatLifetime(ns / 1e9) : formatNs(ns);
}
