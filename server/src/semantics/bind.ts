/** Binds the blocks of a file and its imports to one checked design. */
import type {
  Block,
  ExitBlock,
  FileTree,
  Name,
  NetworkBlock,
  StageBlock,
  SwitchBlock,
} from '../../../grammar/src/tree';
import type { Design, ExitSpec, NetworkSpec, Origin, StageSpec, SwitchSpec } from './design';
import { type LayerList, readLayers } from './layers';
import { bindPlace, nameIn } from './place';
import type { NumberType } from './number-type';
import { defaultSchedule, readBudget, readDevice, readRegion, readSchedule } from './plain-blocks';
import type { SemanticProblem, SymbolKind } from './problem';
import { readQuantity } from './quantity';
import { type Reader, blockReader, readNumberType, settingsByKeyword } from './reader';
import { checkStructure } from './structure';
import { type Placed, blocksOf, firstOfEachName, pickSingle } from './blocks';
import { readWhen } from './criterion';
import { withoutFollowUps } from './follow-ups';
import { impliedStages } from './implied-stages';
import { withUnnamed } from './unnamed-layers';
import { type DesignSymbol, SymbolTable, resolve } from './symbols';

/** A parsed file. The design's own file comes first, then what it imports, each once. */
export interface SourceFile {
  readonly uri: string;
  readonly tree: FileTree;
}

export interface BoundDesign {
  readonly design: Design;
  readonly problems: readonly SemanticProblem[];
  readonly symbols: SymbolTable;
}

export function bindDesign(files: readonly SourceFile[]): BoundDesign {
  const root = files[0];
  if (root === undefined) throw new Error('a design has at least one file');
  const problems: SemanticProblem[] = [];
  const symbols = new SymbolTable();
  const of = <K extends Block['kind']>(kind: K): Placed<Extract<Block, { kind: K }>>[] =>
    files.flatMap(({ uri, tree }) => blocksOf(tree, kind).map((block) => ({ block, uri })));
  const single = <K extends Block['kind']>(kind: K) => pickSingle(root.uri, of(kind), problems);

  const networks = of('network').map((n) => bindNetwork(n, problems, symbols));
  const precisions = new Map(networks.map((n) => [n.spec.name, n.precision]));
  const allRegions = of('region').flatMap(({ block, uri }) => {
    if (block.name) declare(symbols, problems, 'region', block.name, { uri, block, span: block.name.span });
    return readRegion(blockReader(uri, block, problems), block) ?? [];
  });
  const regions = firstOfEachName(allRegions);
  // In order of the text, so that of two with one name the later is blamed.
  for (const { uri, tree } of files) {
    for (const { block } of tree.slots) {
      if (block?.kind !== 'stage' && block?.kind !== 'exit' && block?.kind !== 'switch') continue;
      if (block.name)
        declare(symbols, problems, block.kind, block.name, { uri, block, span: block.name.span });
    }
  }
  const specs = firstOfEachName(networks.map((n) => n.spec));
  const context: Context = { symbols, problems, precisions, networks: specs };
  const exits = of('exit').flatMap((e) => bindExit(context, e) ?? []);
  const switches = of('switch').flatMap((s) => bindSwitch(context, s) ?? []);
  const stageContext = { ...context, cuts: cutsOf([...exits, ...switches]) };
  const stages = of('stage').flatMap((s) => bindStage(stageContext, s) ?? []);

  const device = single('device');
  const schedule = single('schedule');
  const profile = single('profile');
  const budget = single('budget');
  const design: Design = {
    uri: root.uri,
    networks: specs,
    exits,
    switches,
    stages: stages.length > 0 ? stages : impliedStages(specs, exits),
    regions,
    schedule: schedule
      ? readSchedule(blockReader(schedule.uri, schedule.block, problems), schedule.block)
      : defaultSchedule,
    budgets: budget ? readBudget(blockReader(budget.uri, budget.block, problems), budget.block) : [],
    ...(device && { device: readDevice(blockReader(device.uri, device.block, problems), device.block) }),
    ...(profile?.block.path && {
      profile: {
        path: profile.block.path.value,
        origin: { uri: profile.uri, block: profile.block, span: profile.block.path.span },
      },
    }),
  };
  problems.push(...withoutFollowUps(files, problems, checkStructure(design)));
  return { design, problems, symbols };
}

interface Context {
  readonly symbols: SymbolTable;
  readonly problems: SemanticProblem[];
  readonly precisions: ReadonlyMap<string, NumberType | undefined>;
  readonly networks: readonly NetworkSpec[];
}

interface StageContext extends Context {
  readonly cuts: ReadonlyMap<string, ReadonlySet<number>>;
}

interface BoundNetwork {
  readonly spec: NetworkSpec;
  readonly precision: NumberType | undefined;
}

interface CachedNetwork extends BoundNetwork {
  readonly uri: string;
  readonly list: LayerList;
  readonly problems: readonly SemanticProblem[];
}

/** A network's meaning depends on nothing outside its block, so an edit elsewhere finds it here. */
const networkCache = new WeakMap<NetworkBlock, CachedNetwork>();

