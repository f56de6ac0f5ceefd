/** An element known to exist; a wrong index is a bug and throws. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}

/**
 * The same for inner loops. It is only ever called with plain arrays of numbers, so that V8 can inline the access; `at`,
 * called with arrays of every kind, takes several times as long.
 */
export function numberAt(list: readonly number[], index: number): number {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}

/** A plain array: at these sizes a typed array takes longer to make than a whole run. */
export function filled(length: number, value: number): number[] {
  return new Array<number>(length).fill(value);
}

export function copy(from: readonly number[], to: number[]): void {
  for (let i = 0; i < from.length; i++) to[i] = numberAt(from, i);
}
