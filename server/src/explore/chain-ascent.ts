import type { Steps } from '../base/steps';
import type { ChainBound } from './chain-bound';

/** What a sample's way is taken to cost from each place on, and what being right is worth: in the unit of the bound. */
export interface Multipliers {
  readonly values: Float64Array;
  readonly price: number;
}

export interface Ascended extends Multipliers {
  readonly bound: number;
}

export interface Ascent {
  readonly steps: number;
  /** Of a value at the first step, in prices; at the last, `LAST` of it. */
  readonly stride: number;
  /** At the first step and at the last. */
  readonly temperatures: readonly [number, number];
  /** A bound that is enough. */
  readonly enough: number;
}

const LAST = 0.02;
/** Of the price, at the first step. */
const PRICE_STRIDE = 0.0025;
const [KEPT, KEPT_SQUARES] = [0.9, 0.99];
const FLAT = 0.01;

/** The highest bound on a way along the gradient, with strides for each value by how its own slope varies (Adam, Kingma and Ba 2015). */
export function* ascend(bound: ChainBound, from: Multipliers, ascent: Ascent): Steps<Ascended> {
  const { steps, stride, enough } = ascent;
  const [hot, cold] = ascent.temperatures;
  const { places, gradient } = bound;
  const samples = gradient.length / (places.length + 1);
  const values = from.values.slice();
  const mean = new Float64Array(values.length);
  const square = new Float64Array(values.length);
  let { price } = from;
  let best: Ascended = { values, price, bound: Number.NEGATIVE_INFINITY };
  for (let step = 0; step < steps; step++) {
    const part = step / steps;
    const reached = bound.at(values, price, hot * (cold / hot) ** part);
    if (reached > best.bound) best = { bound: reached, values: values.slice(), price };
    if (reached >= enough) break;
    yield;
    const slower = LAST ** part;
    const length = (stride * (1 + price) * slower) / (1 - KEPT ** (step + 1));
    const spread = 1 / (1 - KEPT_SQUARES ** (step + 1));
    for (let e = 1; e < places.length; e++) {
      const { live } = places[e] ?? { live: [] };
      for (const s of live) {
        const i = e * samples + s;
        const slope = gradient[i] ?? 0;
        const m = KEPT * (mean[i] ?? 0) + (1 - KEPT) * slope;
        const q = KEPT_SQUARES * (square[i] ?? 0) + (1 - KEPT_SQUARES) * slope * slope;
        mean[i] = m;
        square[i] = q;
        values[i] = (values[i] ?? 0) + (length * m) / (Math.sqrt(q * spread) + FLAT);
      }
    }
    const push = Math.max(-1, Math.min(1, bound.priceGradient / (0.005 * samples)));
    price = Math.max(0, price + PRICE_STRIDE * (price + 0.05) * push * slower);
  }
  return best;
}
