import type { Resources } from '../../base/resources';

/** What was measured of a whole design, shell and all, and what was estimated when it was. */
export interface MeasuredDesign {
  readonly name: string;
  /** File that says so, and what tool made it. */
  readonly source: string;
  readonly measured: Partial<Resources>;
  readonly estimated: Resources;
}

/** What was measured of one module. */
export interface MeasuredModule extends MeasuredDesign {
  readonly kind: 'stage' | 'exit' | 'switch';
}

/** One load of a module, as the runtime's log tells it. */
export interface MeasuredLoad {
  readonly module: string;
  readonly bytes: number;
  readonly ns: number;
}

/** Measured figures of a design, kept in a file beside it. */
export interface Calibration {
  readonly version: 1;
  readonly part: string;
  /** Files that were read. */
  readonly reports: readonly string[];
  readonly modules: readonly MeasuredModule[];
  /** Where no module was measured, its sum scales them. */
  readonly designs?: readonly MeasuredDesign[];
  readonly loads: readonly MeasuredLoad[];
  /** Worst slack of the timing reports by file; below zero the clock is not met. */
  readonly slackNs: Readonly<Record<string, number>>;
}
