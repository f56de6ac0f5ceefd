/** How V8 uses memory: the server's is bounded, a command may take more to be done sooner. */
import { setFlagsFromString } from 'node:v8';

/**
 * Limits how far the heap grows between two collections to a percentage instead of a multiple of the live data: V8 would
 * take what the machine has. After 1,500 edits of a hundred lines the server stays within 5 % of 132 MB.
 */
export function boundMemory(): void {
  setFlagsFromString('--heap-growing-percent=30');
}

/** Delay until the code cache is written: the next start rejects code compiled under other flags. */
export const boundAfterMs = 4000;

/**
 * Makes V8 collect an edit's garbage sooner and reserve less room for it: a third less memory at 10,000 lines, for up to
 * a quarter more time from an edit to its diagnostics. An editor runs many servers.
 */
export function saveMemory(): void {
  for (const flag of ['--optimize-for-size', '--semi-space-growth-factor=1']) setFlagsFromString(flag);
}

/**
 * Lets the room for new objects grow at once instead of by steps from 1 MB: a command ends within seconds, and half of its
 * collections only found what was still in use. At most some 30 MB more.
 */
export function hurry(): void {
  setFlagsFromString('--semi-space-growth-factor=16');
}

/** Undoes `hurry`: what runs for hours should stay small, and code is cached under the usual flags. */
export function settleDown(): void {
  setFlagsFromString('--semi-space-growth-factor=2');
}

/** Document length in characters, about 2,000 lines, above which memory matters more than time. */
export const largeText = 100_000;
