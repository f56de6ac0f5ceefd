import type { Analysis, LayerList } from '../analysis/analysis';
import { crossingCounts } from '../analysis/refusals/other-cut';
import { MOST_STREAMS } from '../analysis/refusals/refusals';
import { noResources } from '../base/resources';
import type { LayerSpec, NetworkSpec } from '../semantics/design';
import type { Edit, Fix } from './rule';
import { written } from './sentence';

/**
 * Cuts the network of a fully static design into stages that one reconfigurable region holds in turn: at its exits, or
 * without exits at the layer with about as many LUTs before it as after it.
 */
export function cutFix({ design, lists, files }: Analysis): Fix[] {
  const [network, another] = design.networks;
  const list = lists.find((l) => l.spec === network);
  const file = files.find((f) => f.uri === network?.origin.uri);
  if (network === undefined || another || list === undefined || file === undefined) return [];
  if (design.regions.length > 0 || design.stages.some((s) => s.place.kind !== 'static')) return [];
  const ends = endsOf(network, design.cuts.get(network.name) ?? new Set(), list);
  const groups = ends.map((end, i) => named(network.layers.slice((ends[i - 1] ?? -1) + 1, end + 1)));
  if (groups.length < 2 || groups.some((g) => g.length === 0)) return [];

  const taken = new Set([...design.exits, ...design.switches].map((m) => m.name));
  const stages = groups.map((group, i) => {
    const [first, last] = [group[0] ?? '', group.at(-1) ?? ''];
    let name = `stage${i + 1}`;
    while (taken.has(name)) name += '_';
    return `stage ${name} in rp0 { ${group.length === 1 ? first : `${first} .. ${last}`} }`;
  });
  const end = file.text.length;
  const text = `\n${stages.join('\n')}\n\nregion rp0 {\n  pblock auto\n}\n`;
  const removed = design.stages
    .filter((s) => !s.implied)
    .map(({ origin }): Edit => ({ at: { ...origin, span: origin.block.span }, text: '' }));
  const edits: Edit[] = [...removed, { at: { uri: file.uri, start: end, end }, text }];
  return [{ title: `Cut '${network.name}' into ${stages.length} stages in a reconfigurable region`, edits }];
}

/** Positions of the last layers of the pieces. */
function endsOf({ layers }: NetworkSpec, cuts: ReadonlySet<number>, list: LayerList): number[] {
  const last = layers.length - 1;
  const inside = [...cuts].filter((c) => c < last).sort((a, b) => a - b);
  if (inside.length > 0) return [...inside, last];
  const middle = middleOf(list);
  return middle === undefined ? [] : [middle, last];
}

/** The layer nearest to the middle of the LUTs after which the fewest values continue. */
function middleOf(list: LayerList): number | undefined {
  const { specs, layers } = list;
  const crossing = crossingCounts(list);
  const luts = layers.map(({ cost }) => (cost?.resources ?? noResources).lut);
  const half = luts.reduce((sum, n) => sum + n, 0) / 2;
  let before = 0;
  let best: { readonly at: number; readonly off: number; readonly values: number } | undefined;
  specs.forEach((spec, i) => {
    before += luts[i] ?? 0;
    const values = crossing[i + 1] ?? 0;
    const begins = specs[i + 1]?.name !== undefined && layers[i + 1]?.shaped.fusedInto === undefined;
    if (!begins || spec.kind === 'input' || values < 1 || values > MOST_STREAMS) return;
    const off = Math.abs(before - half);
    const isBetter = best === undefined || values < best.values || (values === best.values && off < best.off);
    if (isBetter) best = { at: i, off, values };
  });
  return best?.at;
}

/** Unnamed layers belong to the named one before them, and the input to the first. */
function named(layers: readonly LayerSpec[]): string[] {
  return layers.flatMap((l) => (l.name === undefined || l.kind === 'input' ? [] : written(l.name)));
}
