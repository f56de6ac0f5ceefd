/** Types of published figures beside those of the design. */
import type { PaperSpec, PublishedValue } from '../../semantics/design';

/** A published figure beside the design's. */
export interface PublishedResult {
  readonly published: PublishedValue;
  /** In the unit of the published value; absent if it is not known. */
  readonly modelled?: number;
  readonly bound?: 'at least' | 'at most';
  /** Where the design's figure may lie. */
  readonly between?: { readonly low: number; readonly high: number };
  /** By what share of the published value the design's is larger. */
  readonly difference?: number;
  /** Not judged: the paper's figure does not say within what. */
  readonly verdict: 'as published' | 'within its band' | 'differs' | 'not known' | 'not judged';
  /** Why it is not known, as a clause. */
  readonly why?: string;
}

export interface PaperFigures {
  readonly spec: PaperSpec;
  readonly figures: readonly PublishedResult[];
}
