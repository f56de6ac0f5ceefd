/** Inputs and outputs of a model in the element types that it has. */
import { dataType, minifloats } from '../../onnx/index';

/** Values as a runtime takes them. */
export type Stored =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigInt64Array
  | BigUint64Array;

interface ElementType {
  readonly make: (length: number) => Stored;
  /** Whole numbers are taken as the data has them. */
  readonly isWhole: boolean;
  readonly store?: (value: number) => number | bigint;
}

const whole = (make: ElementType['make']): ElementType => ({ make, isWhole: true, store: Math.round });
const long = (make: ElementType['make']): ElementType => ({
  make,
  isWhole: true,
  store: (value) => BigInt(Math.round(value)),
});

/** By the runtime's name of the type. */
const types: Readonly<Record<string, ElementType>> = {
  float32: { make: (n) => new Float32Array(n), isWhole: false },
  float64: { make: (n) => new Float64Array(n), isWhole: false },
  float16: { make: (n) => new Uint16Array(n), isWhole: false, store: toHalf },
  uint8: whole((n) => new Uint8Array(n)),
  int8: whole((n) => new Int8Array(n)),
  uint16: whole((n) => new Uint16Array(n)),
  int16: whole((n) => new Int16Array(n)),
  uint32: whole((n) => new Uint32Array(n)),
  int32: whole((n) => new Int32Array(n)),
  bool: whole((n) => new Uint8Array(n)),
  int64: long((n) => new BigInt64Array(n)),
  uint64: long((n) => new BigUint64Array(n)),
};

/** Undefined for texts and types that no data has. */
export function elementType(name: string): ElementType | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/** Whole numbers go in as the data has them: what they are scaled by is in the model. */
export function isWholeType(name: string): boolean {
  return elementType(name)?.isWhole === true;
}

/** Values of an input or output as numbers. */
export function numbersOf(type: string, values: ArrayLike<number | bigint>): ArrayLike<number> {
  // Runtimes of newer versions of JavaScript have halves as numbers already.
  if (type === 'float16' && values instanceof Uint16Array) return Float32Array.from(values, fromHalf);
  if (values instanceof BigInt64Array || values instanceof BigUint64Array)
    return Float64Array.from(values as ArrayLike<bigint>, Number);
  return values as ArrayLike<number>;
}

const fromHalf = (code: number): number => minifloats(dataType.float16)?.[code] ?? Number.NaN;

const LARGEST_HALF = 65_504;
const LEAST_POWER = -14;
const FRACTION_BITS = 10;

/** The nearest half (IEEE 754 binary16), ties to even, by its bits; what is too large becomes infinity. */
export function toHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= LARGEST_HALF + 16) return sign | 0x7c00;
  const power = Math.max(LEAST_POWER, Math.floor(Math.log2(size || Number.MIN_VALUE)));
  const step = 2 ** (power - FRACTION_BITS);
  const steps = halfEven(size / step);
  // A fraction that was rounded up to two carries into the exponent by itself.
  return sign + (size < 2 ** LEAST_POWER ? steps : (power - LEAST_POWER) * 1024 + steps);
}

function halfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
