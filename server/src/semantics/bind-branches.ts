/** Exits and switches: branches that start behind a layer of a network, or before networks. */
import { type ExitBlock, kindSpecs, type Name, type SwitchBlock } from '../../../grammar/src/index';
import type { Placed } from './blocks';
import { readWhen } from './criterion';
import type { ExitSpec, LayerSpec, NetworkSpec, SwitchSpec } from './design';
import { type LayerList, readLayers } from './layers';
import type { Naming } from './naming';
import type { NumberType } from './number-type';
import { bindPlace, nameIn } from './place';
import type { SemanticProblem } from './problem';
import { readQuantity } from './quantity';
import { type Reader, blockReader, readNumberType, settingsByKeyword } from './reader';
import { LayerScope, type SymbolTable, resolve } from './symbols';

export interface BranchContext {
  readonly symbols: SymbolTable;
  readonly problems: SemanticProblem[];
  readonly naming: Naming;
  /** Of each network, for branches that name none of their own. */
  readonly precisions: ReadonlyMap<string, NumberType | undefined>;
  readonly networks: readonly NetworkSpec[];
}

interface KeptExit {
  readonly uri: string;
  readonly naming: Naming;
  /** That it took over from its network. */
  readonly precision: NumberType | undefined;
  readonly spec: ExitSpec;
  readonly list: LayerList;
}

/** Exits without a mistake. */
const exits = new WeakMap<ExitBlock, KeptExit>();

export function bindExit(context: BranchContext, placed: Placed<ExitBlock>): ExitSpec | undefined {
  const { block, uri } = placed;
  const { symbols, naming } = context;
  const kept = exits.get(block);
  const inherited = kept?.spec.after && context.precisions.get(kept.spec.after.network);
  if (kept?.uri === uri && kept.naming === naming && kept.precision === inherited) {
    symbols.declareLayers(new LayerScope(kept.spec.name, kept.list, true));
    // Bound to the same as before; who asks for references has them found again.
    symbols.referLater(() => {
      const again = symbols.recording();
      readExit({ ...context, symbols: again, problems: [] }, placed);
      return again.references();
    });
    return kept.spec;
  }
  const problems: SemanticProblem[] = [];
  const read = readExit({ ...context, problems }, placed);
  context.problems.push(...problems);
  if (read === undefined) return undefined;
  const { spec, list } = read;
  symbols.declareLayers(new LayerScope(spec.name, list, true));
  const precision = spec.after && context.precisions.get(spec.after.network);
  if (problems.length === 0) exits.set(block, { uri, naming, precision, spec, list });
  return spec;
}

function readExit(
  context: BranchContext,
  { block, uri }: Placed<ExitBlock>,
): { readonly spec: ExitSpec; readonly list: LayerList } | undefined {
  const { symbols, problems } = context;
  if (block.name === undefined) return undefined;
  const reader = blockReader(uri, block, problems);
  const settings = settingsByKeyword(reader, block.settings);
  const after = bindAfter(context, reader, block.after);
  const precision =
    readNumberType(settings.get('precision')) ?? (after ? context.precisions.get(after.network) : undefined);
  const list = readLayers(reader, block.layers, precision, true);
  const rate = settings.get('rate');
  const share = readQuantity(reader, rate?.values[0], 'rate', 'share', { min: 0, max: 1 });
  const when = block.when && readWhen(reader, block.when);
  const spec: ExitSpec = {
    name: block.name.text,
    nameNode: block.name,
    origin: reader.at(block.name.span),
    layers: list.layers,
    ...bindPlace(symbols, reader, nameIn(settings.get('on'))),
    ...(after && { after }),
    ...(when && { when }),
    ...(rate && share !== undefined && { rate: { value: share, origin: reader.at(rate.span) } }),
  };
  return { spec, list };
}

export function bindSwitch(
  context: BranchContext,
  { block, uri }: Placed<SwitchBlock>,
): SwitchSpec | undefined {
  const { symbols, problems } = context;
  if (block.name === undefined) return undefined;
  const reader = blockReader(uri, block, problems);
  const report = reader.report;
  const settings = settingsByKeyword(reader, block.settings);
  const isBefore = block.position?.text === 'before';
  const before = isBefore
    ? block.targets.flatMap((t) => resolve(symbols, t, reader.at(t.span), 'network', report)?.name ?? [])
    : undefined;
  const after = isBefore ? undefined : bindAfter(context, reader, block.targets[0]);
  const owner = after?.network ?? before?.[0];
  const precision =
    readNumberType(settings.get('precision')) ?? (owner ? context.precisions.get(owner) : undefined);
  const list = readLayers(reader, block.layers, precision, true);
  symbols.declareLayers(new LayerScope(block.name.text, list, true));
  const when = block.when && readWhen(reader, block.when);
  return {
    name: block.name.text,
    nameNode: block.name,
    origin: reader.at(block.name.span),
    layers: list.layers,
    place: bindPlace(symbols, reader, nameIn(settings.get('on'))).place,
    cases: block.cases.map((c) => {
      const rate = readQuantity(reader, c.rate, 'rate', 'share', { min: 0, max: 1 });
      const target = c.target && resolve(symbols, c.target, reader.at(c.target.span), 'target', report);
      return {
        name: c.name?.text ?? '',
        origin: reader.at(c.span),
        ...(rate !== undefined && { rate }),
        ...(target && { target: target.name }),
      };
    }),
    ...(before && { before }),
    ...(after && { after }),
    ...(when && { when }),
  };
}

function bindAfter(context: BranchContext, reader: Reader, name: Name | undefined): ExitSpec['after'] {
  if (name === undefined) return undefined;
  const origin = reader.at(name.span);
  const symbol = resolve(context.symbols, name, origin, 'layer', reader.report);
  if (symbol?.owner === undefined || symbol.index === undefined) return undefined;
  const layers = context.networks.find((n) => n.name === symbol.owner)?.layers ?? [];
  let layer = symbol.index;
  // What fuses into the named layer and has no name of its own belongs to it: the branch reads what leaves both.
  for (let next = layers[layer + 1]; next?.name === undefined && isFusing(next); next = layers[layer + 1])
    layer++;
  return { network: symbol.owner, layer, origin };
}

function isFusing(layer: LayerSpec | undefined): boolean {
  return layer !== undefined && kindSpecs[layer.kind].fuses !== undefined;
}
