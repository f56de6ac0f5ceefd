/** Running a model: given from outside, since the engine itself neither finds nor loads a runtime. */
export interface ModelSession {
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly string[];
  /** @throws Error in the runtime's own words */
  run(feeds: ReadonlyMap<string, FedTensor>): Promise<ReadonlyMap<string, ModelTensor>>;
  release(): Promise<void>;
}

export interface ModelValue {
  readonly name: string;
  /** `float32`, `uint8` … */
  readonly type: string;
  /** Names or negative numbers for what is only known at run time. */
  readonly shape: readonly (number | string)[];
}

/** What goes in: halves by their bits, integers of 64 bits as such. */
export interface FedTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly values: ArrayLike<number | bigint>;
}

/** What comes out, as numbers whatever its type. */
export interface ModelTensor extends FedTensor {
  readonly values: ArrayLike<number>;
}

export interface SessionOptions {
  /**
   * Off where integers are compared bit for bit: with it, a runtime may pick kernels that saturate in between on
   * processors without VNNI.
   */
  readonly optimise: boolean;
}

/** @param model its bytes, or the path of its file where it has weights in others beside it */
export type OpenSession = (model: Uint8Array | string, options: SessionOptions) => Promise<ModelSession>;
