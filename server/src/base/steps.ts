import type { Checkpoint } from './checkpoint';

/** Work in pieces of a few milliseconds, to be run at once or between other work. */
export type Steps<T> = Generator<undefined, T>;

export function runAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Calls the checkpoint between pieces, so that others come in, and so that it can be cancelled. */
export async function runBetween<T>(steps: Steps<T>, checkpoint: Checkpoint): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await checkpoint();
  }
}
