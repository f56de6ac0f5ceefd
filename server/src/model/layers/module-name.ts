/** What a layer is called, of what the model calls its node and its weights. */

/** Suffixes by which frameworks tell a weight tensor from its layer. */
const suffix =
  /([./_](weight|kernel|W|w|wq|weights|quantized|weight_quantized|Conv2D|MatMul|ReadVariableOp|BiasAdd|W_quant|conv_weight|gemm_weight|bias|b)(:0)?)+$/;

/**
 * The name by which a layer is bound to a node: that of the module whose weights it has (`conv1` for `conv1.weight`),
 * else the node's own without slashes around it and the operator behind it. A layer with weights has one in any case,
 * if need be the plain name of node or tensor; others are undefined where the model says nothing of them.
 */
export function moduleName(
  nodeName: string,
  opType: string,
  weights: string | undefined,
): string | undefined {
  const module = weights?.replace(suffix, '') ?? '';
  if (module !== weights && isTelling(module, '')) return module;
  const node = nodeName.replace(/^\/+|\/+$/g, '');
  const steps = node.split('/');
  const own = steps.at(-1) === opType ? steps.slice(0, -1).join('/') : node;
  if (isTelling(own, opType)) return own;
  if (weights === undefined || weights === '') return undefined;
  if (isTelling(weights, opType) && !weights.startsWith('onnx::')) return weights;
  return node === '' ? weights : node;
}

/** More than a number or the operator's name with one. */
function isTelling(name: string, opType: string): boolean {
  const last = name.split('/').at(-1) ?? '';
  return last !== '' && !/^\d+$/.test(last) && !new RegExp(`^${opType}([_:.]?\\d+)?$`).test(last);
}
