/** Cells of a map: the design that is ahead, and what of it pays. */
import type { Part } from '../../device/index';
import type { ScheduleProblem } from '../../schedule/index';
import type { Kind } from '../designs/structures';
import type { TriedEnergy } from '../energy/energy-of';
import type { PartDesign } from '../parts/kinds-of';

/** What is written into the schedule of a column; what is undefined stays as the file has it. */
export interface MapColumn {
  readonly batch?: number;
  readonly arrival?: ScheduleProblem['arrival'];
}

/** A design with its figure at the batch or the arrival of a cell. */
export interface CellDesign {
  readonly kind: Kind;
  /** Nanoseconds, or joules. */
  readonly value: number;
  /** Both ends: of times where the bytes of a load are an estimate. */
  readonly low: number;
  readonly high: number;
  readonly design: PartDesign;
  /** If energy is asked for. */
  readonly energy?: TriedEnergy;
}

export interface MapCell {
  readonly part: Part;
  readonly column: MapColumn;
  /** Of those that surely fit the best; else of those that may. */
  readonly winner: CellDesign | undefined;
  /** The best of the other side: resident if the winner is reconfigured. Kinds of one side differ by little. */
  readonly runnerUp: CellDesign | undefined;
  /** How many times as long, or as much, the runner-up takes. */
  readonly factor: number | undefined;
  /** Whether the lead lies within the bands of both: of what fits, or of the loads. */
  readonly undecided: boolean;
  /** Something fits, but no energy of this part is known. */
  readonly notModelled?: boolean;
  /** If energy is asked for. */
  readonly pays?: WhatPays;
}

/** `only`: without it there is nothing that fits and keeps up. `no`: the other side surely takes less. */
export type Pays = 'yes' | 'no' | 'undecided' | 'only';

/** Undefined where a question does not arise. */
export interface WhatPays {
  readonly reconfiguring: Pays | undefined;
  readonly exits: Pays | undefined;
  /** Against the best design on the part of the file. */
  readonly smaller: Pays | undefined;
}
