import type { Term } from './prices/term';

/** What limits a layer: one of its processes, its weights' way from memory, or nothing (it is wires). */
export type Bottleneck = 'mvu' | 'window' | 'padding' | 'memory' | 'pool' | 'elements' | 'none';

/** One of the concurrent processes that a layer is made of. */
export interface Process {
  readonly name: Exclude<Bottleneck, 'none'>;
  readonly cycles: number;
  readonly terms: readonly Term[];
}
