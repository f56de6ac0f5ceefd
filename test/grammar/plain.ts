/** Converts a tree to plain objects for comparison: the parts of a moved layer are computed only on access. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of isLayer(value) ? layerKeys : Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    if (part !== undefined) copy[key] = plain(part);
  }
  return copy;
}

const layerKeys = ['kind', 'layerKind', 'name', 'shape', 'from', 'settings', 'span'];

function isLayer(value: object): boolean {
  return 'kind' in value && value.kind === 'layer';
}
