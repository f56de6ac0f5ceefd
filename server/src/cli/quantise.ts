/** `exeunt quantise`: makes an int8 model and compares its accuracy with the float model's. */
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { Analysis } from '../analysis/analyse';
import type { Checkpoint } from '../base/checkpoint';
import { formatAccuracy, formatCount } from '../base/format';
import { absolute } from '../analysis/offsets';
import type { Split } from '../datasets/names';
import { lowerModel } from '../model/lower/lower';
import type { LoweredModel, Op } from '../model/lower/lowered';
import { bindLayers } from '../model/numbers/bind-layers';
import { int8Sibling } from '../model/numbers/int8-sibling';
import { metadataKeys } from '../model/numbers/metadata';
import { profiledExits } from '../inference/profile/exits';
import { rightAnswers } from '../inference/profile/profile';
import type { OpenSession } from '../inference/profile/session';
import { calibrate, spread } from '../inference/quantise/calibrate';
import { type Precision, quantiseModel } from '../inference/quantise/quantise';
import { type WrittenInput, writeQOperator } from '../inference/quantise/write-qoperator';
import { dataType } from '../onnx/index';
import type { LayerSpec } from '../semantics/design';
import { defaultNumberType } from '../semantics/number-type';
import { oneFile, readArguments } from './arguments';
import { untilInterrupted } from './interrupt';
import { type Inputs, type LabelledRun, type RunValues, feedFor, openData } from './labelled-run';
import { type DesignModel, count, designModel, inWords, progressOf, runtime } from './model-run';
import { Refused, exitStatus } from './outcome';
import { applyEdits, writeWhole } from './write-file';
import { print, printJson } from './print';

/** Default number of calibration samples: more of them move the scales by less than a step. */
const CALIBRATION_SAMPLES = 512;

/** Makes an int8 model from a design's float model, and reports the loss of accuracy. */
export async function runQuantise(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'quantise');
  const file = oneFile(positionals);
  const design = await designModel(file);
  const output = values.output ?? int8Sibling(design.path);
  return inWords(design.path, async () => {
    oneInput(design);
    const model = lowerModel(design.model);
    if (model.input.codes) {
      throw new Refused(`${design.path}: this model is already quantised and is used as it is`);
    }
    const wanted = count('samples', values.samples) ?? CALIBRATION_SAMPLES;
    const run = await calibrationData(values, design.inputs);
    const open = await runtime([dirname(file), dirname(design.path)], values['fetch-onnxruntime']);
    const { checkpoint, end } = untilInterrupted();
    try {
      const samples = spread(run.data.count, wanted);
      const feed = feedFor(run, design.inputs, samples, checkpoint);
      const counted = await calibrate(open, design.whole(), model, feed);
      const quantised = quantiseModel(model, counted, precisionOf(design, model));
      const note = `quantised after training on ${samples.length} samples of ${basename(run.data.name)}`;
      const normalisation = {
        ...(run.data.most !== undefined && { scale: run.data.most }),
        ...run.normalisation,
      };
      const metadata = new Map([
        [metadataKeys.note, note],
        [metadataKeys.normalisation, JSON.stringify(normalisation)],
      ]);
      const bytes = writeQOperator(quantised, { batch: batchOf(design), ...inputForm(design) }, metadata);
      const accuracy = await compare(design, bytes, values, { open, checkpoint });
      await writeWhole(output, bytes);
      if (values.apply) await bind(design.analysis, file, design.written, output);
      const summary = { calibration: { data: run.data.name, samples: samples.length }, ...accuracy };
      if (values.json) printJson({ version: 1, model: output, ...summary });
      else print(asText(summary, output, values.apply === true));
      return exitStatus.ok;
    } finally {
      end();
    }
  });
}

/** Integer kernels stream one input; what else a model reads has to be constant. */
function oneInput({ path, inputs }: DesignModel): void {
  const [main, ...sides] = inputs;
  if (sides.length === 0) return;
  const names = sides.map((i) => i.name).join(', ');
  throw new Refused(
    `${path}: the model has ${inputs.length} inputs, and the integer kernels take one (${main.name}): make ${names} constant in the model, or leave out what reads ${sides.length === 1 ? 'it' : 'them'}; \`exeunt profile\` takes all of them from an .npz`,
  );
}

