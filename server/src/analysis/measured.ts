import type { Resources } from '../base/resources';

/** What was measured of one module, and what was estimated when it was. */
export interface MeasuredModule {
  readonly kind: 'stage' | 'exit' | 'switch';
  readonly name: string;
  /** File that says so, and what tool made it. */
  readonly source: string;
  readonly measured: Partial<Resources>;
  readonly estimated: Resources;
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
  readonly loads: readonly MeasuredLoad[];
  /** Worst slack of the timing reports by file; below zero the clock is not met. */
  readonly slackNs: Readonly<Record<string, number>>;
}
