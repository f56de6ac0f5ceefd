/** What the comparison of parts says, in one paragraph. */
import {
  formatAtLeast,
  formatCount,
  formatNs,
  formatNumber,
  formatShare,
  formatWatts,
} from '../../base/format';
import { resourceNames } from '../../base/resources';
import { kindNames } from '../designs/judgement';
import { type DesignObjective, betterFirst, formatValue, measured, timeFor } from '../standing';
import type { State } from '../trial';
import type { Short } from './built';
import { type KindOnPart, type PartRow, type PartsSearch, isMet, isRegional } from './explore-parts';
import type { PartDesign } from './kinds-of';

export function partsSentence(before: State, search: PartsSearch): string {
  const { rows, smallest, objective, complete } = search;
  const { resident, reconfigured } = smallest;
  const does = before.analysis.design.budgets.length > 0 ? 'meets the budgets' : 'holds the design for sure';
  if (rows.length === 0) return 'No part was looked at.';
  if (resident === undefined && reconfigured === undefined) return noneText(search, does, complete);
  if (resident !== undefined && resident === reconfigured)
    return `The ${resident.part.name} is the smallest part that ${does}, with reconfiguration (${ofRow(resident, objective, isRegional)}) as well as without (${ofRow(resident, objective, isStatic)})${factorText(resident, objective)}.${family(before, resident)}`;
  const with_ = reconfigured
    ? `With reconfiguration the ${reconfigured.part.name} is the smallest part that ${does} (${ofRow(reconfigured, objective, isRegional)})`
    : `With reconfiguration no part ${does}${complete ? '' : ' of those looked at'}`;
  const without = resident
    ? `without it the ${resident.part.name} (${ofRow(resident, objective, isStatic)})`
    : `without it none ${does}`;
  const smaller = [resident, reconfigured].flatMap((r) => r ?? []).sort(bySize(rows))[0];
  return `${with_}; ${without}.${whyNot(search, smaller)}${smaller ? family(before, smaller) : ''}`;
}

/** Which side is ahead on a part on which both meet the budgets. */
function factorText(row: PartRow, objective: DesignObjective): string {
  const [regional, other] = [isRegional, isStatic].map((is) => {
    const best = bestMet(row, objective, is);
    return best && valueOf(best, objective);
  });
  if (!regional || !other || regional === other) return '';
  const factor = formatNumber(Math.max(other / regional, regional / other));
  const isWith = regional < other;
  return objective === 'energy'
    ? `: ${factor} times the energy ${isWith ? 'without' : 'with'} it`
    : `: ${factor} times as fast ${isWith ? 'with' : 'without'} it`;
}

const isStatic = (k: KindOnPart): boolean => !isRegional(k);

function bySize(rows: readonly PartRow[]): (a: PartRow, b: PartRow) => number {
  return (a, b) => rows.indexOf(a) - rows.indexOf(b);
}

/** Why the side that needs a larger part fails on the smaller one. */
function whyNot({ smallest, objective }: PartsSearch, smaller: PartRow | undefined): string {
  if (smaller === undefined) return '';
  const isOther = smaller === smallest.resident ? isRegional : isStatic;
  const [other] = smaller.kinds
    .filter((k) => isOther(k) && k.best !== undefined)
    .sort(nearestFirst(objective));
  const failed = other ?? smaller.kinds.find(isOther);
  if (failed === undefined) return '';
  const name = kindNames[failed.kind];
  const [missed] = failed.best?.missed ?? [];
  if (failed.best?.fits === 'yes' && missed)
    return ` On the ${smaller.part.name}, ${name} misses \`${missed.limit}\`: ${missed.actual}.`;
  const [short] = failed.short;
  return short
    ? ` On the ${smaller.part.name}, ${name} ${failed.best ? 'may not fit' : 'does not fit'}: ${shortText(short)}.`
    : ` On the ${smaller.part.name}, ${name}: ${(failed.why ?? 'not known').replace(/\.$/, '')}.`;
}

function nearestFirst(objective: DesignObjective): (a: KindOnPart, b: KindOnPart) => number {
  const better = betterFirst(objective);
  return (a, b) => (a.best && b.best ? better(a.best, b.best) : 0);
}

