/** Binds exits and switches: branches that start after a layer of a network, or before networks. */
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
import { type Reader, blockReader, readNumberType, settingsByKeyword, textsIn } from './reader';
import { LayerScope, type SymbolTable, resolve } from './symbols';

export interface BranchContext {
  readonly symbols: SymbolTable;
  readonly problems: SemanticProblem[];
  readonly naming: Naming;
  /** Default number type of each network, for branches without one. */
  readonly precisions: ReadonlyMap<string, NumberType | undefined>;
  readonly networks: readonly NetworkSpec[];
}

interface CachedExit {
  readonly uri: string;
  readonly naming: Naming;
  /** The network's number type when the exit was bound. */
  readonly precision: NumberType | undefined;
  readonly spec: ExitSpec;
  readonly list: LayerList;
}

/** Exits without errors, by block. */
const exits = new WeakMap<ExitBlock, CachedExit>();

export function bindExit(context: BranchContext, placed: Placed<ExitBlock>): ExitSpec | undefined {
  const { block, uri } = placed;
  const { symbols, naming } = context;
  const cached = exits.get(block);
  const inherited = cached?.spec.after && context.precisions.get(cached.spec.after.network);
  if (cached?.uri === uri && cached.naming === naming && cached.precision === inherited) {
    symbols.declareLayers(new LayerScope(cached.spec.name, cached.list, true));
    // The exit binds as before, so references are only found again on request.
    symbols.referLater(() => {
      const again = symbols.recording();
      readExit({ ...context, symbols: again, problems: [] }, placed);
      return again.references();
    });
    return cached.spec;
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
  const layers = readLayers(reader, block.layers, precision, true);
  const rate = settings.get('rate');
  const share = readQuantity(reader, rate?.values[0], 'rate', 'share', { min: 0, max: 1 });
  const when = block.when && readWhen(reader, block.when, layers);
  const [output] = textsIn(settings.get('output'));
  const list = { ...layers, references: [...layers.references, ...whenReference(block.when, when)] };
  const spec: ExitSpec = {
    name: block.name.text,
    nameNode: block.name,
    origin: reader.at(block.name.span),
    layers: list.layers,
    ...bindPlace(symbols, reader, nameIn(settings.get('on'))),
    ...(after && { after }),
    ...(when && { when }),
    ...(output !== undefined && { output }),
    ...(rate && share !== undefined && { rate: { value: share, origin: reader.at(rate.span) } }),
  };
  return { spec, list };
}

/** The confidence's layer, referred to as by a `from`. */
function whenReference(node: ExitBlock['when'], rule: ExitSpec['when']): LayerList['references'][number][] {
  const { layer: name } = node ?? {};
  const target = rule?.layer;
  return name === undefined || target === undefined ? [] : [{ layer: target, target, span: name.span }];
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
  const when = block.when && readWhen(reader, block.when, undefined);
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
  // Unnamed layers that fuse into the named one belong to it: the branch reads their common output.
  for (let next = layers[layer + 1]; next?.name === undefined && isFusing(next); next = layers[layer + 1])
    layer++;
  return { network: symbol.owner, layer, origin };
}

function isFusing(layer: LayerSpec | undefined): boolean {
  return layer !== undefined && kindSpecs[layer.kind].fuses !== undefined;
}
