/** Measured figures of a design, as stored in its calibration file. */
import type { Resources } from '../../base/resources';

/** Measured figures of a whole design including its shell, and the estimate at that time. */
export interface MeasuredDesign {
  readonly name: string;
  /** Source file and the tool that made it. */
  readonly source: string;
  readonly measured: Partial<Resources>;
  readonly estimated: Resources;
}

/** Measured figures of one module. */
export interface MeasuredModule extends MeasuredDesign {
  readonly kind: 'stage' | 'exit' | 'switch';
}

/** One load of a module, from the runtime's log. */
export interface MeasuredLoad {
  readonly module: string;
  readonly bytes: number;
  readonly ns: number;
}

/** Length of a real partial bitstream of a region. */
export interface MeasuredBitstream {
  readonly region: string;
  /** The module that it loads, if its file says so: one may be a little longer than another. */
  readonly module?: string;
  /** Configuration words, without the header of a `.bit`. */
  readonly bytes: number;
  /** What the model expected of the region then: with another pblock it says nothing. */
  readonly predicted: number;
  /** File that it is from. */
  readonly source: string;
}

/** Measured figures of a design, kept in a file beside it. */
export interface Calibration {
  readonly version: 1;
  readonly part: string;
  /** Files that were read. */
  readonly reports: readonly string[];
  readonly modules: readonly MeasuredModule[];
  /** Used to scale estimates if no module was measured. */
  readonly designs?: readonly MeasuredDesign[];
  readonly loads: readonly MeasuredLoad[];
  readonly bitstreams?: readonly MeasuredBitstream[];
  /** Worst slack of the timing reports by file; below zero the clock is not met. */
  readonly slackNs: Readonly<Record<string, number>>;
}
