/** Figures with the ends of their bands, in watts or joules. */

export interface Amount {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export const none: Amount = { value: 0, low: 0, high: 0 };

/** `below` and `above` are shares of the value. */
export function within(value: number, below: number, above = below): Amount {
  return { value, low: value * (1 - below), high: value * (1 + above) };
}

/** A factor off to each side: a band in the logarithm. */
export function byFactor(value: number, below: number, above = below): Amount {
  return { value, low: value / below, high: value * above };
}

/** Low ends with low ends: errors of base and data need not be independent. */
export function sum(...amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (a, b) => ({ value: a.value + b.value, low: a.low + b.low, high: a.high + b.high }),
    none,
  );
}

export function times({ value, low, high }: Amount, factor: number): Amount {
  return { value: value * factor, low: low * factor, high: high * factor };
}

/** Of a factor that itself has a band, as a time with an estimated load in it. */
export function timesAmount(a: Amount, b: Amount): Amount {
  return { value: a.value * b.value, low: a.low * b.low, high: a.high * b.high };
}
