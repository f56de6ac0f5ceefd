/** Elements of constants: as they are, or of large ones that stay in their file, only their number. */

/** Elements that are not read. Whatever is done to them, as many come out. */
export class Unread implements ArrayLike<number> {
  readonly [index: number]: number;

  constructor(readonly length: number) {}
}

/** Each element by itself. */
export function mapped(
  values: ArrayLike<number>,
  change: (value: number, index: number) => number,
): ArrayLike<number> {
  if (values instanceof Unread) return values;
  return Float64Array.from({ length: values.length }, (_, i) => change(values[i] ?? 0, i));
}

/** The same elements in another order: for each, where it stood. */
export function reordered(values: ArrayLike<number>, order: () => ArrayLike<number>): ArrayLike<number> {
  if (values instanceof Unread) return values;
  return Float64Array.from(order(), (i) => values[i] ?? 0);
}
