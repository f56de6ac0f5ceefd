/** What `exeunt diff --json` prints. */
import type { BudgetJson } from './report';

export type BudgetSideJson = Pick<BudgetJson, 'limit' | 'actual' | 'atLeast' | 'atMost' | 'verdict'>;

/** A limit in two versions of a design; null in a version without it. */
export interface BudgetChangeJson {
  metric: string;
  comparison: '<=' | '>=';
  old: BudgetSideJson | null;
  new: BudgetSideJson | null;
  worse: boolean;
}

/** Fields may be added, never changed or removed. Values as in a report; `null` means "not known". */
export interface DifferenceJson {
  version: 1;
  /** A check of one version has failed, so its problems are not counted here. Exit status 2. */
  incomplete?: true;
  old: { path: string; design: string; errors: number };
  new: { path: string; design: string; errors: number };
  /** A budget is worse, or there are more errors. Exit status 1. */
  worse: boolean;
  budgets: BudgetChangeJson[];
  /** Figures that both versions have and that differ. */
  changes: {
    kind: string;
    item: string;
    figure: string;
    old: number | string | null;
    new: number | string | null;
    /** The figure is a bound: something that adds to it is not modelled. */
    oldBound?: 'at least' | 'at most';
    newBound?: 'at least' | 'at most';
  }[];
  added: { kind: string; item: string }[];
  gone: { kind: string; item: string }[];
}
