/** Keeps the last result for as long as the arguments are the same ones. */
export function remember<A extends readonly unknown[], R>(make: (...given: A) => R): (...given: A) => R {
  let last: { given: A; result: R } | null = null;
  return (...given) => {
    const same = last?.given.every((value, index) => Object.is(value, given[index])) ?? false;
    if (last === null || !same) last = { given, result: make(...given) };
    return last.result;
  };
}
