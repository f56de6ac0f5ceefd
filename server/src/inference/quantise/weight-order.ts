import { type MatrixOp, sizeOf } from '../../model/lower/lowered';

/** Which channel of its input the weights of a matrix read. */
export interface WeightOrder {
  /** Of a filter's weights so many, one behind the other, read one channel. */
  readonly area: number;
  /** Of the weight at `at` of a filter. */
  channel(filter: number, at: number): number;
}

export function weightOrder(op: MatrixOp): WeightOrder {
  const [source] = op.inputs;
  const channels = source?.shape[0] ?? 1;
  const { filters } = op.matrix;
  const groups = op.kind === 'conv' ? op.groups : 1;
  const area = op.kind === 'conv' ? sizeOf(op.window.kernel) : sizeOf(source?.shape.slice(1) ?? []);
  return {
    area,
    // A group's filters read its channels only.
    channel: (filter, at) =>
      Math.floor((filter * groups) / filters) * (channels / groups) + Math.floor(at / area),
  };
}
