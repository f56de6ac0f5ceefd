/** Writes imported layers as a design file that formats to itself. */
import {
  criteria,
  format,
  kindSpecs,
  layerKinds,
  nameText,
  positionCriteria,
} from '../../../../grammar/src/index';
import { formatCount } from '../../base/format';
import { kindShape } from '../../network/index';
import { OnnxError } from '../../onnx/index';
import type { ImportedExit, Parts } from './exits';
import { type ModelLayer, weightedKinds } from '../layers/layer';
import { uniqueName } from './names';

export interface DesignHead {
  /** Name of the network. */
  readonly network: string;
  /** Path of the model, relative to the design. */
  readonly model: string;
  /** What made the model, such as `pytorch 1.13.0, opset 13`. */
  readonly origin: string;
  /** A line of the device block: `board pynq-z2`, `part "xc7z020clg400-1"`. */
  readonly device: string;
  readonly notes: readonly string[];
}

const fusing: ReadonlySet<string> = new Set(layerKinds.flatMap((k) => (k.fuses === undefined ? [] : k.word)));
const pools: ReadonlySet<string> = new Set(['maxpool', 'avgpool', 'globalpool']);
const defaultPrecision = 'int8';

export function writeDesign(head: DesignHead, found: readonly ModelLayer[], parts: Parts): string {
  const layers = typesAtHosts(found);
  const { trunk, exits } = parts;
  const names = namesOf(layers, parts);
  const precision = mostCommon(layers.flatMap((l) => (weightedKinds.has(l.kind) ? (l.weights ?? []) : [])));
  const context: Context = { layers, names, precision: precision ?? defaultPrecision };
  const used = [...trunk, ...exits.flatMap((e) => e.layers)].map((i) => layers[i]);
  const macs = used.reduce((sum, l) => sum + (l?.macs ?? 0), 0);
  const params = used.reduce((sum, l) => sum + (l?.params ?? 0), 0);
  const noteLines = [...head.notes, ...parts.notes].map((note) => `// ${oneLine(note)}`);
  const float = precision === undefined ? '  // the model itself has floats' : '';
  const text = [
    `// From ${oneLine(head.model)} (${oneLine(head.origin)}): ${formatCount(macs)} MACs, ${formatCount(params)} parameters.`,
    ...noteLines,
    'device {',
    head.device,
    '}',
    '',
    `network ${nameText(head.network)} from ${quoted(head.model)} {`,
    `precision ${context.precision}${float}`,
    ...outputLines(parts, names),
    ...lines(context, trunk, undefined),
    '}',
    '',
    ...exits.flatMap((exit, i) => exitLines(context, exit, exitNames(exits)[i] ?? `exit${i + 1}`)),
    ...(exits.length === 0 ? stageLines(context, trunk) : []),
  ];
  return format(text.join('\n'));
}

/** Which layers beside the last are outputs of the model, so that nothing needs to read them. */
function outputLines({ others, end }: Parts, names: ReadonlyMap<number, string>): string[] {
  if (others.length === 0 || end === undefined) return [];
  const layers = others.flatMap(({ layer }) => names.get(layer) ?? []);
  return [`output ${[end, ...layers].map(quoted).join(', ')}`];
}

interface Context {
  readonly layers: readonly ModelLayer[];
  readonly names: ReadonlyMap<number, string>;
  readonly precision: string;
}

function lines(context: Context, order: readonly number[], before: number | undefined): string[] {
  return order.map((index, i) => lineOf(context, index, i === 0 ? before : order[i - 1]));
}

