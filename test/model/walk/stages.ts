/** What must hold of one model from its file to integers, stage by stage; the first that does not is the finding. */
import { diagnose } from '../../../server/src/diagnostics/diagnose';
import { profiledExits } from '../../../server/src/inference/profile/exits';
import { calibrate } from '../../../server/src/inference/quantise/calibrate';
import { type QuantiseChoice, firstChoice, tryChoices } from '../../../server/src/inference/quantise/choices';
import { everythingInt8, quantiseModel } from '../../../server/src/inference/quantise/quantise';
import { writeQOperator } from '../../../server/src/inference/quantise/write-qoperator';
import { lowerModel } from '../../../server/src/model/lower/lower';
import type { LoweredModel } from '../../../server/src/model/lower/lowered';
import { bindLayers } from '../../../server/src/model/numbers/bind-layers';
import { quantisedDesign } from '../../../server/src/model/numbers/numbers';
import type { QuantisedDesign } from '../../../server/src/arithmetic/quantised';
import { OnnxError, readModel, writeModel } from '../../../server/src/onnx/index';
import { withoutDecisions } from '../../../server/src/model/graph/decisions';
import { runnableModel } from '../../../server/src/inference/runnable/runnable';
import { widened } from '../../../server/src/inference/runnable/widened';
import { type ImportedDesign, imported } from '../../support/imported';
import { onnxruntime } from '../../support/trained';
import { runFloat } from './float-run';
import { integerDifference } from './integers';
import { type Model, type Sample, feedOf, outputsOf, samplesFor } from './runs';
import { graphDifference } from './same-graph';

export type Stage =
  | 'onnxruntime refuses the model itself'
  | 'import refuses'
  | 'the imported design has errors'
  | 'refused after import, without a note'
  | 'real numbers differ'
  | 'another output is taken for an exit'
  | 'integers are far from real numbers'
  | 'the written model cannot be read'
  | 'another graph is read back'
  | 'integers differ from onnxruntime'
  | 'crash';

export interface Finding {
  readonly stage: Stage;
  readonly detail: string;
}

/** Everything held; or what cannot be done was said at import. */
export interface Passed {
  readonly design: ImportedDesign;
  /** Undefined where import has said that there are no weights. */
  readonly numbers?: QuantisedDesign;
  /** What was refused then. */
  readonly refused?: string;
}

/** Largest difference to onnxruntime in real numbers, in parts of the largest score. */
const FLOAT_TOLERANCE = 1e-5;
/** Largest relative root mean square of integers against real numbers, at every output. */
const INTEGER_TOLERANCE = 0.06;

export async function check(model: Model): Promise<Passed | Finding> {
  const samples = samplesFor(model);
  let truth: readonly ReadonlyMap<string, ArrayLike<number>>[];
  try {
    truth = await outputsOf(model.bytes, model, samples);
  } catch (error) {
    return { stage: 'onnxruntime refuses the model itself', detail: messageOf(error) };
  }
  let stage: Stage = 'import refuses';
  let design: ImportedDesign | undefined;
  try {
    design = await imported(model.bytes);
    const errors = diagnose(design.analysis).filter((d) => d.severity === 'error');
    if (errors.length > 0) {
      const detail = errors.map((d) => `${d.code} ${d.message}`).join(' | ');
      return { stage: 'the imported design has errors', detail };
    }
    stage = 'refused after import, without a note';
    return await checkNumbers(model, design, samples, truth, (next) => (stage = next));
  } catch (error) {
    if (!(error instanceof OnnxError))
      return {
        stage: 'crash',
        detail: `${messageOf(error)} ${error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 4).join(' ') : ''}`,
      };
    const isFair =
      stage === 'refused after import, without a note' && design !== undefined && isNoted(design);
    return isFair && design ? { design, refused: messageOf(error) } : { stage, detail: messageOf(error) };
  }
}

