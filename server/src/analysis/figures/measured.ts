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

/** Least and most of a figure. */
export interface Span {
  readonly least: number;
  readonly most: number;
}

/** What HLS expects of a module in its csynth report. A figure that it cannot tell, `?` or `undef`, is absent. */
export interface HlsCycles {
  /** Cycles from the first input to the last result. */
  readonly latency?: Span;
  /** Cycles between two inputs. */
  readonly interval?: Span;
  /** Estimated period of the clock, and the one that was asked for. */
  readonly clockNs?: number;
  readonly targetNs?: number;
  /** Below zero the clock is not met by the estimate. */
  readonly slackNs?: number;
}

/** Cycles of a module by HLS, and the model's at that time. They stand beside the model's, and replace none. */
export interface MeasuredCycles extends HlsCycles {
  readonly kind: MeasuredModule['kind'];
  readonly name: string;
  readonly source: string;
  readonly estimated: { readonly latency: number; readonly interval: number };
}

/** Watts of a whole design, by `report_power`. */
export interface PowerFigures {
  readonly totalW: number;
  readonly dynamicW?: number;
  readonly staticW?: number;
  /** Vivado's word for how far the activities are known: Low, Medium, High. */
  readonly confidence?: string;
  /** Fastest constrained clock. */
  readonly clockHz?: number;
  readonly junctionC?: number;
  readonly parts?: PowerParts;
}

/** Watts by category, and how many of each component they are of. */
export interface PowerParts {
  readonly clocksW: number;
  /** With the signals. */
  readonly logicW: number;
  readonly bramW: number;
  readonly dspW: number;
  readonly psW: number;
  readonly lut: number;
  readonly ff: number;
  readonly bram18: number;
  readonly dsp: number;
}

export interface MeasuredPower extends PowerFigures {
  readonly source: string;
  /** Run of Vivado that it is of: `impl_1`, `child_0_impl_1`; a later report of one replaces an earlier. */
  readonly configuration?: string;
}

/** Mean watts of the whole board by a meter, while it did what the log says. */
export interface MeteredBoard {
  readonly source: string;
  readonly idleW?: number;
  readonly runW?: number;
  readonly loadW?: number;
  /** Seconds that the log covers of loads, and how many there are. */
  readonly loadS?: number;
  readonly loads?: number;
}

/** Powers of a calibration: of the board by a meter, and of the routed configurations by report_power. */
export interface MeasuredPowers {
  readonly board?: MeteredBoard;
  readonly reports: readonly MeasuredPower[];
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
  readonly cycles?: readonly MeasuredCycles[];
  readonly power?: readonly MeasuredPower[];
  readonly board?: MeteredBoard;
  /** Worst slack of the timing reports by file; below zero the clock is not met. */
  readonly slackNs: Readonly<Record<string, number>>;
  /** The design's clock when each was read; a file of an earlier version has none. */
  readonly slackAtHz?: Readonly<Record<string, number>>;
  /** Worst slack of hold times, of reports where it is below zero: no clock mends that. */
  readonly holdNs?: Readonly<Record<string, number>>;
}