function lineOf({ layers, names, precision }: Context, index: number, previous: number | undefined): string {
  const layer = layers[index];
  if (layer === undefined) return '';
  const name = names.get(index);
  checkSizes(layer);
  const from = [...layer.inputs];
  const isNext = layer.kind === 'input' || (from.length === 1 && from[0] === previous);
  const withShape = layer.kind === 'input' || layer.kind === 'operator';
  const words = [
    layer.kind,
    ...(name === undefined ? [] : [nameText(name)]),
    ...(withShape && layer.shape.length > 0 ? [layer.shape.join('x')] : []),
    ...layer.attributes,
    ...(layer.biasOff === true && weightedKinds.has(layer.kind) ? ['bias off'] : []),
    ...(isNext ? [] : [`from ${from.map((i) => nameText(names.get(i) ?? '')).join(', ')}`]),
    ...(layer.weights !== undefined && layer.weights !== precision ? [`weights ${layer.weights}`] : []),
    ...(takesType(layer.kind) && layer.activations !== undefined && layer.activations !== precision
      ? [`activations ${layer.activations}`]
      : []),
  ];
  const notes = [...new Set([...layer.notes, ...layer.differences])].map(oneLine).join('; ');
  return words.join(' ') + (notes === '' ? '' : `  // ${notes}`);
}

/** A relu that the layer before it does has no type of its own: the one that it is given is that layer's. */
function typesAtHosts(found: readonly ModelLayer[]): readonly ModelLayer[] {
  const layers = found.map((layer) => ({ ...layer }));
  const readers = layers.map(() => 0);
  for (const { inputs } of layers) for (const i of inputs) readers[i] = (readers[i] ?? 0) + 1;
  const before = ({ inputs: [input = -1] }: ModelLayer): ModelLayer | undefined =>
    readers[input] === 1 ? layers[input] : undefined;
  for (const layer of layers) {
    if (kindSpecs[layer.kind].fuses !== 'output' || layer.activations === undefined) continue;
    let host = before(layer);
    while (host && kindSpecs[host.kind].fuses === 'weights') host = before(host);
    if (host === undefined || !kindShape(host.kind).clamps) continue;
    host.activations = layer.activations;
    delete layer.activations;
  }
  return layers;
}

/** A layer that only hands values on has those of the layer before it. */
function takesType(kind: ModelLayer['kind']): boolean {
  return kindSpecs[kind].attributes.includes('activations');
}

/** Sizes in a model are of 64 bits, and products of them of any: beyond what is exact, no line could say them. */
function checkSizes({ kind, name, shape, attributes }: ModelLayer): void {
  const plain = attributes.join(' ').replace(/"(?:[^"\\]|\\.)*"/g, '');
  const numbers = plain.match(/\d[\d.]*(?:e[+-]?\d+)?|NaN|Infinity/g) ?? [];
  const wrong = [...shape, ...numbers.map(Number)].find((n) => !(Math.abs(n) <= Number.MAX_SAFE_INTEGER));
  if (wrong === undefined) return;
  const called = name === undefined ? '' : ` \`${oneLine(name)}\``;
  throw new OnnxError(
    `the ${kind}${called} is said to be ${[shape.join('x'), plain].join(' ').trim()}: ${wrong} is no size that memory has`,
  );
}

function exitLines(context: Context, exit: ImportedExit, name: string): string[] {
  const { when, confidence, output, isOutput } = exit;
  const after = context.names.get(baseOf(context, exit.after)) ?? '';
  const start = when.isGiven ? '' : '  // a start: tune it on a profile';
  const learned = confidence === undefined ? undefined : nameText(context.names.get(confidence.layer) ?? '');
  const rule =
    learned === undefined || when.isGiven
      ? `${when.measure} ${when.comparison} ${when.threshold}`
      : `${measureName(learned)} >= 0.5`;
  return [
    `exit ${nameText(name)} after ${nameText(after)} {`,
    ...lines(context, exit.layers, exit.after),
    `when ${rule}${start}`,
    ...(output === name || !isOutput ? [] : [`output ${quoted(output)}`]),
    'on static',
    '}',
    '',
  ];
}

/** A layer that is called as a criterion is meant in quotes. */
function measureName(layer: string): string {
  return [...criteria, ...positionCriteria].some((c) => c === layer) ? quoted(layer) : layer;
}

