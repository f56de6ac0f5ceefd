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
  | {
      readonly kind: 'loads';
      readonly loads: readonly { readonly module: string; readonly bytes: number; readonly ns: number }[];
    };

/** The report, or in words why it is none. */
export type ReadReport = Report | { readonly error: string };
