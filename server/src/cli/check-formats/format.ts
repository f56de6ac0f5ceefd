/** The forms in which `check` prints what it found, by the name that `--format` takes. */
import { github } from './github';
import { junit } from './junit';
import type { CheckResult } from './result';
import { sarif } from './sarif';

/** Each takes a result and gives the whole document. */
export const formats = { sarif, junit, github } as const satisfies Record<
  string,
  (result: CheckResult) => string
>;
