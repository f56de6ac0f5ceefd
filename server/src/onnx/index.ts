/** ONNX files: reading and writing them, and the values of their tensors. Runs in Node and in a browser alike. */
export { readModel } from './read-model';
export { type ModelFiles, externalLocations, loadExternalData } from './external-data';
export { readStructure } from './read-structure';
export { withOutputs, writeModel } from './write-model';
export { type NewNode, type NewTensor, newModel } from './new-model';
export { tensorNumbers, tensorStrings } from './tensor-values';
export { checkLength, elementCount } from './tensor-length';
export { type DataType, dataType, dataTypeBits, dataTypeName, isFloatType, isIntegerType } from './data-type';
export { calledFunction, nodeLabel } from './labels';
export { minifloats } from './minifloat';
export { OnnxError } from './onnx-error';
export {
  floatAttribute,
  floatsAttribute,
  graphAttribute,
  intAttribute,
  intsAttribute,
  stringAttribute,
  tensorAttribute,
} from './attributes';
export type {
  OnnxAttribute,
  OnnxDimension,
  OnnxFunction,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValueInfo,
} from './model';
