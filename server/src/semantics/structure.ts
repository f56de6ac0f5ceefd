/** Checks across blocks: stages cover each network, exits are on stage boundaries, rates add up, nothing is unused. */
import type { Design, ExitSpec, LayerSpec, NetworkSpec, Origin, StageSpec } from './design';
import { isInput } from './implied-stages';
import type { SemanticProblem } from './problem';

export function checkStructure(design: Design): SemanticProblem[] {
  return [
    ...design.networks.flatMap((network) => [...checkCoverage(design, network)]),
    ...design.stages.flatMap((stage) => [...checkStage(design, stage)]),
    ...design.exits.flatMap((exit) => [...checkExit(design, exit)]),
    ...checkRates(design),
    ...checkRegions(design),
    ...checkNetworks(design),
  ];
}

/** Stages of a network in path order, with the layers of each. */
function stagesOf(design: Design, network: NetworkSpec): readonly StageSpec[] {
  return design.stages.filter((s) => s.network === network.name && s.layers.length > 0);
}

function* checkCoverage(design: Design, network: NetworkSpec): Iterable<SemanticProblem> {
  const stages = stagesOf(design, network);
  if (stages.length === 0) return;
  const holder = new Map<number, StageSpec>();
  for (const stage of stages) {
    const clash = stage.layers.find((l) => holder.has(l));
    const other = clash === undefined ? undefined : holder.get(clash);
    for (const layer of stage.layers) if (!holder.has(layer)) holder.set(layer, stage);
    if (clash === undefined || other === undefined || areVariants(design, stage, other)) continue;
    const named = stage.layers.find((l) => holder.get(l) === other && isListed(stage, network.layers[l]));
    const layer = label(network, named ?? clash);
    const origin = partOrigin(stage, network.layers[named ?? clash]);
    yield { kind: 'layer-in-two-stages', layer, stage: stage.name, other: other.name, origin };
  }
  for (const [first, last] of uncovered(network, holder)) {
    const before = holder.get(first - 1)?.name;
    const after = holder.get(last + 1)?.name;
    const spec = network.layers[first];
    if (spec === undefined) continue;
    yield {
      kind: 'layer-in-no-stage',
      network: network.name,
      layers: labels(network.layers.slice(first, last + 1)),
      origin: nameOrigin(spec),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    };
  }
}

/** Whether a layer's own name is written in the stage, alone or as an end of a range. */
function isListed({ origin: { block } }: StageSpec, layer: LayerSpec | undefined): boolean {
  if (block.kind !== 'stage' || layer?.name === undefined) return false;
  return block.parts.some(({ first, last }) => first.text === layer.name || last?.text === layer.name);
}

/** Where the stage names the layer, or else the stage's own name. */
function partOrigin({ origin }: StageSpec, layer: LayerSpec | undefined): Origin {
  const { block } = origin;
  if (block.kind !== 'stage' || layer?.name === undefined) return origin;
  const names = block.parts.flatMap(({ first, last }) => (last ? [first, last] : [first]));
  const found = names.find((n) => n.text === layer.name);
  return found ? { ...origin, span: found.span } : origin;
}

/** Two stages may hold the same layers only where a switch chooses between them. */
function areVariants(design: Design, a: StageSpec, b: StageSpec): boolean {
  return design.switches.some((s) => {
    const targets = s.cases.map((c) => c.target);
    return targets.includes(a.name) && targets.includes(b.name);
  });
}