async function checkNumbers(
  model: Model,
  design: ImportedDesign,
  samples: readonly Sample[],
  truth: readonly ReadonlyMap<string, ArrayLike<number>>[],
  reached: (stage: Stage) => void,
): Promise<Passed | Finding> {
  const network = design.analysis.design.networks[0]?.name ?? '';
  const read = readModel(model.bytes);
  const exits = profiledExits(design.analysis, network, read);
  const wrong = exitFinding(model, exits);
  if (wrong) return wrong;
  const lowered = lowerModel(read);
  bindLayers(design.analysis, network, lowered);
  const float = floatDifference(lowered, samples, truth);
  if (float) return { stage: 'real numbers differ', detail: float };
  const whole = writeModel(widened(runnableModel(withoutDecisions(read))));
  const counted = await calibrate(onnxruntime, whole, lowered, feedOf(model, samples));
  const make = (choice: QuantiseChoice): LoweredModel =>
    quantiseModel(lowered, counted, everythingInt8, choice);
  const written = (made: LoweredModel): Uint8Array =>
    writeQOperator(made, { batch: model.batch, shape: model.inputShape }, new Map());
  const lossOf = async (made: LoweredModel): Promise<Loss> =>
    lossAgainst(truth, await outputsOf(written(made), model, samples));
  reached('the written model cannot be read');
  // As `exeunt quantise` does, where the usual way is not the best.
  let quantised = make(firstChoice);
  if ((await lossOf(quantised)).rms > INTEGER_TOLERANCE)
    quantised = (await tryChoices(make, async (made) => [-(await lossOf(made)).rms])).made;
  const bytes = written(quantised);
  const other = graphDifference(quantised, lowerModel(readModel(bytes)));
  if (other !== undefined) return { stage: 'another graph is read back', detail: other };
  const { output, rms } = await lossOf(quantised);
  if (!(rms <= INTEGER_TOLERANCE))
    return { stage: 'integers are far from real numbers', detail: `${output}: ${rms.toPrecision(3)}` };
  const numbers = await quantisedDesign(design.analysis, network, { path: 'm_int8.onnx', bytes });
  const different = await integerDifference(model, design.analysis, numbers, bytes, samples);
  if (different !== undefined) return { stage: 'integers differ from onnxruntime', detail: different };
  return { design, numbers };
}

/** Import says that something has no weights from there on, or is no layer of the template. */
function isNoted({ notes, analysis }: ImportedDesign): boolean {
  const hasOperator = analysis.lists.some((l) => l.specs.some(({ kind }) => kind === 'operator'));
  return hasOperator || notes.some((note) => /quantise|export|weights/.test(note));
}

/** Every exit has an output of its own, and the network ends where it is known to. */
function exitFinding(
  { outputs, end }: Model,
  exits: readonly { readonly name: string; readonly output: string }[],
): Finding | undefined {
  const stage = 'another output is taken for an exit';
  const names = exits.map((e) => e.output);
  const sorted = (all: readonly string[]): string => [...all].sort().join();
  if (sorted(names) !== sorted(outputs))
    return { stage, detail: `${names.join(', ')} for ${outputs.join(', ')}` };
  if (end === undefined || names.at(-1) === end) return undefined;
  return { stage, detail: `the end is ${names.at(-1) ?? 'nothing'}, not ${end}` };
}

function floatDifference(
  model: LoweredModel,
  samples: readonly Sample[],
  truth: readonly ReadonlyMap<string, ArrayLike<number>>[],
): string | undefined {
  const worst = new Map<string, { off: number; most: number }>();
  samples.forEach((sample, i) => {
    for (const [name, values] of runFloat(model, sample)) {
      const theirs = truth[i]?.get(name) ?? [];
      if (theirs.length !== values.length)
        throw new Error(`${name} has ${theirs.length} values, not ${values.length}`);
      const found = worst.get(name) ?? { off: 0, most: 0 };
      values.forEach((v, k) => {
        found.off = Math.max(found.off, Math.abs(v - (theirs[k] ?? 0)));
        found.most = Math.max(found.most, Math.abs(theirs[k] ?? 0));
      });
      worst.set(name, found);
    }
  });
  const differing = [...worst].filter(([, { off, most }]) => !(off <= FLOAT_TOLERANCE * most));
  if (differing.length === 0) return undefined;
  return differing
    .map(([name, { off, most }]) => `${name}: ${off.toPrecision(3)} of ${most.toPrecision(3)}`)
    .join(', ');
}

/** Relative root mean square of the differences at an output. */
interface Loss {
  readonly output: string;
  readonly rms: number;
}

/** At the output where it is largest. */
function lossAgainst(
  truth: readonly ReadonlyMap<string, ArrayLike<number>>[],
  ours: readonly ReadonlyMap<string, ArrayLike<number>>[],
): Loss {
  const found = [...(truth[0]?.keys() ?? [])].map((output) => {
    let [error, power] = [0, 0];
    truth.forEach((row, i) => {
      Array.from(row.get(output) ?? []).forEach((value, k) => {
        error += (value - (ours[i]?.get(output)?.[k] ?? Number.NaN)) ** 2;
        power += value ** 2;
      });
    });
    return { output, rms: Math.sqrt(error / power) };
  });
  return found.reduce((most, each) => (each.rms <= most.rms ? most : each));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