function noneText({ rows, objective }: PartsSearch, does: string, complete: boolean): string {
  const all = rows.flatMap((row) => (row.best ? [{ row, best: row.best }] : []));
  const better = betterFirst(objective);
  const [nearest] = all.sort((a, b) => better(a.best, b.best));
  const lead = `No part ${does}${complete ? '' : ' of those looked at'}`;
  if (nearest === undefined) return `${lead}: on none of them was a design found that may fit.`;
  const { row, best } = nearest;
  const [missed] = best.missed;
  const why = missed
    ? `misses \`${missed.limit}\`: ${missed.actual}${missed.missBy === undefined ? '' : `, ${formatShare(missed.missBy)} away`}`
    : 'may not fit';
  return `${lead}. The nearest is on the ${row.part.name}, ${kindNames[best.kind]}; it ${why}.`;
}

function ofRow(row: PartRow, objective: DesignObjective, is: (k: KindOnPart) => boolean): string {
  const best = bestMet(row, objective, is);
  return best ? `${kindNames[best.kind]}: ${measured[objective]} ${figureOf(best, objective)}` : '';
}

function bestMet(
  { kinds }: PartRow,
  objective: DesignObjective,
  is: (k: KindOnPart) => boolean,
): PartDesign | undefined {
  const found = kinds.flatMap((k) => (is(k) && isMet(k) && k.best ? [k.best] : []));
  return found.sort(betterFirst(objective))[0];
}

/** Nanoseconds, or joules in the system of the file. */
export function valueOf({ after, energy }: PartDesign, objective: DesignObjective): number | undefined {
  return objective === 'energy' ? energy()?.perInput.value : timeFor(after, objective);
}

export function figureOf(design: PartDesign, objective: DesignObjective): string {
  const value = valueOf(design, objective);
  if (value === undefined) return objective === 'energy' ? 'not modelled' : 'not known';
  const isSimulated = design.after.analysis.timeline?.stream?.exact === false;
  const isOfStream = objective === 'throughput' || objective === 'energy';
  const least = objective === 'energy' && design.energy()?.atLeast;
  return formatAtLeast(least, `${isSimulated && isOfStream ? '~' : ''}${formatValue(objective, value)}`);
}

/** What the smallest part leaks less than that of the file, and when that is worth its loads; the same of the part that leaks least. */
export function leakageSentences({ rows }: PartsSearch): readonly string[] {
  const saving = rows.filter(({ power: { savedW } }) => savedW !== undefined && savedW.value > 0);
  const [smallest] = saving;
  return smallest === undefined
    ? []
    : [...new Set([smallest, ...saving.toSorted((a, b) => savedBy(b) - savedBy(a)).slice(0, 1)])].map(
        savesText,
      );
}

const savedBy = ({ power }: PartRow): number => power.savedW?.value ?? 0;

function savesText({ part, power: { savedW, pays } }: PartRow): string {
  if (savedW === undefined) return '';
  const isSure = savedW.low > 0;
  const lead = `The ${part.name} leaks ${formatWatts(savedW.value, 2)} less than the part of the file${isSure ? '' : ', within the bands of both'}`;
  if (pays === undefined) return `${lead}.`;
  if (pays.exposedNs <= 0) return `${lead}; no input waits for its loads, so nothing is paid for that.`;
  const [least, most] = pays.between;
  const range = `${formatNs(least)} to ${most === Infinity ? 'never' : formatNs(most)}`;
  return `${lead}. Its loads make an input ${formatNs(pays.exposedNs)} longer on average, so against everything resident it takes less energy with inputs further apart than T* = ${formatNs(pays.fromNs)} (${range}).`;
}

/** `487 RAMB18 of 280`, of the static part or a region; `up to` where only the upper end of the band is more than there is. */
export function shortText({ where, kind, need, most, have }: Short): string {
  const place = where === 'static' ? '' : ` in ${where}`;
  const amount = need > have ? formatCount(need) : `up to ${formatCount(most)}`;
  return `${amount} ${resourceNames[kind]} of ${formatCount(have)}${place}`;
}

function family({ analysis }: State, { part }: PartRow): string {
  const own = analysis.target.part;
  return own !== undefined && own.family !== part.family
    ? ` It is of another family than the ${own.name}: none of that one does.`
    : '';
}
