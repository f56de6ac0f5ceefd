/** Batches whose stages run ahead of checks. */
import type { Step } from '../program/program';

/**
 * How many inputs a step runs for whose batch shrinks late. What a task under way reads cannot be moved, so the batch is
 * closed up only when a stage starts and all checks so far have ended: then nothing of it is under way.
 */
export function shrunk(
  machine: { readonly checksEnd: number; inputs: number },
  { isCheck, inputs }: Step,
  start: number,
): number {
  if (!isCheck && machine.checksEnd <= start) machine.inputs = inputs;
  return machine.inputs;
}
