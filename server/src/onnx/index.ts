/** ONNX files: reading them, and the values of their tensors. Runs in Node and in a browser alike. */
export { readModel } from './read-model';
export { type ModelFiles, externalLocations, loadExternalData } from './external-data';
export { readStructure } from './read-structure';
export { checkLength, elementCount, tensorNumbers, tensorStrings } from './tensor-values';
export { dataType, dataTypeBits, dataTypeName } from './data-type';
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
export type { OnnxAttribute, OnnxFunction, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from './model';
