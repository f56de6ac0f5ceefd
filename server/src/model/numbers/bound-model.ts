/** A model that is a design's network, before its weights are looked at: what exports ask, and diagnostics while one types. */
import type { Analysis } from '../../analysis/analysis';
import type { Codes, LoweredModel, MatrixOp, Value } from '../lower/lowered';
import { OnnxError } from '../../onnx/index';
import { type BoundList, bindLayers } from './bind-layers';

export interface BoundModel {
  /** Of the network's input. */
  readonly input: Codes;
  readonly lists: readonly BoundList[];
}

/** It has to be quantised first. */
export class FloatModel extends OnnxError {}

/**
 * The layers of a network and its exits in the int8 model that it is bound to.
 *
 * @param path of the model, for people
 * @throws FloatModel
 * @throws LayerMismatch
 */
export function boundModel(
  analysis: Pick<Analysis, 'lists'>,
  network: string,
  model: LoweredModel,
  path: string,
): BoundModel {
  const input = model.input.codes;
  if (input === undefined || model.ops.some((op) => 'matrix' in op && op.matrix.codes === undefined)) {
    throw new FloatModel(
      `${path} is a float model; \`exeunt quantise DESIGN --data DIR\` makes an int8 model of it, which the network is then bound to`,
    );
  }
  return { input, lists: bindLayers(analysis, network, model) };
}

/** Of a value without a scale, as a clause. */
export function unrounded({ name }: Value): string {
  return `the model does not say how ${name} is rounded to integers`;
}

export interface Scorer {
  readonly op: MatrixOp;
  readonly codes: NonNullable<MatrixOp['matrix']['codes']>;
  readonly input: Codes;
}

/** Outputs that the model leaves as real numbers, and what makes them of integers: those are rounded by the export. */
export function scorers({ ops, outputs }: LoweredModel): ReadonlyMap<Value, Scorer> {
  const found = new Map<Value, Scorer>();
  for (const { value } of outputs) {
    const op = ops.find((o) => o.output === value);
    const input = op?.inputs[0]?.codes;
    if (value.codes || op === undefined || !('matrix' in op) || input === undefined) continue;
    const { codes } = op.matrix;
    if (codes) found.set(value, { op, codes, input });
  }
  return found;
}