/** The output's own name where it is a word, else a number. */
function exitNames(exits: readonly ImportedExit[]): string[] {
  const taken = new Set<string>();
  return exits.map(({ output }, i) => {
    const own = /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(output) && !taken.has(output) ? output : `exit${i + 1}`;
    let name = own;
    for (let n = 2; taken.has(name); n++) name = `${own}-${n}`;
    taken.add(name);
    return name;
  });
}

/** Without exits, one stage is the start; with them, the language cuts at each. */
function stageLines({ names }: Context, trunk: readonly number[]): string[] {
  const [, first] = trunk;
  const last = trunk.at(-1);
  if (first === undefined || last === undefined) return [];
  return [
    `stage whole in static { ${nameText(names.get(first) ?? '')} .. ${nameText(names.get(last) ?? '')} }`,
  ];
}

/**
 * What is referred to must have a name: by `from`, by `after`, by a stage. Layers with weights have the name that binds
 * them to the model, and pools one to read by; the rest stays without.
 */
function namesOf(layers: readonly ModelLayer[], { trunk, exits, others }: Parts): Map<number, string> {
  const wanted = new Set<number>(others.map((o) => o.layer));
  // Outputs that the design speaks of are called as in the model.
  const called = new Map(others.map(({ layer, output }) => [layer, output]));
  for (const { confidence } of exits) {
    if (confidence === undefined) continue;
    wanted.add(confidence.layer);
    called.set(confidence.layer, confidence.output);
  }
  const lists = [
    { order: trunk, before: undefined },
    ...exits.map((e) => ({ order: e.layers, before: e.after })),
  ];
  for (const { order, before } of lists) {
    order.forEach((index, i) => {
      const layer = layers[index];
      if (layer === undefined) return;
      const previous = i === 0 ? before : order[i - 1];
      if (layer.kind === 'input' || layer.kind === 'operator' || weightedKinds.has(layer.kind))
        wanted.add(index);
      if (before === undefined && pools.has(layer.kind)) wanted.add(index);
      const isNext = layer.inputs.length === 1 && layer.inputs[0] === previous;
      if (!isNext) for (const input of layer.inputs) wanted.add(input);
    });
  }
  const [, first] = trunk;
  const last = trunk.at(-1);
  if (exits.length === 0) for (const end of [first, last]) if (end !== undefined) wanted.add(end);
  // An unnamed relu behind a layer belongs to it: one that an exit does not read must have its own name.
  for (const { after } of exits) {
    const next = trunk[trunk.indexOf(after) + 1];
    if (next !== undefined && fusing.has(layers[next]?.kind ?? '')) wanted.add(next);
  }
  const names = new Map<number, string>();
  const context = { layers, names: new Map([...wanted].map((i) => [i, ''])) };
  for (const { after } of exits) wanted.add(baseOf(context, after));
  const taken = new Set<string>();
  for (const index of [...trunk, ...exits.flatMap((e) => e.layers)]) {
    const layer = layers[index];
    if (layer === undefined || !wanted.has(index) || names.has(index)) continue;
    const own =
      layer.kind === 'input' ? (layer.shape.length === 3 ? 'image' : 'x') : (called.get(index) ?? layer.name);
    names.set(index, uniqueName({ ...layer, ...(own !== undefined && { name: own }) }, taken));
  }
  return names;
}

/** The layer by whose name an exit behind `index` goes: unnamed relus and batchnorms belong to what they follow. */
function baseOf({ layers, names }: Pick<Context, 'layers' | 'names'>, index: number): number {
  let base = index;
  for (let layer = layers[base]; layer && fusing.has(layer.kind) && !names.has(base); layer = layers[base]) {
    const [input] = layer.inputs;
    // Only what stands on the line before belongs together.
    if (input !== base - 1) break;
    base = input;
  }
  return base;
}

function mostCommon(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** Names of a model may hold anything; a comment ends with its line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ');
}
