/** An ONNX model as it stands in its file: names and order kept, raw data viewed, nothing inferred. */
import type { DataType } from './data-type';

export interface OnnxModel {
  readonly irVersion: number;
  /** `producer_name` and version, such as `pytorch 1.13.1`. */
  readonly producer: string;
  /** Version by domain; the standard operators' domain is '' (also written `ai.onnx`). */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  /** Operators that the model itself defines, by `domain:name`. */
  readonly functions: ReadonlyMap<string, OnnxFunction>;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface OnnxGraph {
  readonly name: string;
  /** In the file's order, which ONNX wants to be topological but a file need not keep. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  /** Before IR version 4, initializers are listed here too. */
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  /** Types that the producer wrote down for values inside; they may be missing or wrong. */
  readonly valueInfos: ReadonlyMap<string, OnnxValueInfo>;
}

export interface OnnxFunction {
  readonly name: string;
  readonly domain: string;
  /** Tells functions of one name apart; mostly ''. */
  readonly overload?: string;
  /** The versions that its body is written in, which may be other ones than the model's. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly OnnxNode[];
  readonly valueInfos: ReadonlyMap<string, OnnxValueInfo>;
  /** Names of attributes whose values the calling node gives. */
  readonly attributes: readonly string[];
  /** Attributes with a value of their own where the calling node gives none. */
  readonly defaults: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  /** '' for the standard operators, whichever way the file writes it. */
  readonly domain: string;
  /** Which of several functions of one name it calls; mostly ''. */
  readonly overload?: string;
  /** '' for an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export type OnnxAttribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  /** Its bytes too where they are no UTF-8, so that the text does not give them back. */
  | { readonly kind: 'string'; readonly value: string; readonly bytes?: Uint8Array }
  | { readonly kind: 'tensor'; readonly value: OnnxTensor }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[]; readonly bytes?: readonly Uint8Array[] }
  | { readonly kind: 'tensors'; readonly value: readonly OnnxTensor[] }
  | { readonly kind: 'graphs'; readonly value: readonly OnnxGraph[] }
  | { readonly kind: 'type'; readonly value: OnnxType }
  | { readonly kind: 'types'; readonly value: readonly OnnxType[] }
  /** Inside a function: the attribute of the calling node by that name, and the number of its type. */
  | { readonly kind: 'reference'; readonly value: string; readonly type: number }
  /** One or more sparse tensors, which nothing here reads. */
  | { readonly kind: 'sparse'; readonly value: string };

/** A size, a name for one that is only known at run time, or null for one of which nothing is said. */
export type OnnxDimension = number | string | null;

export interface OnnxValueInfo {
  readonly name: string;
  /** Element type; 0 where the value is no tensor or the file gives it no type. */
  readonly type: DataType;
  /** Undefined where not even the number of dimensions is known. */
  readonly dims: readonly OnnxDimension[] | undefined;
  /** What the value is where it is no tensor. */
  readonly other?: Exclude<OnnxType, OnnxTensorType>;
}

export interface OnnxTensorType {
  readonly kind: 'tensor';
  readonly type: DataType;
  readonly dims: readonly OnnxDimension[] | undefined;
}

export type OnnxType =
  | OnnxTensorType
  | { readonly kind: 'sparse'; readonly type: DataType; readonly dims: readonly OnnxDimension[] | undefined }
  /** Of undefined, the file does not say of what. */
  | { readonly kind: 'sequence' | 'optional'; readonly of: OnnxType | undefined }
  | { readonly kind: 'map'; readonly key: DataType; readonly of: OnnxType | undefined }
  | { readonly kind: 'opaque'; readonly domain: string; readonly name: string };

/** Dimensions are what the file declares: check them against the data before trusting them with memory. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: DataType;
  readonly dims: readonly number[];
  readonly data: OnnxTensorData;
}

export type OnnxTensorData =
  /** Little-endian elements, 4-bit ones two a byte with the first in the low half: a view into the file. */
  | { readonly kind: 'raw'; readonly bytes: Uint8Array }
  /** Elements as varints one after another, of `int32_data`, `int64_data` or `uint64_data`. */
  | { readonly kind: 'varints'; readonly bytes: Uint8Array }
  | { readonly kind: 'strings'; readonly values: readonly Uint8Array[] }
  /** In another file, not loaded (yet): see `loadExternalData`. */
  | {
      readonly kind: 'external';
      readonly location: string;
      readonly offset: number;
      readonly length: number | undefined;
    };
