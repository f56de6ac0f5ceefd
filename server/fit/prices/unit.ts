/** A unit whose hardware is counted. */
import type { CountedComponent, PriceRule } from '../../src/cost/prices/price';
import type { Check } from './checks';
import type { Files, Parameters } from './yosys';

export interface CountedUnit {
  /** Module and file of its Verilog. */
  readonly top: string;
  readonly component: CountedComponent;
  readonly grid: readonly Parameters[];
  /** For Yosys: `-nodsp` where the kernel binds products to the fabric. */
  readonly flags?: string;
  /** Tables that the Verilog reads. */
  readonly tables?: (parameters: Parameters) => Files;
  readonly check: (parameters: Parameters) => Check;
  /** What its prices count, and of which unit. */
  readonly rules: readonly PriceRule<never>[];
  readonly unit: (parameters: Parameters) => unknown;
  /** What the engine counts instead of pricing it: held to every row. */
  readonly blocks?: (parameters: Parameters) => { readonly dsp: number; readonly bram18: number };
}

export const of = (parameters: Parameters, name: string): number => parameters[name] ?? 0;
export const range = (bits: number): { scale: number; zeroPoint: number; min: number; max: number } => ({
  scale: 1,
  zeroPoint: 0,
  min: -(2 ** (bits - 1)),
  max: 2 ** (bits - 1) - 1,
});
export const saturated = (value: number, bits: number): number =>
  Math.min(range(bits).max, Math.max(range(bits).min, value));
export const every = (name: string, values: readonly number[], rest: Parameters = {}): Parameters[] =>
  values.map((value) => ({ ...rest, [name]: value }));

export const bits = (values: readonly bigint[], width: number): bigint =>
  values.reduce((all, value, i) => all | (value << BigInt(i * width)), 0n);
export const part = (word: bigint, i: number, width: number): bigint =>
  (word >> BigInt(i * width)) & ((1n << BigInt(width)) - 1n);

/** Groups of `size`; a last one that is not whole only on request. */
export function grouped<T>(values: readonly T[], size: number, whole = true): T[][] {
  const groups: T[][] = [];
  for (let i = 0; i < values.length; i += size) {
    if (!whole || i + size <= values.length) groups.push(values.slice(i, i + size));
  }
  return groups;
}

export const signed = (value: bigint, width: number): number => Number(BigInt.asIntN(width, value));
