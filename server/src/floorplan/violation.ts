import type { Part, SiteRange, Snapped } from '../device';
import type { DrawnRectangle } from './drawn';

export type RuleId =
  | 'nothing-inside'
  | 'column-pair'
  | 'clock-region-edge'
  | 'unranged-kind'
  | 'fixed-columns'
  | 'programmable-unit'
  | 'overlap'
  | 'shared-frame'
  | 'stacked';

export interface Violation {
  readonly rule: RuleId;
  /** Information where snapping repairs the pblock by itself, at the price that the message names. */
  readonly severity: 'error' | 'warning' | 'information';
  /** The rule in UG909's terms. */
  readonly guide: string;
  readonly message: string;
  /** Index of the region, 0 if only one was checked. */
  readonly region: number;
  /** Index of the text that the offending range was written in. */
  readonly text: number;
  /** The nearest legal pblock as Vivado ranges, if there is one. */
  readonly nearest?: readonly string[];
}

export interface LegalityOptions {
  /** SNAPPING_MODE ON; UltraScale+ always snaps. */
  readonly snapping: boolean;
  /** RESET_AFTER_RECONFIG, default true; UltraScale+ always resets. */
  readonly reset?: boolean;
}

/** What a rule about one pblock looks at. */
export interface RuleContext {
  readonly part: Part;
  readonly name: string;
  readonly ranges: readonly SiteRange[];
  readonly drawn: readonly DrawnRectangle[];
  readonly snapped: Snapped;
  readonly snapping: boolean;
  readonly reset: boolean;
  /** Worked out when first asked for. */
  readonly nearest: () => readonly string[] | undefined;
}

/** What a rule finds; the rest of a violation is the same for all. */
export type Finding = Omit<Violation, 'region' | 'nearest'>;
export type Rule = (context: RuleContext) => Finding[];
