/** Where else to cut a network, for a stage that too many values cross. */
import type { LayerList } from '../analysis';
import { makerAt } from './streams';

/** A cut behind a layer, and how many values later layers read across it. */
export interface OtherCut {
  /** Position of the first layer behind the cut; it has a name, by which a stage can begin with it. */
  readonly begin: number;
  readonly crossing: number;
}

/**
 * The cut that the fewest values cross, the nearest to `near` of equal ones; undefined if each is crossed by more than
 * `most`. It takes time proportional to the layers.
 *
 * @param near position of the first layer behind a cut that more values cross
 */
export function otherCut(list: LayerList, near: number, most: number): OtherCut | undefined {
  const counts = crossingCounts(list);
  let best: OtherCut | undefined;
  const distance = (begin: number): number => Math.abs(begin - near);
  // The network's input is no layer of a stage: a cut behind it leaves nothing in front.
  for (let begin = 2; begin < list.specs.length; begin++) {
    const spec = list.specs[begin];
    const shaped = list.layers[begin]?.shaped;
    const crossing = counts[begin] ?? 0;
    if (spec?.name === undefined || shaped?.fusedInto !== undefined || crossing > most || begin === near)
      continue;
    const isBetter =
      best === undefined ||
      crossing < best.crossing ||
      (crossing === best.crossing && distance(begin) < distance(best.begin));
    if (isBetter) best = { begin, crossing };
  }
  return best;
}

/** By the position of the first layer behind a cut: values made in front of it that layers behind it read. */
export function crossingCounts(list: LayerList): number[] {
  const { specs } = list;
  const lastReader = new Map<number, number>();
  specs.forEach(({ inputs }, reader) => {
    if (makerAt(list, reader) !== reader) return;
    for (const input of inputs) lastReader.set(makerAt(list, input), reader);
  });
  const changes = specs.map(() => 0);
  const change = (at: number, by: number): void => {
    changes[at] = (changes[at] ?? 0) + by;
  };
  for (const [maker, reader] of lastReader) {
    change(maker + 1, 1);
    change(reader + 1, -1);
  }
  let open = 0;
  return changes.map((by) => (open += by));
}
