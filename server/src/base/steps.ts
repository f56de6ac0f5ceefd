/** Long work as a generator that yields every few milliseconds, so that it can run at once or between other work. */
import type { Checkpoint } from './checkpoint';

/** Work in steps of a few milliseconds each; it yields between them. */
export type Steps<T> = Generator<undefined, T>;

export function runAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Calls the checkpoint between steps, so that other requests are served and the work can be cancelled. */
export async function runBetween<T>(steps: Steps<T>, checkpoint: Checkpoint): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await checkpoint();
  }
}
