/** Where the branch of an exit or switch starts. */

/** A list of layers: of a network, or of a branch, which stands after a layer or before networks. */
export interface Branching {
  readonly name: string;
  readonly after?: BranchStart | undefined;
  readonly before?: readonly string[] | undefined;
}

/** The layer whose value a branch reads, by its network and its position there. */
export interface BranchStart {
  readonly network: string;
  readonly layer: number;
}

/** Position of a network's input among its layers. */
const INPUT = 0;

/**
 * The layer whose value a branch reads: the one it stands after, or the input of the networks that it stands before, where
 * that of the first is taken for all. Undefined for a network's own list, and for a branch that is not bound.
 */
export function branchStart({ after, before }: Branching): BranchStart | undefined {
  const [network] = before ?? [];
  return after ?? (network === undefined ? undefined : { network, layer: INPUT });
}