/** The training split if there is one, so that accuracy is measured on data that the scales have not seen. */
async function calibrationData(values: RunValues, inputs: Inputs): Promise<LabelledRun> {
  if (values.split !== undefined) return openData(values, inputs);
  let last: unknown;
  for (const split of ['train', 'validation', undefined] satisfies (Split | undefined)[]) {
    try {
      return await openData(values, inputs, split);
    } catch (error) {
      if (error instanceof Refused) throw error;
      last = error;
    }
  }
  throw last;
}

/** The design's number types for its layers; int8 for the rest. */
function precisionOf({ analysis, network }: DesignModel, model: LoweredModel): Precision {
  const specs = new Map<Op, LayerSpec>();
  for (const { list, ops } of bindLayers(analysis, network, model)) {
    for (const [index, op] of ops) {
      const spec = list.specs[index];
      if (spec) specs.set(op, spec);
    }
  }
  const input = analysis.lists.find((l) => l.kind === 'network' && l.name === network)?.specs[0]?.activations;
  return {
    input: input ?? defaultNumberType,
    of: (op) => specs.get(op) ?? { weights: defaultNumberType, activations: defaultNumberType },
  };
}

/** The int8 model is asked as the float one is; halves and doubles are single floats there. */
function inputForm({ inputs: [{ type, shape }] }: DesignModel): Pick<WrittenInput, 'shape' | 'type'> {
  return { shape, ...(type === 'uint8' && { type: dataType.uint8 }) };
}

function batchOf({ model }: DesignModel): number | string {
  const [batch] = model.graph.inputs.find((i) => !model.graph.initializers.has(i.name))?.dims ?? [];
  return typeof batch === 'number' && batch > 0 ? batch : 'N';
}

interface Compared {
  readonly test: { readonly data: string; readonly samples: number };
  readonly exits: readonly { readonly name: string; readonly fp32: number; readonly int8: number }[];
}

async function compare(
  design: DesignModel,
  quantised: Uint8Array,
  values: RunValues & {
    readonly 'test-samples'?: string | undefined;
    readonly progress?: boolean | undefined;
  },
  { open, checkpoint }: { readonly open: OpenSession; readonly checkpoint: Checkpoint },
): Promise<Compared> {
  const run = await openData({ ...values, split: undefined }, design.inputs);
  const samples = spread(run.data.count, count('test-samples', values['test-samples']) ?? run.data.count);
  const exits = profiledExits(design.analysis, design.network, design.model);
  const right = async (model: Uint8Array | string, optimise: boolean, what: string): Promise<number[]> => {
    const session = await open(model, { optimise });
    try {
      const feed = feedFor(run, design.inputs, samples, checkpoint);
      return await rightAnswers(session, exits, feed, progressOf(what, samples.length, values.progress));
    } finally {
      await session.release();
    }
  };
  const fp32 = await right(design.source, true, 'fp32');
  const int8 = await right(quantised, false, 'int8');
  const share = (counts: readonly number[], i: number): number => (counts[i] ?? 0) / samples.length;
  return {
    test: { data: run.data.name, samples: samples.length },
    exits: exits.map(({ name }, i) => ({ name, fp32: share(fp32, i), int8: share(int8, i) })),
  };
}

/** Binds the design's network to the new model. */
async function bind(analysis: Analysis, file: string, before: string, output: string): Promise<void> {
  const origin = analysis.design.networks.find((n) => n.model?.path === before)?.model?.origin;
  const at = origin && absolute(analysis, origin);
  if (at?.uri !== analysis.uri)
    throw new Refused(`the network is not in ${file}: write the new model's name where it is declared`);
  const path = relative(resolve(dirname(file)), resolve(output))
    .split(sep)
    .join('/');
  await applyEdits(file, analysis.files[0]?.text ?? '', [{ ...at, text: JSON.stringify(path) }]);
}

function asText(
  { calibration, test, exits }: Compared & { readonly calibration: Compared['test'] },
  output: string,
  applied: boolean,
): string {
  const lines = exits.map((e) => `${e.name}: fp32 ${formatAccuracy(e.fp32)}, int8 ${formatAccuracy(e.int8)}`);
  return `${[
    `calibrated on ${formatCount(calibration.samples)} samples of ${calibration.data}`,
    `correct, of ${formatCount(test.samples)} samples of ${test.data}:`,
    ...lines,
    `written: ${output}`,
    ...(applied ? [] : ['to export it, bind the network to it (`from "…"` or --apply)']),
  ].join('\n')}\n`;
}
