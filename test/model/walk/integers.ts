/** Our own integers against onnxruntime's, on every value that the written model has. */
import type { Analysis, LayerList } from '../../../server/src/analysis/analysis';
import { isWire, runList } from '../../../server/src/arithmetic';
import { roundHalfEven } from '../../../server/src/arithmetic/requantise';
import type { QuantisedDesign, QuantisedList } from '../../../server/src/arithmetic/quantised';
import { lowerModel } from '../../../server/src/model/lower/lower';
import type { Codes, Value } from '../../../server/src/model/lower/lowered';
import { boundModel } from '../../../server/src/model/numbers/bound-model';
import { dataType, readModel } from '../../../server/src/onnx/index';
import { entryCode } from '../../support/entry';
import { asScores } from './float-run';
import { type Model, type Sample, outputsOf } from './runs';

/** Where they first differ, in words; undefined where they are the same. */
export async function integerDifference(
  { inputShape }: Pick<Model, 'inputShape'>,
  analysis: Analysis,
  numbers: QuantisedDesign,
  bytes: Uint8Array,
  samples: readonly Sample[],
): Promise<string | undefined> {
  const model = readModel(bytes);
  const lowered = lowerModel(model);
  const network = analysis.design.networks[0]?.name ?? '';
  const { lists } = boundModel(analysis, network, lowered, 'm_int8.onnx');
  const [trunk] = lists;
  if (trunk === undefined) throw new Error('nothing is bound');
  // The codes of the input leave the one node that quantises it.
  const entry = model.graph.nodes.find((n) => n.opType === 'QuantizeLinear')?.outputs[0] ?? '';
  const made = new Set(model.graph.nodes.flatMap((n) => n.outputs));
  const outputs = new Set(model.graph.outputs.map((o) => o.name));
  const values = new Map(lists.flatMap((l) => l.values).map((value) => [value.name, value]));
  // Some sums are real numbers until they are rounded: those of scores are compared as scores.
  const isReal = (name: string): boolean =>
    model.graph.nodes.some((n) => n.opType === 'Sum' && n.outputs.includes(name));
  const inner = [...values].filter(
    ([name, { codes }]) =>
      made.has(name) && !outputs.has(name) && name !== entry && !isWide(codes) && !isReal(name),
  );
  const asked = [
    ...inner.map(([name, { codes }]) => ({ name, type: typeOf(codes) })),
    { name: entry, type: typeOf(entryCode(numbers)) },
  ];
  const rows = await outputsOf(bytes, { inputShape }, samples, asked);
  for (const row of rows) {
    const start = streamed(row.get(entry) ?? [], lowered.input.shape);
    const trunkValues = runList(shaped(trunk.list), listOf(numbers, trunk.list), start);
    for (const { list, values: bound, output } of lists) {
      const after = 'after' in list.spec ? list.spec.after.layer : undefined;
      const found =
        list === trunk.list
          ? trunkValues
          : runList(shaped(list), listOf(numbers, list), trunkValues[after ?? 0] ?? start);
      const wrong =
        differing(list, found, bound, row) ??
        scoresDiffer(
          list,
          numbers,
          found,
          row.get(lowered.outputs[output]?.name ?? ''),
          lowered.outputs[output]?.scores === 'logits',
        );
      if (wrong !== undefined) return wrong;
    }
  }
  return undefined;
}

