/** The ways to build a design with the cuts and exits of its file, on whatever part. */
import { neverCancelled } from '../../base/checkpoint';
import { partByBase, partNames } from '../../device/index';
import type { Edit } from '../../diagnostics/rule';
import type { FileEdit } from '../../workspace/edited';
import { autoFix, placed, staticFix } from '../candidates';
import { commentEdit } from '../comment-edit';
import { structureEdits } from '../designs/design-text';
import { type Structure, isFrontResident, structuresOf } from '../designs/structures';
import { type Trunk, trunkOf } from '../designs/trunk';
import { type State, tried } from '../trial';
import { autoPlace, partEdit } from './part-text';

/** Resident, also with weights in memory, or with regions: what holds a design, whatever its policy. */
export type Hardware = 'static' | 'static+memory' | 'reconfigured';

/** One way to hold a design; every folding and pblock is left to the tool. */
export interface Way {
  readonly hardware: Hardware;
  /** Undefined where the design is no plain chain, and only its own places are tried. */
  readonly structure: Structure | undefined;
  readonly isFrontResident: boolean;
  /** Of the base's text, on its own part. Undefined where an edit has no place. */
  readonly edits: () => readonly FileEdit[] | undefined;
}

export interface Ways {
  /** The design, on a part on which it has a timeline. */
  readonly base: State;
  readonly trunk: Trunk | undefined;
  readonly ways: readonly Way[];
  /** Why other places than the file's are not tried. */
  readonly heldFor: string | undefined;
}

/** A design without a timeline on its own part, or without a part, is looked at on the largest one. */
export async function waysOf(before: State, question: string): Promise<Ways | { readonly missing: string }> {
  const base = before.analysis.timeline ? before : await onLargest(before);
  const { analysis } = base;
  if (analysis.timeline === undefined)
    return { missing: `a timeline: ${analysis.missing[0] ?? 'the design has errors'}` };
  const trunk = trunkOf(base);
  if ('missing' in trunk) return { ...ownWays(base), base, trunk: undefined, heldFor: trunk.missing };
  const forced = trunk.exits.flatMap(({ cut }) => cut ?? []);
  const written = analysis.design.stages.flatMap((s) => (s.implied ? [] : s.layers.slice(0, 1)));
  const own = written.filter((l) => trunk.boundaries.includes(l));
  const all = [...new Set([...forced, ...own])].sort((a, b) => a - b);
  const { structures } = structuresOf(trunk, 2 ** trunk.exits.length - 1, own);
  const ways = structures
    .filter(({ policy, places, cuts }) => {
      const isResident = places.every((p) => p < 0);
      // Under any policy the hardware is the same.
      return policy === 'overlap' && cuts.join() === (isResident ? [...new Set(forced)] : all).join();
    })
    .map((structure): Way => {
      const hardware = structure.kind === 'overlap' ? 'reconfigured' : structure.kind;
      return {
        hardware: hardware as Hardware,
        structure,
        isFrontResident: isFrontResident(structure),
        edits: () => structureEdits(base, trunk, structure, new Map(), commentOf(question, structure.kind)),
      };
    });
  return { base, trunk, ways, heldFor: undefined };
}

function commentOf(question: string, kind: string): string {
  return `\`exeunt explore ${question}\`: ${kind === 'overlap' ? 'reconfigured' : kind}.`;
}

/** As the file has it, and with everything resident. */
function ownWays(base: State): Pick<Ways, 'ways'> {
  const { analysis } = base;
  const { design, lists } = analysis;
  const isReconfigured = [...design.stages, ...design.exits].some((m) => m.place.kind === 'region');
  const isStreamed = lists.some(({ specs }) => specs.some((s) => s.weightsIn === 'ddr'));
  const resident: Hardware = isStreamed ? 'static+memory' : 'static';
  const folds = autoFix(analysis).flatMap((f) => f.edits);
  const way = (hardware: Hardware, more: readonly Edit[]): Way => ({
    hardware,
    structure: undefined,
    isFrontResident: false,
    edits: () => {
      const edits = [...more, ...folds];
      if (edits.length === 0) return [];
      const all = placed(base, [{ title: '', edits }])[0]?.edits;
      return all && [...commentEdit(base, commentOf('parts', hardware)), ...all];
    },
  });
  const residents = isReconfigured ? staticFix(analysis).map((f) => way(resident, f.edits)) : [];
  return {
    ways: [
      ...(isReconfigured ? [way('reconfigured', design.regions.flatMap(autoPlace))] : [way(resident, [])]),
      ...residents,
    ],
  };
}

async function onLargest(before: State): Promise<State> {
  const [largest] = partNames
    .flatMap((name) => partByBase(name) ?? [])
    .sort((a, b) => b.limits.lut - a.limits.lut);
  const device = largest && partEdit(before, largest.name);
  const edits = device && [device, ...before.analysis.design.regions.flatMap(autoPlace)];
  const all = edits && placed(before, [{ title: '', edits }])[0]?.edits;
  return all ? tried(before, all, neverCancelled) : before;
}
