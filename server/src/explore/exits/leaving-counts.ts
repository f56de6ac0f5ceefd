/** How many samples leave at each exit, and how many of them are right, for every subset of the exits. */
import { type ExitRule, type Trace, leavingRules } from '../../schedule/index';

/**
 * Counts over a trace, by the chosen exits as a bit mask with the first rule in bit 0. A sample leaves at the first of them whose
 * rule it meets, else at the end.
 */
export interface LeavingCounts {
  readonly samples: number;
  /** That leave at the last exit of a mask if its others come before. */
  leaving(exits: number): number;
  /** That are right where they leave, at an exit of the mask or at the end. */
  right(exits: number): number;
}

/**
 * Each sample is one bit mask of the exits whose rule it meets. Sums over subsets of these masks tell how many meet none of some
 * exits, and of those how many are right at the next: 2·n·2^n additions for n exits.
 */
export function countLeaving(trace: Trace, rules: readonly ExitRule[], end: number): LeavingCounts {
  const { sampleCount: samples, correct } = trace;
  const meets = rules.map((rule) => leavingRules(trace, [rule]).map((first) => (first === 0 ? 1 : 0)));
  const masks = new Uint32Array(samples);
  meets.forEach((met, e) => {
    for (let s = 0; s < samples; s++) masks[s] = (masks[s] ?? 0) | ((met[s] ?? 0) << e);
  });
  const isRight = (column: number, s: number): boolean => correct[column * samples + s] === 1;
  const staying = meetingNone(rules.length, masks, () => true);
  // Of an exit only those before it matter.
  const rightAt = rules.map(({ column }, e) =>
    meetingNone(e, masks, (s) => meets[e]?.[s] === 1 && isRight(column, s)),
  );
  const rightAtEnd = meetingNone(rules.length, masks, (s) => isRight(end, s));
  return {
    samples,
    leaving(exits) {
      const last = highestBit(exits);
      return (staying[exits & ~(1 << last)] ?? 0) - (staying[exits] ?? 0);
    },
    right(exits) {
      let sum = rightAtEnd[exits] ?? 0;
      for (let rest = exits; rest !== 0;) {
        const e = highestBit(rest);
        rest &= ~(1 << e);
        sum += rightAt[e]?.[rest] ?? 0;
      }
      return sum;
    },
  };
}

/** By a mask of the first `exits`: how many samples of a kind meet the rule of none of its exits. */
function meetingNone(exits: number, masks: Uint32Array, isOfKind: (sample: number) => boolean): Uint32Array {
  const size = 2 ** exits;
  const counts = new Uint32Array(size);
  const all = size - 1;
  // A sample that meets exactly the exits M meets none of U if M is within the complement of U.
  masks.forEach((mask, s) => {
    if (isOfKind(s)) counts[mask & all] = (counts[mask & all] ?? 0) + 1;
  });
  for (let bit = 1; bit < size; bit *= 2) {
    for (let m = 0; m < size; m++) if (m & bit) counts[m] = (counts[m] ?? 0) + (counts[m ^ bit] ?? 0);
  }
  return counts.reverse();
}

function highestBit(mask: number): number {
  return 31 - Math.clz32(mask);
}
