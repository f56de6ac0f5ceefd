/** How figures are written that depend on something that is not modelled: the same everywhere. */

export type Bound = 'at least' | 'at most';

export function formatBound(bound: Bound | undefined, figure: string): string {
  return bound === undefined ? figure : `${bound} ${figure}`;
}

/** `at least 12 ms` of a lower bound, and else the figure alone. */
export function formatAtLeast(isBound: boolean | undefined, figure: string): string {
  return formatBound(isBound === true ? 'at least' : undefined, figure);
}

/** `at most 71 /s` of an upper bound. */
export function formatAtMost(isBound: boolean | undefined, figure: string): string {
  return formatBound(isBound === true ? 'at most' : undefined, figure);
}

/** `12 µs as known`, of a difference of lower bounds, which is none itself: waits behind loads, and what they hide. */
export function formatAsKnown(isOpen: boolean | undefined, figure: string): string {
  return isOpen === true ? `${figure} as known` : figure;
}
