/** `exeunt quantise`: makes an int8 model and compares its accuracy with the float model's. */
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type { Analysis } from '../analysis/analyse';
import { absolute } from '../analysis/offsets';
import { withSamples } from '../datasets/labelled-data';
import type { Split } from '../datasets/names';
import type { FileEdit } from '../ide/navigation';
import { thresholdEdits } from '../ide/threshold-action';
import { rightIn } from '../inference/profile/measured-trace';
import { calibrate, spread } from '../inference/quantise/calibrate';
import {
  type QuantiseChoice,
  choiceCount,
  firstChoice,
  tryChoices,
  unseen,
} from '../inference/quantise/choices';
import { type Precision, quantiseModel } from '../inference/quantise/quantise';
import { retuned } from '../inference/quantise/retune';
import { type WrittenInput, writeQOperator } from '../inference/quantise/write-qoperator';
import { lowerModel } from '../model/lower/lower';
import type { LoweredModel, Op } from '../model/lower/lowered';
import { bindLayers } from '../model/numbers/bind-layers';
import { int8Sibling } from '../model/numbers/int8-sibling';
import { metadataKeys } from '../model/numbers/metadata';
import { dataType } from '../onnx/index';
import { type ExitRule, type Trace, traceRates } from '../schedule/index';
import type { LayerSpec } from '../semantics/design';
import { defaultNumberType } from '../semantics/number-type';
import { oneFile, readArguments } from './arguments';
import { untilInterrupted } from './interrupt';
import { type Inputs, type LabelledRun, type RunValues, feedFor, openData } from './labelled-run';
import { type DesignModel, count, designModel, inWords, runtime } from './model-run';
import { progressOf } from './progress';
import { Refused, exitStatus } from './outcome';
import { type Leaving, type QuantiseReport, asJson, asText } from './quantise-report';
import { type Samples, Traces } from './traces';
import { applyEdits, writeWhole } from './write-file';
import { print, printJson } from './print';

/** Default number of calibration samples: more of them move the scales by less than a step. */
const CALIBRATION_SAMPLES = 512;

/** Samples that choices are compared on at most, and at least: fewer tell nothing. */
const CHOICE_SAMPLES = 512;
const FEWEST_TO_CHOOSE = 100;

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
    const { run, samples, others, test } = await calibrationSamples(values, design.inputs, wanted);
    const open = await runtime([dirname(file), dirname(design.path)], values['fetch-onnxruntime']);
    const { checkpoint, end } = untilInterrupted();
    try {
      const counted = await calibrate(
        open,
        design.whole(),
        model,
        feedFor(run, design.inputs, samples, checkpoint),
      );
      const precision = precisionOf(design, model);
      const metadata = metadataOf(run, samples.length);
      const form = { batch: batchOf(design), ...inputForm(design) };
      const make = (choice: QuantiseChoice): Uint8Array =>
        writeQOperator(quantiseModel(model, counted, precision, choice), form, metadata);
      const traces = new Traces(design, open, checkpoint);
      const chosen =
        others.length < FEWEST_TO_CHOOSE
          ? { made: make(firstChoice), taken: firstChoice, tried: [] }
          : await choose(traces, make, run, others, values.progress);
      const testSamples = spread(
        test.data.count,
        count('test-samples', values['test-samples']) ?? test.data.count,
      );
      const over = { run: test, samples: testSamples };
      const fp32 = await traces.of(
        design.source,
        over,
        progressOf('fp32', testSamples.length, values.progress),
      );
      const int8 = await traces.of(
        chosen.made,
        over,
        progressOf('int8', testSamples.length, values.progress),
      );
      const tuned =
        others.length < FEWEST_TO_CHOOSE
          ? undefined
          : await retunedRules(traces, chosen.made, { run, samples: others });
      const report: QuantiseReport = {
        calibration: { data: run.data.name, samples: samples.length },
        choice: { samples: others.length, taken: chosen.taken, tried: chosen.tried },
        test: { data: test.data.name, samples: testSamples.length },
        exits: traces.exits.map(({ name }, i) => ({
          name,
          fp32: rightIn(fp32, traces.column(fp32, i)) / testSamples.length,
          int8: rightIn(int8, traces.column(int8, i)) / testSamples.length,
        })),
        thresholds: thresholdsOf(traces, fp32, int8, tuned),
      };
      await writeWhole(output, chosen.made);
      await use(design, file, output, values, report);
      if (values.json) printJson(asJson(report, output));
      else print(asText(report, output, values.apply === true));
      return exitStatus.ok;
    } finally {
      end();
    }
  });
}

