/** Caches of results, one function for each policy of forgetting them. */

/** A value computed on first use and cached. */
export function lazy<T>(compute: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: compute() };
    return done.value;
  };
}

/** Caches one result per object for as long as the object lives. */
export function perObject<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, { readonly value: T }>();
  return (key) => {
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = { value: compute(key) }));
    return found.value;
  };
}

/** Caches one result per item of a list. Items that stand where they stood in the last such list are found without a look-up. */
export function perItem<I extends object, T>(compute: (item: I) => T): (items: readonly I[]) => readonly T[] {
  const own = perObject(compute);
  const lists = new WeakMap<I, { readonly items: readonly I[]; readonly results: readonly T[] }>();
  return (items) => {
    const [first] = items;
    if (first === undefined) return [];
    const last = lists.get(first);
    if (last?.items === items) return last.results;
    const results = items.map((item, i) =>
      last !== undefined && i < last.items.length && item === last.items[i]
        ? (last.results[i] as T)
        : own(item),
    );
    lists.set(first, { items, results });
    return results;
  };
}

/** Caches the last result while the arguments stay the same. */
export function rememberLast<A extends readonly unknown[], R>(make: (...given: A) => R): (...given: A) => R {
  let last: { given: A; result: R } | null = null;
  return (...given) => {
    const same = last?.given.every((value, index) => Object.is(value, given[index])) ?? false;
    if (last === null || !same) last = { given, result: make(...given) };
    return last.result;
  };
}

/** Caches results by key: at least the last `most`, and at most twice as many. */
export function createMemo<T extends object>(most: number): (key: string, make: () => T) => T {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (key, make) => {
    const found = young.get(key);
    if (found !== undefined) return found;
    const made = old.get(key) ?? make();
    if (young.size >= most) {
      old = young;
      young = new Map<string, T>();
    }
    young.set(key, made);
    return made;
  };
}
