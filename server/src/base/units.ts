/** Branded plain numbers: the unit is in the type, and a cast is needed only where a figure is made. */
declare const unit: unique symbol;
type Branded<U extends string> = number & { readonly [unit]?: U };

/** Whole nanoseconds. */
export type Nanoseconds = Branded<'ns'>;
export type Bytes = Branded<'B'>;
export type BytesPerSecond = Branded<'B/s'>;
export type Hertz = Branded<'Hz'>;
export type Watts = Branded<'W'>;
export type Joules = Branded<'J'>;
/** Degrees Celsius. */
export type Celsius = Branded<'C'>;
/** A share of a whole, 0..1. */
export type Share = Branded<'share'>;
export type Cycles = Branded<'cycles'>;

/** Time of a number of clock cycles, rounded up to whole nanoseconds. */
export function cyclesToNs(cycles: Cycles, clock: Hertz): Nanoseconds {
  return Math.ceil((cycles * 1e9) / clock - 1e-6);
}
