import { type Trace, parseTrace } from '../../schedule/index';
import type { ProfiledExit } from './exits';
import type { Feed } from './feed';
import { headerOf, profile } from './profile';
import type { ModelSession } from './session';

/**
 * The trace of a model over labelled data, as a file of it would be read.
 *
 * @param progress gets the number of samples so far
 */
export async function measuredTrace(
  session: ModelSession,
  exits: readonly ProfiledExit[],
  run: Feed,
  progress: (done: number) => void = () => undefined,
): Promise<Trace> {
  // A text a sample: a string for each row would take several times their own size.
  const lines = [headerOf(exits)];
  let done = 0;
  await profile(session, exits, run, (_sample, rows) => {
    lines.push(rows.join('\n'));
    progress(++done);
  });
  const { trace, error } = parseTrace(`${lines.join('\n')}\n`);
  if (trace) return trace;
  throw new Error(error?.message ?? 'the trace cannot be read back');
}

/** Samples that are right in a column. */
export function rightIn({ correct, sampleCount }: Trace, column: number): number {
  let right = 0;
  for (let s = 0; s < sampleCount; s++) right += correct[column * sampleCount + s] ?? 0;
  return right;
}
