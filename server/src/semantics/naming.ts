/** What names refer to in a design: while that is unchanged, an unchanged block binds to the same things. */
import type { Design, ExitSpec, NetworkSpec, SwitchSpec } from './design';

type Names = ReadonlyMap<string, number>;

/** The names of networks, of their layers, and of regions, in order. Compared by identity. */
export interface Naming {
  readonly networks: readonly { readonly name: string; readonly names: Names }[];
  readonly regions: string;
}

const namings = new WeakMap<Names, Naming>();

/** The same object as long as networks, layers and regions keep their names, kinds and order. */
export function namingOf(networks: readonly NetworkSpec[], regions: readonly string[]): Naming {
  const next: Naming = {
    networks: networks.map(({ name, names }) => ({ name, names })),
    regions: JSON.stringify(regions),
  };
  const [first] = networks;
  if (first === undefined) return next;
  const last = namings.get(first.names);
  if (last && isSame(last, next)) return last;
  namings.set(first.names, next);
  return next;
}

function isSame(a: Naming, b: Naming): boolean {
  return (
    a.regions === b.regions &&
    a.networks.length === b.networks.length &&
    a.networks.every(({ name, names }, i) => b.networks[i]?.name === name && b.networks[i].names === names)
  );
}

/** For each network, the layers with an exit or switch after them. */
export type Cuts = Design['cuts'];

const lastCuts = new WeakMap<Naming, Cuts>();

/** The same object as long as the naming and all places are the same. */
export function cutsOf(naming: Naming, decisions: readonly (ExitSpec | SwitchSpec)[]): Cuts {
  const cuts = new Map<string, Set<number>>();
  for (const { after } of decisions) {
    if (after === undefined) continue;
    const own = cuts.get(after.network);
    if (own === undefined) cuts.set(after.network, new Set([after.layer]));
    else own.add(after.layer);
  }
  const last = lastCuts.get(naming);
  if (last && areSame(last, cuts)) return last;
  lastCuts.set(naming, cuts);
  return cuts;
}

function areSame(a: Cuts, b: Cuts): boolean {
  if (a.size !== b.size) return false;
  for (const [network, places] of b) {
    const others = a.get(network);
    if (others?.size !== places.size) return false;
    for (const place of places) if (!others.has(place)) return false;
  }
  return true;
}
