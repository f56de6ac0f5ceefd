/** The text of a design with another structure, everything open left to the tool. */
import type { LayerFigures } from '../../analysis/analysis';
import { legalParallelism, parallelWords } from '../../cost/index';
import type { Edit } from '../../diagnostics/rule';
import { written } from '../../diagnostics/sentence';
import { writtenAt } from '../../semantics/layer-meaning';
import type { LayerSpec, Parallelism, RegionSpec } from '../../semantics/design';
import type { Share } from '../../base/units';
import type { FileEdit } from '../../workspace/edited';
import { placed, policyEdit } from '../candidates';
import { commentEdit } from '../comment-edit';
import { rateEdit } from '../exits/exit-edits';
import type { State } from '../trial';
import type { Structure } from './structures';
import { mayStream, type Trunk } from './trunk';

/**
 * Edits that cut the network anew, place its stages, delete the exits that are not chosen, and write `auto` for every pblock and
 * for every folding that is not given. Undefined where one of them has no place.
 *
 * @param rates of exits whose rate is written and changes
 */
export function structureEdits(
  before: State,
  trunk: Trunk,
  structure: Structure,
  rates: ReadonlyMap<string, Share>,
  comment: string,
  parallel: ReadonlyMap<LayerFigures, Parallelism> = new Map(),
): readonly FileEdit[] | undefined {
  const { analysis } = before;
  const { design, files } = analysis;
  const [file] = files;
  if (file === undefined) return undefined;
  const chosen = trunk.exits.filter((_, bit) => (structure.exits >> bit) & 1).map(({ spec }) => spec);
  const edits: Edit[] = [];
  for (const stage of design.stages)
    if (!stage.implied) edits.push({ at: { ...stage.origin, span: stage.origin.block.span }, text: '' });
  for (const exit of design.exits) {
    if (!chosen.includes(exit)) {
      edits.push({ at: { ...exit.origin, span: exit.origin.block.span }, text: '' });
      continue;
    }
    if (exit.place.kind === 'region' && exit.placeOrigin)
      edits.push({ at: exit.placeOrigin, text: 'static' });
    const rate = rates.get(exit.name);
    if (rate !== undefined && rate !== exit.rate?.value) edits.push(rateEdit(exit, rate));
  }
  const heads = trunk.exits.filter(({ spec }) => chosen.includes(spec)).map(({ module }) => module.list);
  for (const layer of [trunk.list, ...heads].flatMap((list) => list.layers))
    edits.push(...foldEdit(layer, parallel.get(layer)));
  for (const { shaped } of heaviest(trunk).slice(0, structure.streamed))
    edits.push(...memoryEdit(shaped.spec));
  if (design.schedule.policy !== structure.policy) {
    const edit = policyEdit(analysis, structure.policy);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  const count = Math.max(-1, ...structure.places) + 1;
  const names = regionNames(before, count);
  design.regions.forEach((region, i) => edits.push(...(i < count ? autoPlace(region) : [removed(region)])));
  const added = names.slice(design.regions.length).map((name) => `region ${name} {\n  pblock auto\n}\n`);
  const end = file.text.length;
  const gap = file.text.endsWith('\n') ? '' : '\n';
  const text = `${gap}${stageLines(before, trunk, structure, names).join('')}${added.map((a) => `\n${a}`).join('')}`;
  edits.push({ at: { uri: file.uri, start: end, end }, text });
  const all = placed(before, [{ title: '', edits }])[0]?.edits;
  return all && [...commentEdit(before, comment), ...all];
}

/** Layers with weights in block RAM, those with most first. */
export function heaviest({ list }: Trunk): readonly LayerFigures[] {
  const weightsOf = ({ shaped }: LayerFigures): number => shaped.params ?? 0;
  return list.layers
    .filter(({ shaped: { spec } }) => mayStream(spec) && spec.weightsIn === undefined)
    .sort((a, b) => weightsOf(b) - weightsOf(a));
}

function foldEdit({ shaped }: LayerFigures, parallel: Parallelism | undefined): Edit[] {
  const { spec } = shaped;
  const { pe, simd } = legalParallelism(shaped);
  if (shaped.fusedInto !== undefined) return [];
  if (parallel !== undefined) {
    const isOneWay = pe.length * simd.length < 2 && !parallel.window && !parallel.order;
    if (isOneWay && spec.parallel !== 'auto') return [];
    return settingEdit(spec, 'parallel', `parallel ${parallelWords(parallel)}`);
  }
  if (spec.parallel === 'auto' || pe.length * simd.length < 2) return [];
  return settingEdit(spec, 'parallel', 'parallel auto');
}

function memoryEdit(spec: LayerSpec): Edit[] {
  return settingEdit(spec, 'weights-in', 'weights-in ddr');
}

function settingEdit(spec: LayerSpec, keyword: string, text: string): Edit[] {
  const setting = spec.node.settings.find((s) => s.keyword.text === keyword);
  if (setting) return [{ at: writtenAt(spec, setting), text }];
  const { end } = spec.node.span;
  return [{ at: { ...spec.origin, span: { start: end, end } }, text: ` ${text}` }];
}

function autoPlace({ pblock, pblockOrigin, origin }: RegionSpec): Edit[] {
  if (pblock === 'auto') return [];
  if (pblockOrigin) return [{ at: pblockOrigin, text: 'pblock auto' }];
  const start = (origin.block.body?.start ?? 0) + 1;
  return [{ at: { ...origin, span: { start, end: start } }, text: '\n  pblock auto' }];
}

function removed({ origin }: RegionSpec): Edit {
  return { at: { ...origin, span: origin.block.span }, text: '' };
}

/** Those of the file first. */
function regionNames({ analysis: { design } }: State, count: number): readonly string[] {
  const names = design.regions.slice(0, count).map((r) => r.name);
  const taken = new Set([...names, ...design.stages.map((s) => s.name), ...design.exits.map((e) => e.name)]);
  for (let i = 0; names.length < count; i++) if (!taken.has(`rp${i}`)) names.push(`rp${i}`);
  return names;
}

/** A stage keeps the name of the one that its first layer was in; new ones are called by that layer. */
function stageLines(
  { analysis: { design } }: State,
  { list }: Trunk,
  { cuts, places }: Structure,
  regions: readonly string[],
): readonly string[] {
  const taken = new Set([...regions, ...design.exits.map((e) => e.name)]);
  const begins = [0, ...cuts];
  return begins.map((begin, i) => {
    const end = begins[i + 1] ?? list.specs.length;
    const layers = list.specs
      .slice(begin, end)
      .flatMap((l) => (l.name === undefined || l.kind === 'input' ? [] : [l.name]));
    const [first = '', last = first] = [layers[0], layers.at(-1)];
    const old = design.stages.find((s) => !s.implied && s.layers.some((l) => list.specs[l]?.name === first));
    let name = old?.name ?? `s_${first}`;
    if (taken.has(name)) name = `s_${first}`;
    while (taken.has(name)) name += '_';
    taken.add(name);
    const place = regions[places[i] ?? -1] ?? 'static';
    const range = first === last ? written(first) : `${written(first)} .. ${written(last)}`;
    return `stage ${written(name)} in ${place} { ${range} }\n`;
  });
}