/** What the file says of how it was made. */
function metadataOf({ data, normalisation }: LabelledRun, samples: number): ReadonlyMap<string, string> {
  const note = `quantised after training on ${samples} samples of ${basename(data.name)}`;
  const how = { ...(data.most !== undefined && { scale: data.most }), ...normalisation };
  return new Map([
    [metadataKeys.note, note],
    [metadataKeys.normalisation, JSON.stringify(how)],
  ]);
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

/** Samples for the scales, and others of the same data to choose by: never those that the accuracy is reported of. */
async function calibrationSamples(
  values: RunValues,
  inputs: Inputs,
  wanted: number,
): Promise<Samples & { readonly others: readonly number[]; readonly test: LabelledRun }> {
  const run = await calibrationData(values, inputs);
  const { data } = run;
  const samples = spread(data.count, wanted);
  const test = await openData({ ...values, split: undefined }, inputs);
  const others = test.data.name === data.name ? [] : unseen(data.count, samples, CHOICE_SAMPLES);
  const kept = { ...run, data: await withSamples(data, [...samples, ...others]) };
  return { run: kept, samples, others, test };
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

/** Which choice does best on samples of the calibration data that the scales have not seen. */
async function choose(
  traces: Traces,
  make: (choice: QuantiseChoice) => Uint8Array,
  run: LabelledRun,
  samples: readonly number[],
  asLines: boolean | undefined,
): ReturnType<typeof tryChoices<Uint8Array>> {
  const progress = progressOf('choices', samples.length * choiceCount, asLines);
  let before = 0;
  return tryChoices(make, async (made) => {
    const trace = await traces.of(made, { run, samples }, (done) => {
      progress(before + done);
    });
    before += samples.length;
    return traces.exits.map((_, i) => rightIn(trace, traces.column(trace, i)));
  });
}

async function retunedRules(
  traces: Traces,
  int8: Uint8Array,
  over: Samples,
): Promise<readonly ExitRule[] | undefined> {
  const float = await traces.of(traces.design.source, over);
  const rules = traces.rules(float);
  return rules && retuned(float, await traces.of(int8, over), rules);
}

/** What leaves where at the design's thresholds and at the retuned ones; undefined where it has none. */
function thresholdsOf(
  traces: Traces,
  fp32: Trace,
  int8: Trace,
  tuned: readonly ExitRule[] | undefined,
): QuantiseReport['thresholds'] {
  const rules = traces.rules(fp32);
  if (rules === undefined || tuned === undefined) return undefined;
  const end = traces.exits.length - 1;
  const rates = (trace: Trace, by: readonly ExitRule[]): Leaving => {
    const { exits, accuracy } = traceRates(trace, by, traces.column(trace, end));
    return { rates: exits.map((e) => e.rate), accuracy };
  };
  return {
    exits: traces.exits.slice(0, -1).map((e) => e.name),
    now: rules.map((r) => r.threshold),
    retuned: tuned.map((r) => r.threshold),
    fp32: rates(fp32, rules),
    int8: rates(int8, rules),
    int8Retuned: rates(int8, tuned),
  };
}

/** Writes into the design what was asked for: the new model with `--apply`, its thresholds with `--retune`. */
async function use(
  { analysis, written }: DesignModel,
  file: string,
  output: string,
  { apply, retune }: { readonly apply?: boolean | undefined; readonly retune?: boolean | undefined },
  { thresholds }: QuantiseReport,
): Promise<void> {
  if (retune === true && thresholds === undefined) {
    throw new Refused(
      `${file}: there are no thresholds to retune: exits with \`when\` are needed, and training data beside the test data; the model is written (${output})`,
    );
  }
  const tuned =
    retune === true && thresholds ? thresholdEdits(analysis, thresholds.exits, thresholds.retuned) : [];
  if (tuned === undefined)
    throw new Refused(`${file}: an exit's \`when\` is in another file: retune it where it is declared`);
  const edits = [...(apply === true ? [binding(analysis, file, written, output)] : []), ...tuned];
  if (edits.length > 0) await applyEdits(file, analysis.files[0]?.text ?? '', edits);
}

/** Binds the design's network to the new model. */
function binding(analysis: Analysis, file: string, before: string, output: string): FileEdit {
  const origin = analysis.design.networks.find((n) => n.model?.path === before)?.model?.origin;
  const at = origin && absolute(analysis, origin);
  if (at?.uri !== analysis.uri)
    throw new Refused(`the network is not in ${file}: write the new model's name where it is declared`);
  const path = relative(resolve(dirname(file)), resolve(output))
    .split(sep)
    .join('/');
  return { ...at, text: JSON.stringify(path) };
}
