/** Conflicts between a design and the models that its networks are bound to. The models are read by higher layers. */
import type { Closure } from '../../workspace/documents';
import type { Analysis, ModelFault } from '../analysis';

export interface ModelFaults {
  readonly faults: readonly ModelFault[];
  /** A model is still being read and not included. */
  readonly isPending: boolean;
}

export type ModelCheck = (
  of: Pick<Analysis, 'design' | 'lists'>,
  closure: Closure,
) => ModelFaults | Promise<ModelFaults>;
