/** How far a layer's input is ahead of its output, beside the rows that it needs. */

/**
 * How far what enters a layer must be ahead of what leaves it, in shares of the values of one input. Bounds that hold at
 * any place, also where one input follows the other, so that they add up along an arm.
 */
export interface Ahead {
  /** In flight: behind its last process, and in those that bring one of its inputs to it. */
  readonly flight: number;
  readonly entry: number;
  /** For its windows and whatever else it waits for, at most one input. */
  readonly lead: number;
  /** How much faster than on average it makes its values, while it makes some. */
  readonly burst: number;
}

export const notAhead: Ahead = { flight: 0, entry: 0, lead: 0, burst: 1 };
