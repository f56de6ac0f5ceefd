import { DataFault } from '../../datasets/array';
import type { LabelledData } from '../../datasets/labelled-data';
import { OnnxError } from '../../onnx/index';
import type { ProfiledExit } from './exits';
import { type Feed, feed, rowOf } from './feed';
import type { ModelSession, ModelTensor } from './session';
import { learnedConfidence, measureColumn, traceHeader, traceName, traceRow, verdictOf } from './trace-rows';

/**
 * Runs labelled samples through a model and makes the rows of their trace, one a sample and exit.
 *
 * @param rows gets the rows of each sample, in order
 * @throws DataFault where a label is no class of the model
 */
export async function profile(
  session: ModelSession,
  exits: readonly ProfiledExit[],
  run: Feed,
  rows: (sample: number, lines: readonly string[], right: readonly boolean[]) => void,
): Promise<void> {
  const names = exits.map((e) => traceName(e.name));
  const hasMeasures = headerOf(exits) !== traceHeader;
  await feed(session, run, (sample, row, count, results) => {
    const label = run.data.labels[sample] ?? -1;
    const right: boolean[] = [];
    const lines = exits.map(({ output, scores, confidence, measure = 'softmax' }, i) => {
      const values = valuesOf(results, output, row, count);
      checkClasses(run.data, label, values.length, output);
      const verdict = verdictOf(values, 0, values.length, scores);
      right.push(verdict.pred === label);
      const learned = confidence && {
        confidence: learnedConfidence(oneValue(confidence, results, row, count), confidence.scores),
      };
      const found = { ...verdict, ...learned };
      return traceRow(sample, names[i] ?? '', found, label, hasMeasures ? measure : undefined);
    });
    rows(sample, lines, right);
  });
}

/** The first line of the trace of some exits. */
export function headerOf(exits: readonly ProfiledExit[]): string {
  return exits.some((e) => e.measure !== undefined) ? traceHeader + measureColumn : traceHeader;
}

/** One sample's real values of an output. */
function valuesOf(
  results: ReadonlyMap<string, ModelTensor>,
  output: string,
  row: number,
  rows: number,
): Float32Array {
  const tensor = results.get(output);
  if (tensor === undefined) throw new OnnxError(`the model has no output ${output}`);
  if (!tensor.type.startsWith('float')) {
    throw new OnnxError(
      `output ${output} is ${tensor.type}: its scale is not in the model; end it with DequantizeLinear`,
    );
  }
  return rowOf(tensor, row, rows);
}

function oneValue(
  { output }: Pick<ProfiledExit, 'output'>,
  results: ReadonlyMap<string, ModelTensor>,
  row: number,
  rows: number,
): number {
  const values = valuesOf(results, output, row, rows);
  const [only] = values;
  if (only !== undefined && values.length === 1) return only;
  throw new OnnxError(`output ${output} has ${values.length} values a sample; a confidence is one`);
}

function checkClasses(data: LabelledData, label: number, scores: number, output: string): void {
  if (scores < 1) throw new OnnxError(`output ${output} has no value; one score for each class is asked for`);
  const classes = Math.max(2, scores);
  if (label < classes) return;
  const named = data.classes?.[label];
  throw new DataFault(
    `${data.name}: there is a label ${label}${named === undefined ? '' : ` (${named})`}, output ${output} has classes 0 to ${classes - 1}: the data is not the model's`,
  );
}
