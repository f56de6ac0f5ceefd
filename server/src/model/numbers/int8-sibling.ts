/** The int8 model that is made of a float one, beside it: `net.onnx` → `net_int8.onnx`. For a path or an address. */
export function int8Sibling(path: string): string {
  return path.replace(/(\.onnx)?$/, '_int8.onnx');
}
