/** Violations of UG909's rules for pblocks, and the context of the rules. */
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
  /** `information` if snapping repairs the pblock, at the cost that the message states. */
  readonly severity: 'error' | 'warning' | 'information';
  /** UG909's rule. */
  readonly guide: string;
  readonly message: string;
  /** Index of the region, 0 if only one was checked. */
  readonly region: number;
  /** Index of the text with the offending range. */
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

/** Input of a rule about one pblock. */
export interface RuleContext {
  readonly part: Part;
  readonly name: string;
  readonly ranges: readonly SiteRange[];
  readonly drawn: readonly DrawnRectangle[];
  readonly snapped: Snapped;
  readonly snapping: boolean;
  readonly reset: boolean;
  /** Computed on first use. */
  readonly nearest: () => readonly string[] | undefined;
}

/** Result of a rule; the rest of a violation is common to all rules. */
export type Finding = Omit<Violation, 'region' | 'nearest'>;
export type Rule = (context: RuleContext) => Finding[];
