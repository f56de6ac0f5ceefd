/** What the search for region sizes is about. */
import type { Design, Parallelism } from '../../semantics/design';
import type { ModuleFigures, RegionFigures, Target } from '../analysis';
import type { TimelineOutcome } from '../figures/timeline';
import type { Choices } from './auto-parallel';

/** The parallelism of each open stage's layers, by the stage's name. */
export type StageFoldings = ReadonlyMap<string, readonly Parallelism[]>;

export interface SizingContext {
  readonly design: Design;
  readonly target: Target;
  /** Modules with every `auto` at its smallest, and regions that the tool has not placed. */
  readonly modules: readonly ModuleFigures[];
  readonly regions: readonly RegionFigures[];
  readonly withChoices: (choices: Choices) => readonly ModuleFigures[];
  readonly timelineOf: (
    modules: readonly ModuleFigures[],
    regions: readonly RegionFigures[],
  ) => TimelineOutcome;
}

/** A stage with `parallel auto` in a region with `pblock auto`. */
export interface OpenStage {
  readonly module: ModuleFigures;
  readonly region: RegionFigures;
}