function bindNetwork(
  placed: Placed<NetworkBlock>,
  problems: SemanticProblem[],
  symbols: SymbolTable,
): BoundNetwork {
  const { block, uri } = placed;
  let cached = networkCache.get(block);
  if (cached?.uri !== uri) networkCache.set(block, (cached = readNetwork(block, uri)));
  problems.push(...cached.problems);
  if (block.name) declare(symbols, problems, 'network', block.name, { uri, block, span: block.name.span });
  declareLayers(symbols, { uri, block }, cached.spec.name, cached.list, false);
  return cached;
}

function readNetwork(block: NetworkBlock, uri: string): CachedNetwork {
  const problems: SemanticProblem[] = [];
  const reader = blockReader(uri, block, problems);
  const precision = readNumberType(settingsByKeyword(reader, block.settings).get('precision'));
  const list = readLayers(reader, block.layers, precision, false);
  const spec: NetworkSpec = {
    name: block.name?.text ?? 'network',
    origin: reader.at(block.name?.span ?? block.keyword.span),
    layers: list.layers,
    ...(block.name && { nameNode: block.name }),
    ...(block.model && { model: { path: block.model.value, origin: reader.at(block.model.span) } }),
  };
  return { spec, precision, list, uri, problems };
}

function bindExit(context: Context, { block, uri }: Placed<ExitBlock>): ExitSpec | undefined {
  const { symbols, problems } = context;
  if (block.name === undefined) return undefined;
  const reader = blockReader(uri, block, problems);
  const settings = settingsByKeyword(reader, block.settings);
  const after = bindAfter(context, reader, block.after);
  const precision =
    readNumberType(settings.get('precision')) ?? (after ? context.precisions.get(after.network) : undefined);
  const list = readLayers(reader, block.layers, precision, true);
  declareLayers(symbols, { uri, block }, block.name.text, list, true);
  const rate = settings.get('rate');
  const share = readQuantity(reader, rate?.values[0], 'rate', 'share', { min: 0, max: 1 });
  const when = block.when && readWhen(reader, block.when);
  return {
    name: block.name.text,
    nameNode: block.name,
    origin: reader.at(block.name.span),
    layers: list.layers,
    ...bindPlace(symbols, reader, nameIn(settings.get('on'))),
    ...(after && { after }),
    ...(when && { when }),
    ...(rate && share !== undefined && { rate: { value: share, origin: reader.at(rate.span) } }),
  };
}

function bindSwitch(context: Context, { block, uri }: Placed<SwitchBlock>): SwitchSpec | undefined {
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
  declareLayers(symbols, { uri, block }, block.name.text, list, true);
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

const noCuts: ReadonlySet<number> = new Set();

/** By network, the layers behind which an exit or a switch stands. */
function cutsOf(decisions: readonly (ExitSpec | SwitchSpec)[]): Map<string, Set<number>> {
  const cuts = new Map<string, Set<number>>();
  for (const { after } of decisions) {
    if (after === undefined) continue;
    const own = cuts.get(after.network);
    if (own === undefined) cuts.set(after.network, new Set([after.layer]));
    else own.add(after.layer);
  }
  return cuts;
}

function bindStage(context: StageContext, { block, uri }: Placed<StageBlock>): StageSpec | undefined {
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

function bindAfter(context: Context, reader: Reader, name: Name | undefined): ExitSpec['after'] {
  if (name === undefined) return undefined;
  const origin = reader.at(name.span);
  const symbol = resolve(context.symbols, name, origin, 'layer', reader.report);
  if (symbol?.owner === undefined || symbol.index === undefined) return undefined;
  const layers = context.networks.find((n) => n.name === symbol.owner)?.layers ?? [];
  let layer = symbol.index;
  // What fuses into the named layer and has no name of its own belongs to it: the branch reads what leaves both.
  while (layers[layer + 1]?.name === undefined && fusing.includes(layers[layer + 1]?.kind ?? '')) layer++;
  return { network: symbol.owner, layer, origin };
}

const fusing: readonly string[] = ['relu', 'batchnorm'];

/** Stages, exits and switches all become modules, so that one name may stand for one of them only. */
const moduleKinds: readonly SymbolKind[] = ['stage', 'exit', 'switch'];

function declare(
  symbols: SymbolTable,
  problems: SemanticProblem[],
  kind: SymbolKind,
  name: Name,
  origin: Origin,
): void {
  const rivals = moduleKinds.includes(kind) ? moduleKinds : [kind];
  const first = rivals.flatMap((k) => symbols.find(k, name.text))[0];
  if (first === undefined) symbols.declare({ kind, name: name.text, origin });
  else problems.push({ kind: 'duplicate-name', name: name.text, what: kind, first: first.origin, origin });
}

function declareLayers(
  symbols: SymbolTable,
  at: { readonly uri: string; readonly block: Block },
  owner: string,
  list: LayerList,
  local: boolean,
): void {
  const declared = new Map<number, DesignSymbol>();
  const seen = new Set<string>();
  for (const layer of list.layers) {
    const node = layer.node.name;
    if (node === undefined || seen.has(node.text)) continue;
    seen.add(node.text);
    const origin = { ...at, span: node.span };
    const symbol: DesignSymbol = { kind: 'layer', name: node.text, owner, index: layer.index, origin, local };
    declared.set(layer.index, symbol);
    symbols.declare(symbol);
  }
  for (const { target, span } of list.references) {
    const symbol = declared.get(target);
    if (symbol) symbols.refer(symbol, { ...at, span });
  }
}