/** Real scores by output, of an input of a quantised model as its own codes make it: without onnxruntime. */
export function scoresOf(
  {
    analysis,
    numbers,
    bytes,
  }: { readonly analysis: Analysis; readonly numbers: QuantisedDesign; readonly bytes: Uint8Array },
  sample: Sample,
): ReadonlyMap<string, ArrayLike<number>> {
  const lowered = lowerModel(readModel(bytes));
  const { lists } = boundModel(analysis, analysis.design.networks[0]?.name ?? '', lowered, 'm.onnx');
  const { scale, zeroPoint, min, max } = entryCode(numbers);
  const codes = Array.from(sample, (x) =>
    Math.min(Math.max(roundHalfEven(Math.fround(x / scale)) + zeroPoint, min), max),
  );
  const start = streamed(codes, lowered.input.shape);
  const found = new Map<string, ArrayLike<number>>();
  let trunk: readonly Int32Array[] = [];
  for (const { list, output } of lists) {
    const after = 'after' in list.spec ? list.spec.after.layer : undefined;
    const values = runList(
      shaped(list),
      listOf(numbers, list),
      after === undefined ? start : (trunk[after] ?? start),
    );
    if (after === undefined) trunk = values;
    const last = [...listOf(numbers, list).layers.values()].at(-1)?.output;
    const real = Array.from(
      values.at(-1) ?? [],
      (code) => (code - (last?.zeroPoint ?? 0)) * (last?.scale ?? 0),
    );
    const { name = '', scores } = lowered.outputs[output] ?? {};
    found.set(name, scores === undefined ? real : asScores(Float64Array.from(real), scores));
  }
  return found;
}

function differing(
  list: LayerList,
  found: readonly Int32Array[],
  bound: readonly Value[],
  row: ReadonlyMap<string, ArrayLike<number>>,
): string | undefined {
  for (const [index, { shaped: layer }] of list.layers.entries()) {
    const value = bound[index];
    const theirs = value && row.get(value.name);
    if (value === undefined || theirs === undefined || isWire(layer)) continue;
    const ours = found[index] ?? [];
    const ordered = streamedValue(theirs, value);
    const at = ordered.findIndex((code, i) => code !== ours[i]);
    if (at >= 0 || ordered.length !== ours.length)
      return `${list.name}, ${layer.spec.label}: value ${at} of ${ordered.length} is ${ours[at] ?? 'missing'}, onnxruntime has ${ordered[at] ?? 'none'}`;
  }
  return undefined;
}

/** Of scores that leave the model as they are. */
function scoresDiffer(
  list: LayerList,
  numbers: QuantisedDesign,
  found: readonly Int32Array[],
  theirs: ArrayLike<number> | undefined,
  isPlain: boolean,
): string | undefined {
  const codes = [...listOf(numbers, list).layers.values()].at(-1)?.output;
  const last = found.at(-1);
  if (!isPlain || codes === undefined || last === undefined || theirs === undefined) return undefined;
  const at = last.findIndex((code, i) => Math.fround((code - codes.zeroPoint) * codes.scale) !== theirs[i]);
  return at < 0
    ? undefined
    : `${list.name}: score ${at} is ${((last[at] ?? 0) - codes.zeroPoint) * codes.scale}, onnxruntime has ${theirs[at] ?? 'none'}`;
}

function shaped(list: LayerList) {
  return list.layers.map((l) => l.shaped);
}

function listOf(numbers: QuantisedDesign, { kind, name }: LayerList): QuantisedList {
  const found = numbers.lists.find((l) => l.kind === kind && l.name === name);
  if (found === undefined) throw new Error(`${name} has no numbers`);
  return found;
}

function isWide(codes: Codes | undefined): boolean {
  return codes !== undefined && codes.min < -128;
}

function typeOf({ min }: Pick<Codes, 'min'> = { min: -128 }): number {
  return min >= 0 ? dataType.uint8 : min < -128 ? dataType.int16 : dataType.int8;
}

/** A value of the model as a stream: that of a vector of images has one of them behind the other. */
function streamedValue(values: ArrayLike<number>, { shape, parts = [shape] }: Value): Int32Array {
  const all = Array.from(values);
  let start = 0;
  return Int32Array.from(
    parts.flatMap((part) => {
      const length = part.reduce((product, n) => product * n, 1);
      const own = all.slice(start, start + length);
      start += length;
      return [...streamed(own, part)];
    }),
  );
}

/** Channels first as integers of a stream: channels fastest. */
function streamed(values: ArrayLike<number>, [channels = 1]: readonly number[]): Int32Array {
  const area = values.length / channels;
  return Int32Array.from(values, (_, i) => values[(i % channels) * area + Math.floor(i / channels)] ?? 0);
}
