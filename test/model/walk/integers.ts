/** Our own integers against onnxruntime's, on every value that the written model has. */
import type { Analysis, LayerList } from '../../../server/src/analysis/analysis';
import { isWire, runList } from '../../../server/src/arithmetic';
import type { QuantisedDesign, QuantisedList } from '../../../server/src/arithmetic/quantised';
import { lowerModel } from '../../../server/src/model/lower/lower';
import type { Codes, Value } from '../../../server/src/model/lower/lowered';
import { boundModel } from '../../../server/src/model/numbers/bound-model';
import { dataType, readModel } from '../../../server/src/onnx/index';
import type { Built } from './recipe';
import { type Sample, outputsOf } from './runs';

/** Where they first differ, in words; undefined where they are the same. */
export async function integerDifference(
  built: Built,
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
  // Sums of scores are real numbers until they are rounded, and compared as scores.
  const inner = [...values].filter(
    ([name, { codes }]) => made.has(name) && !outputs.has(name) && name !== entry && !isWide(codes),
  );
  const asked = [
    ...inner.map(([name, { codes }]) => ({ name, type: typeOf(codes) })),
    { name: entry, type: typeOf(numbers.input) },
  ];
  const rows = await outputsOf(bytes, built, samples, asked);
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
    const ordered = streamed(theirs, value.shape);
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

/** Channels first as integers of a stream: channels fastest. */
function streamed(values: ArrayLike<number>, [channels = 1]: readonly number[]): Int32Array {
  const area = values.length / channels;
  return Int32Array.from(values, (_, i) => values[(i % channels) * area + Math.floor(i / channels)] ?? 0);
}
