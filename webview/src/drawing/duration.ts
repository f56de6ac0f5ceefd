import { formatNs } from '../../../server/src/base/format';

/** `6.71 ms`; a time that is not modelled is a dash. */
export function duration(ns: number | null): string {
  return ns === null ? '–' : formatNs(ns);
}