/** Runs of layers that are in no stage, as first and last position. */
function uncovered(network: NetworkSpec, holder: ReadonlyMap<number, StageSpec>): [number, number][] {
  const runs: [number, number][] = [];
  network.layers.forEach((_, index) => {
    if (holder.has(index)) return;
    const run = runs.at(-1);
    if (run?.[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  });
  return runs;
}

function* checkStage(design: Design, stage: StageSpec): Iterable<SemanticProblem> {
  const block = stage.origin.block;
  if (stage.layers.length === 0) {
    if (block.kind === 'stage' && block.parts.length === 0) {
      yield { kind: 'stage-empty', stage: stage.name, origin: stage.origin };
    }
    return;
  }
  const network = design.networks.find((n) => n.name === stage.network);
  const first = stage.layers[0] ?? 0;
  const last = stage.layers.at(-1) ?? 0;
  if (network === undefined || stage.layers.length === last - first + 1) return;
  const missing = network.layers.slice(first, last + 1).filter((l) => !stage.layers.includes(l.index));
  yield { kind: 'stage-gap', stage: stage.name, missing: labels(missing), origin: stage.origin };
}

function* checkExit(design: Design, exit: ExitSpec): Iterable<SemanticProblem> {
  const { block } = exit.origin;
  const isRateWritten = block.kind === 'exit' && block.settings.some((s) => s.keyword.text === 'rate');
  if (!isRateWritten && design.profile === undefined) {
    yield { kind: 'exit-without-rate', exit: exit.name, origin: exit.origin };
  }
  if (exit.when === undefined && block.kind === 'exit' && block.when === undefined) {
    yield { kind: 'exit-without-when', exit: exit.name, origin: exit.origin };
  }
  const { after } = exit;
  const network = design.networks.find((n) => n.name === after?.network);
  if (after === undefined || network === undefined) return;
  const layer = label(network, after.layer);
  if (after.layer >= network.layers.length - 1) {
    const reason = 'the network ends there, so every input leaves anyway';
    yield { kind: 'exit-position', exit: exit.name, layer, reason, origin: after.origin };
    return;
  }
  if (isInput(network, after.layer)) return;
  const stage = design.stages.find((s) => s.network === network.name && s.layers.includes(after.layer));
  if (stage === undefined || stage.layers.at(-1) === after.layer) return;
  const fix = splitFix(network, stage, after.layer);
  yield {
    kind: 'exit-inside-stage',
    exit: exit.name,
    layer,
    stage: stage.name,
    origin: after.origin,
    ...(fix && { fix }),
  };
}

/** A fix that replaces the stage by two that meet at the exit. */
function splitFix(
  network: NetworkSpec,
  stage: StageSpec,
  at: number,
): { origin: Origin; replacement: string } | undefined {
  const { uri, block } = stage.origin;
  if (block.kind !== 'stage') return undefined;
  const named = stage.layers
    .flatMap((i) => network.layers[i] ?? [])
    .filter((l) => l.name !== undefined && l.kind !== 'input');
  const front = named.filter((l) => l.index <= at);
  const back = named.filter((l) => l.index > at);
  const place = stage.place.kind === 'region' ? stage.place.region : stage.place.kind;
  const write = (name: string, layers: readonly LayerSpec[]) =>
    `stage ${quoted(name)} in ${quoted(place)} { ${rangeText(layers)} }`;
  if (front.length === 0 || back.length === 0) return undefined;
  const replacement = `${write(`${stage.name}-1`, front)}\n${write(`${stage.name}-2`, back)}`;
  return { origin: { uri, block, span: block.span }, replacement };
}

function rangeText(layers: readonly LayerSpec[]): string {
  const names = [layers[0], layers.at(-1)].flatMap((l) => (l?.name === undefined ? [] : quoted(l.name)));
  return layers.length === 1 ? (names[0] ?? '') : names.join(' .. ');
}

function quoted(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}\p{M}_-]*$/u.test(name) ? name : JSON.stringify(name);
}

/** An excess over 100 % up to this may come from rounded percentages. */
const rateTolerance = 1e-6;

function* checkRates(design: Design): Iterable<SemanticProblem> {
  for (const network of design.networks) {
    const exits = design.exits
      .filter((e) => e.after?.network === network.name && e.rate !== undefined)
      .sort((a, b) => (a.after?.layer ?? 0) - (b.after?.layer ?? 0));
    let total = 0;
    for (const exit of exits) {
      const before = total;
      total += exit.rate?.value ?? 0;
      if (before > 1 + rateTolerance || total <= 1 + rateTolerance || exit.rate === undefined) continue;
      const sum = exits.reduce((s, e) => s + (e.rate?.value ?? 0), 0);
      const names = exits.map((e) => e.name);
      yield { kind: 'rates-above-one', total: sum, exits: names, origin: exit.rate.origin };
    }
  }
  for (const decision of design.switches) {
    const total = decision.cases.reduce((s, c) => s + (c.rate ?? 0), 0);
    if (total <= 1 + rateTolerance) continue;
    const exits = decision.cases.map((c) => c.name);
    yield { kind: 'rates-above-one', total, exits, origin: decision.origin };
  }
}

function* checkRegions(design: Design): Iterable<SemanticProblem> {
  if (design.networks.length === 0) return;
  const places = [...design.stages, ...design.exits, ...design.switches].map((m) => m.place);
  for (const region of design.regions) {
    if (places.some((p) => p.kind === 'region' && p.region === region.name)) continue;
    yield { kind: 'unused-region', region: region.name, origin: region.origin };
  }
}

function* checkNetworks(design: Design): Iterable<SemanticProblem> {
  if (design.networks.length < 2) return;
  const chosen = new Set(
    design.switches.flatMap((s) => [...(s.before ?? []), ...s.cases.flatMap((c) => c.target ?? [])]),
  );
  for (const network of design.networks.slice(1)) {
    const others = design.networks.filter((n) => n.name !== network.name).map((n) => n.name);
    // A duplicate name has been reported already.
    if (chosen.has(network.name) || design.networks.find((n) => n.name === network.name) !== network)
      continue;
    if (others.length === 0) continue;
    yield { kind: 'unchosen-network', network: network.name, others, origin: network.origin };
  }
}

/** Unnamed layers go with named ones, so they are listed only if none is named. */
function labels(layers: readonly LayerSpec[]): string[] {
  const named = layers.filter((l) => l.name !== undefined);
  return (named.length > 0 ? named : layers).map((l) => l.label);
}

function label(network: NetworkSpec, layer: number): string {
  return network.layers[layer]?.label ?? String(layer);
}

function nameOrigin(layer: LayerSpec): Origin {
  const span = layer.node.name?.span ?? layer.node.layerKind.span;
  return { ...layer.origin, span };
}
