/** Selects blocks of a kind from a design's files. */
import type { Block, FileTree } from '../../../grammar/src/index';
import type { Origin } from './design';
import type { SemanticProblem } from './problem';

/** A block and its file. */
export interface Placed<B extends Block> {
  readonly block: B;
  readonly uri: string;
}

/** Blocks of a kind, in order. */
export function blocksOf<K extends Block['kind']>(tree: FileTree, kind: K): Extract<Block, { kind: K }>[] {
  const found: Extract<Block, { kind: K }>[] = [];
  for (const { block } of tree.slots) {
    if (block?.kind === kind) found.push(block as Extract<Block, { kind: K }>);
  }
  return found;
}

/** A design has one device, schedule, profile and budget: its own, or else that of an import. */
export function pickSingle<B extends Block>(
  rootUri: string,
  found: readonly Placed<B>[],
  problems: SemanticProblem[],
): Placed<B> | undefined {
  const own = found.filter((f) => f.uri === rootUri);
  const [first, ...rest] = own.length > 0 ? own : found;
  if (first === undefined) return undefined;
  const at = ({ uri, block }: Placed<B>): Origin => ({ uri, block, span: block.keyword.span });
  for (const other of rest) {
    const keyword = other.block.keyword.text;
    problems.push({ kind: 'duplicate-block', keyword, first: at(first), origin: at(other) });
  }
  return first;
}

/** Of several blocks with the same name, which is reported, the first counts. */
export function firstOfEachName<T extends { readonly name: string }>(specs: readonly T[]): T[] {
  const names = new Set<string>();
  return specs.filter(({ name }) => !names.has(name) && names.add(name));
}
