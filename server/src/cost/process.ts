/** The processes of a layer, and which of them limits it. */
import type { Term } from './prices/term';

/** What limits a layer: one of its processes, the memory that its weights stream from, or nothing (it is only wires). */
export type Bottleneck = 'mvu' | 'window' | 'padding' | 'memory' | 'pool' | 'elements' | 'none';

/** One of the concurrent processes of a layer. */
export interface Process {
  readonly name: Exclude<Bottleneck, 'none'>;
  readonly cycles: number;
  readonly terms: readonly Term[];
}
