/** Whether two plain values are equal in all their parts: with lists in order, and objects with the same keys. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return Array.isArray(a)
    ? Array.isArray(b) && sameItems(a, b)
    : !Array.isArray(b) && sameEntries(a as Entries, b as Entries);
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!isEqual(a[i], b[i])) return false;
  return true;
}

type Entries = Readonly<Record<string, unknown>>;

function sameEntries(a: Entries, b: Entries): boolean {
  let own = 0;
  for (const key in a) {
    own++;
    const other = b[key];
    if ((other === undefined && !(key in b)) || !isEqual(a[key], other)) return false;
  }
  return own === Object.keys(b).length;
}
