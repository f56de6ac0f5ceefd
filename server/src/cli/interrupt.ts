/** Ctrl+C for long commands. */
import { Cancelled, type Checkpoint } from '../base/checkpoint';

/**
 * Ends work at its next checkpoint after Ctrl+C or SIGTERM; work between two checkpoints is completed.
 * A second Ctrl+C ends the process at once.
 */
export function untilInterrupted(): { readonly checkpoint: Checkpoint; readonly end: () => void } {
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return {
    checkpoint: async () => {
      await new Promise(setImmediate);
      if (stopped) throw new Cancelled();
    },
    end: () => void process.off('SIGINT', stop).off('SIGTERM', stop),
  };
}
