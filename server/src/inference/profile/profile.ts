import { DataFault } from '../../datasets/array';
import type { LabelledData } from '../../datasets/labelled-data';
import { OnnxError } from '../../onnx/index';
import type { ProfiledExit } from './exits';
import { type Feed, feed, rowOf } from './feed';
import type { ModelSession } from './session';
import { traceName, traceRow, verdictOf } from './trace-rows';

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
  await feed(session, run, (sample, row, count, results) => {
    const label = run.data.labels[sample] ?? -1;
    const right: boolean[] = [];
    const lines = exits.map(({ output, scores }, i) => {
      const tensor = results.get(output);
      if (tensor === undefined) throw new OnnxError(`the model has no output ${output}`);
      if (!tensor.type.startsWith('float')) {
        throw new OnnxError(
          `output ${output} is ${tensor.type}: its scale is not in the model; end it with DequantizeLinear`,
        );
      }
      const values = rowOf(tensor, row, count);
      checkClasses(run.data, label, values.length, output);
      const verdict = verdictOf(values, 0, values.length, scores);
      right.push(verdict.pred === label);
      return traceRow(sample, names[i] ?? '', verdict, label);
    });
    rows(sample, lines, right);
  });
}

function checkClasses(data: LabelledData, label: number, classes: number, output: string): void {
  if (classes < 2)
    throw new OnnxError(
      `output ${output} has ${classes} value a sample; one score for each class is asked for`,
    );
  if (label < classes) return;
  const named = data.classes?.[label];
  throw new DataFault(
    `${data.name}: there is a label ${label}${named === undefined ? '' : ` (${named})`}, output ${output} has classes 0 to ${classes - 1}: the data is not the model's`,
  );
}
