/** What a model takes in, as its file and the design say it. */
import { OnnxError, dataTypeName } from '../../onnx/index';
import type { OnnxModel } from '../../onnx/index';
import { elementType } from './element-types';

export interface InputForm {
  readonly name: string;
  /** As the runtime calls it: `float32`, `uint8` … */
  readonly type: string;
  /** Without the batch. */
  readonly shape: readonly number[];
}

/**
 * The inputs of a model, the network's own first: the image, where there is one.
 *
 * @throws OnnxError for one of texts, or of a size that nothing says
 */
export function inputForms({ graph }: OnnxModel): readonly [InputForm, ...InputForm[]] {
  const forms = graph.inputs
    .filter((input) => !graph.initializers.has(input.name))
    .map(({ name, type: number, dims = [] }): InputForm => {
      const own = dataTypeName(number);
      const type = runtimeNames[own] ?? own;
      if (elementType(type) === undefined)
        throw new OnnxError(`the model's input ${name} is of type ${type}; numbers are asked for`);
      const shape = dims.slice(1).map((d) => {
        if (typeof d === 'number' && d > 0) return d;
        const label = typeof d === 'string' && d !== '' ? ` (${d})` : '';
        throw new OnnxError(
          `the model's input ${name} has a size${label} that neither the file nor the design's input line says; import the model again with --shape`,
        );
      });
      return { name, type, shape };
    });
  const [first, ...others] = forms;
  if (first === undefined) throw new OnnxError('the model has no input');
  const image = forms.find((f) => f.shape.length === 3);
  return image === undefined ? [first, ...others] : [image, ...forms.filter((f) => f !== image)];
}

const runtimeNames: Readonly<Record<string, string>> = { float: 'float32', double: 'float64' };
