/** Binds a stage block to the layers of its network. */
import type { Name, StageBlock } from '../../../grammar/src/index';
import type { Placed } from './blocks';
import type { NetworkSpec, StageSpec } from './design';
import type { Cuts, Naming } from './naming';
import { bindPlace } from './place';
import type { SemanticProblem } from './problem';
import { blockReader } from './reader';
import { type SymbolTable, resolve } from './symbols';
import { withUnnamed } from './unnamed-layers';

export interface StageContext {
  readonly symbols: SymbolTable;
  readonly problems: SemanticProblem[];
  readonly naming: Naming;
  readonly networks: readonly NetworkSpec[];
  readonly cuts: Cuts;
}

interface CachedStage {
  readonly uri: string;
  readonly naming: Naming;
  readonly cuts: Cuts;
  readonly spec: StageSpec;
}

/** Stages without errors, by block: they depend on names and the places of exits, not on the settings of layers. */
const stages = new WeakMap<StageBlock, CachedStage>();

export function bindStage(context: StageContext, placed: Placed<StageBlock>): StageSpec | undefined {
  const { block, uri } = placed;
  const { symbols, naming, cuts } = context;
  const cached = stages.get(block);
  if (cached?.uri === uri && cached.naming === naming && cached.cuts === cuts) {
    // The stage binds as before, so references are only found again on request.
    symbols.referLater(() => {
      const again = symbols.recording();
      readStage({ ...context, symbols: again, problems: [] }, placed);
      return again.references();
    });
    return cached.spec;
  }
  const problems: SemanticProblem[] = [];
  const spec = readStage({ ...context, problems }, placed);
  context.problems.push(...problems);
  if (spec && problems.length === 0) stages.set(block, { uri, naming, cuts, spec });
  return spec;
}

const noCuts: ReadonlySet<number> = new Set();

function readStage(context: StageContext, { block, uri }: Placed<StageBlock>): StageSpec | undefined {
  if (block.name === undefined) return undefined;
  const reader = blockReader(uri, block, context.problems);
  const report = reader.report;
  const stage = block.name.text;
  let network: string | undefined;
  const layers: number[] = [];
  const bound = (name: Name) =>
    resolve(context.symbols, name, reader.at(name.span), 'layer', report, network);
  for (const part of block.parts) {
    const first = bound(part.first);
    const last = part.last === undefined ? first : bound(part.last);
    if (first?.owner === undefined || first.index === undefined || last?.index === undefined) continue;
    network ??= first.owner;
    if (first.owner !== network || last.owner !== network) {
      const found = [...new Set([network, first.owner, last.owner ?? ''])];
      report({ kind: 'stage-networks', stage, networks: found, origin: reader.at(part.span) });
      continue;
    }
    if (last.index < first.index) {
      report({ kind: 'stage-reversed', first: first.name, last: last.name, origin: reader.at(part.span) });
      continue;
    }
    for (let i = first.index; i <= last.index; i++) layers.push(i);
  }
  const owner = context.networks.find((n) => n.name === network);
  const cuts = network === undefined ? noCuts : (context.cuts.get(network) ?? noCuts);
  return {
    name: stage,
    nameNode: block.name,
    origin: reader.at(block.name.span),
    ...bindPlace(context.symbols, reader, block.place),
    layers: owner ? withUnnamed(owner, layers, cuts) : [...new Set(layers)],
    variant: block.settings,
    implied: false,
    ...(network !== undefined && { network }),
  };
}
