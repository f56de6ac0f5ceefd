/** Assigns layers without a name to stages, which list layers by name. */
import type { NetworkSpec } from './design';

/**
 * Layers without a name (a `relu` after a `conv`) cannot be listed: they go with the listed layer before them or,
 * after an exit, with the one that follows. The network's input and unnamed layers right after it go with the first
 * listed layer.
 */
export function withUnnamed(
  network: NetworkSpec,
  listed: readonly number[],
  cuts: ReadonlySet<number>,
): readonly number[] {
  const { layers } = network;
  const all = new Set(listed);
  const isUnnamed = (i: number) => i < layers.length && layers[i]?.name === undefined;
  for (const index of listed) {
    for (let i = index; !cuts.has(i) && isUnnamed(i + 1); i++) all.add(i + 1);
  }
  for (const index of listed) {
    let start = index;
    while (start > 0 && isUnnamed(start - 1) && !cuts.has(start - 1)) start--;
    // Without an exit in between they belong to the named layer before them.
    if (start > 0 && cuts.has(start - 1)) for (let i = start; i < index; i++) all.add(i);
  }
  const first = listed.reduce((a, b) => Math.min(a, b), Infinity);
  let lead = first;
  while (lead > 0 && (isUnnamed(lead - 1) || layers[lead - 1]?.kind === 'input')) lead--;
  // Only if no layer before it could be listed.
  if (lead === 0) for (let i = 0; i < first; i++) all.add(i);
  return [...all].sort((a, b) => a - b);
}
