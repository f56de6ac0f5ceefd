/** Endings that exporters put behind a layer's own name. */
const endings =
  /[./_](weight|bias|Conv|Gemm|MatMul|Add|MaxPool|AveragePool|BatchNormalization|Relu|output_0|weights|quant|quantized)$/;

/** Whether an ONNX name (`/features/0/Conv`, `conv1.weight`) is the name of a design's layer. */
export function sameName(onnx: string, layer: string): boolean {
  return onnx === layer || plain(onnx) === plain(layer);
}

function plain(name: string): string {
  let rest = name.replace(/^\/+/, '');
  for (let shorter = rest.replace(endings, ''); shorter !== rest; shorter = rest.replace(endings, ''))
    rest = shorter;
  return rest.replaceAll('/', '.');
}
