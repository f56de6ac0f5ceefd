/**
 * Called often by long work: yields to the event loop about every 10 ms, so that newer requests are read, and throws
 * `Cancelled` once the result is no longer wanted.
 */
export type Checkpoint = () => Promise<void>;

export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** For callers that never cancel: tests and the command line. */
export const neverCancelled: Checkpoint = () => Promise.resolve();
