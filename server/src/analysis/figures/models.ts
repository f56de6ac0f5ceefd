/** What the models that networks are bound to say against the design. Models are read above; here is what is known of them. */
import type { Closure } from '../../workspace/documents';
import type { Analysis, ModelFault } from '../analysis';

export interface ModelFaults {
  readonly faults: readonly ModelFault[];
  /** A model is still being read, and not in them. */
  readonly isPending: boolean;
}

export type ModelCheck = (
  of: Pick<Analysis, 'design' | 'lists'>,
  closure: Closure,
) => ModelFaults | Promise<ModelFaults>;
