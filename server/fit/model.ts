import {
  assumedBand,
  uncertainty,
  type Coefficients,
  type FittedComponent,
  type FittedResource,
  type PricedResource,
  type PriceRule,
} from '../src/cost/prices/price';
import { amountOf, type Kind, type Module } from './module';
import type { Measurement } from './measurements';
import { fitPrices, type Equation } from './regression';

export type Components = Coefficients['components'];

/** Share of cases that a band is to hold. */
const bandShare = 0.8;

/** Fewer rows than these say nothing of how sure an estimate is. */
const leastRows = 8;

/** Prices are kept to so many digits. */
const digits = 4;

/** Prices of all components that there are rows of. */
export function fitComponents(rows: readonly Measurement[]): Components {
  const components = new Set(rows.map(({ module }) => module.component));
  return Object.fromEntries(
    [...components].map((component) => {
      const own = rows.filter(({ module }) => module.component === component);
      return [component, fitComponent(own)];
    }),
  );
}

function fitComponent(rows: readonly Measurement[]): FittedComponent {
  const range: Record<string, [number, number]> = {};
  for (const { module } of rows) {
    for (const [property, value] of Object.entries(module.properties)) {
      if (value <= 0) continue;
      const found = (range[property] ??= [value, value]);
      found[0] = Math.min(found[0], value);
      found[1] = Math.max(found[1], value);
    }
  }
  return { rows: rows.length, lut: fitResource(rows, 'lut'), ff: fitResource(rows, 'ff'), range };
}

function fitResource(rows: readonly Measurement[], of: PricedResource): FittedResource {
  return { prices: pricesOf(rows, of), band: bandOf(rows, of) };
}

function pricesOf(rows: readonly Measurement[], of: PricedResource): Record<string, number> {
  const rules = fittedRules(rows[0]?.module, of);
  const equations = rows.flatMap((row) => equationOf(row, of) ?? []);
  const prices = fitPrices(equations);
  return Object.fromEntries(rules.map(({ key }, i) => [key, Number((prices[i] ?? 0).toPrecision(digits))]));
}

/**
 * Half width that holds its share of rows that the prices were not fitted to: one half of them of shapes that were
 * left out whole (rows of one shape are near copies), the other half single rows left out of known shapes.
 */
function bandOf(rows: readonly Measurement[], of: PricedResource): number {
  const some = rows.filter((row) => row.measured[of] !== undefined);
  if (some.length < leastRows) return assumedBand;
  const places = new Map(some.map((row, place) => [row, place]));
  const shapes = new Set(some.map(({ module }) => module.shape));
  const single = missesOf(
    leftOut(some, (row) => `${(places.get(row) ?? 0) % mostFolds}`),
    of,
  );
  const whole =
    shapes.size > 1
      ? missesOf(
          leftOut(some, ({ module }) => module.shape),
          of,
        )
      : [];
  const misses = [...single, ...whole].sort((a, b) => a - b);
  const place = Math.ceil(bandShare * (misses.length + 1)) - 1;
  return Number((misses[Math.min(place, misses.length - 1)] ?? assumedBand).toFixed(3));
}

function missesOf(folds: ReturnType<typeof leftOut>, of: PricedResource): number[] {
  return folds.flatMap(({ rest, out }) => {
    const prices = pricesOf(rest, of);
    return out.map((row) => Math.abs((row.measured[of] ?? 0) / priceOf(row.module, of, prices) - 1));
  });
}

/** More groups than these are left out several at a time. */
const mostFolds = 12;

/** The rows without one group of them, for each group in turn. */
export function leftOut(
  rows: readonly Measurement[],
  group: (row: Measurement) => string,
): { readonly rest: readonly Measurement[]; readonly out: readonly Measurement[] }[] {
  const names = [...new Set(rows.map(group))];
  const folds = new Map(names.map((name, i) => [name, i % mostFolds]));
  return names.slice(0, mostFolds).map((_, fold) => ({
    rest: rows.filter((row) => folds.get(group(row)) !== fold),
    out: rows.filter((row) => folds.get(group(row)) === fold),
  }));
}

/** What a module takes of a resource, by given prices. The sum that the engine shows term by term. */
function priceOf(module: Module, of: PricedResource, prices: Readonly<Record<string, number>>): number {
  return module.rules
    .filter((rule) => rule.of === of)
    .reduce((sum, rule) => sum + (rule.known?.price ?? prices[rule.key] ?? 0) * amountOf(rule, module), 0);
}

export interface Estimate {
  readonly values: Readonly<Record<Kind, number>>;
  readonly band: Readonly<Record<Kind, number>>;
  /** What of the module lies beyond what was measured. */
  readonly beyond: readonly string[];
}

/** As the engine counts it. Nothing where the component has no prices. */
export function estimateOf(module: Module, components: Components): Estimate | undefined {
  const fitted = components[module.component];
  if (fitted === undefined) return undefined;
  const { band, beyond } = uncertainty(module.component, module.properties, components);
  return {
    values: {
      lut: Math.round(priceOf(module, 'lut', fitted.lut.prices)),
      ff: Math.round(priceOf(module, 'ff', fitted.ff.prices)),
      ...module.counted,
    },
    band: { lut: band.lut.high, ff: band.ff.high, bram18: 0, dsp: 0 },
    beyond,
  };
}

function fittedRules(module: Module | undefined, of: PricedResource): readonly PriceRule<never>[] {
  return module?.rules.filter((rule) => rule.of === of && rule.known === undefined) ?? [];
}

function equationOf({ module, measured }: Measurement, of: PricedResource): Equation | undefined {
  const value = measured[of];
  if (value === undefined) return undefined;
  return {
    amounts: fittedRules(module, of).map((rule) => amountOf(rule, module)),
    known: priceOf(module, of, {}),
    measured: value,
  };
}
