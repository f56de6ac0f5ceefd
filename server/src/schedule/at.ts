/** An element that is there by construction: a wrong index is a bug, and is told as one. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}

/**
 * The same for the inner loops. Since it sees plain lists of numbers only, engines look the element up in place;
 * `at`, which sees lists of every kind, takes several times as long.
 */
export function numberAt(list: readonly number[], index: number): number {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}
