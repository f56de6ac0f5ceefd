/** A search that is interrupted gives the best so far. */
import { Cancelled, type Checkpoint } from '../base/checkpoint';

export interface Interruption {
  /** Whether the search is to end with what it has. */
  readonly isOver: () => boolean;
  /** Lets other work run, and notes the interruption instead of throwing it. */
  readonly pause: Checkpoint;
}

export function interruption(checkpoint: Checkpoint): Interruption {
  let over = false;
  return {
    isOver: () => over,
    pause: async () => {
      if (over) return;
      try {
        await checkpoint();
      } catch (error) {
        if (!(error instanceof Cancelled)) throw error;
        over = true;
      }
    },
  };
}
