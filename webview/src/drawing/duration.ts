/** Times in the view. */
import { formatNs } from '../../../server/src/base/format';

/** `6.71 ms`, or a dash for a time that is not modelled. */
export function duration(ns: number | null): string {
  return ns === null ? '–' : formatNs(ns);
}
