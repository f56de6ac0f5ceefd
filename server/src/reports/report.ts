import type { HlsCycles, MeteredBoard, PowerFigures } from '../analysis/figures/measured';
import type { Resources } from '../base/resources';
import type { HierarchyRow } from './hierarchy';

/** What one report says. `subject` is what it calls the thing that it measures. */
export type Report =
  | {
      readonly kind: 'synthesis' | 'utilisation';
      readonly subject: string;
      readonly part: string;
      readonly tool: string;
      readonly resources: Partial<Resources>;
      /** Of HLS: what it expects of cycles and clock. */
      readonly cycles?: HlsCycles;
    }
  | {
      /** Every instance of a design, outer ones first. */
      readonly kind: 'hierarchy';
      readonly part: string;
      readonly tool: string;
      readonly rows: readonly HierarchyRow[];
    }
  | {
      readonly kind: 'timing';
      readonly part: string;
      readonly tool: string;
      /** Worst of all clocks; below zero the clock is not met. */
      readonly slackNs: number;
      /** Worst of hold times: below zero, no slower clock helps. */
      readonly holdNs?: number;
    }
  | ({
      readonly kind: 'power';
      readonly subject: string;
      readonly part: string;
      readonly tool: string;
    } & PowerFigures)
  | {
      /** Of a meter: mean watts of the board by what it did. */
      readonly kind: 'board';
      readonly watts: Omit<MeteredBoard, 'source'>;
      readonly samples: number;
    }
  | {
      /** Of our runtime, or of tools that name the file which they load. */
      readonly kind: 'loads';
      readonly loads: readonly LoggedLoad[];
    };

/** A load in a log: of a module, or of a file whose length the log does not tell. */
export type LoggedLoad =
  | { readonly module: string; readonly bytes: number; readonly ns: number }
  | { readonly file: string; readonly ns: number };

/** The report, or in words why it is none. */
export type ReadReport = Report | { readonly error: string };
