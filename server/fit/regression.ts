/** One row of a fit: how much there is of each price, what is known beside it, and what was measured. */
export interface Equation {
  readonly amounts: readonly number[];
  readonly known: number;
  readonly measured: number;
}

/** Rounds of reweighting, and sweeps over the prices in each. Both converge long before. */
const rounds = 40;
const sweeps = 100;
/** Errors below this share count alike: weights stay finite. */
const leastError = 0.005;

/**
 * Prices, none below zero, with the least sum of relative errors. Absolute errors rather than squares: a tool's
 * odd result moves the prices no more than any other row does. By iteratively reweighted least squares, each solved
 * by coordinate descent.
 */
export function fitPrices(equations: readonly Equation[]): number[] {
  const count = equations[0]?.amounts.length ?? 0;
  const prices = new Array<number>(count).fill(0);
  const weights = equations.map(({ measured }) => 1 / Math.max(measured, 1) ** 2);
  for (let round = 0; round < rounds; round++) {
    leastSquares(equations, weights, prices);
    equations.forEach((equation, row) => {
      const size = Math.max(equation.measured, 1);
      const error = Math.abs(estimate(equation, prices) - equation.measured) / size;
      weights[row] = 1 / (size * size * Math.max(error, leastError));
    });
  }
  return prices;
}

function estimate({ amounts, known }: Equation, prices: readonly number[]): number {
  return amounts.reduce((sum, amount, i) => sum + amount * (prices[i] ?? 0), known);
}

/** Weighted least squares without negative prices, starting from what is in `prices`. */
function leastSquares(equations: readonly Equation[], weights: readonly number[], prices: number[]): void {
  const count = prices.length;
  const square = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  const right = new Array<number>(count).fill(0);
  equations.forEach(({ amounts, known, measured }, row) => {
    const weight = weights[row] ?? 0;
    for (let i = 0; i < count; i++) {
      const a = weight * (amounts[i] ?? 0);
      if (a === 0) continue;
      right[i] = (right[i] ?? 0) + a * (measured - known);
      const line = square[i] ?? [];
      for (let j = 0; j < count; j++) line[j] = (line[j] ?? 0) + a * (amounts[j] ?? 0);
    }
  });
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let i = 0; i < count; i++) {
      const line = square[i] ?? [];
      const diagonal = line[i] ?? 0;
      if (diagonal === 0) continue;
      let rest = right[i] ?? 0;
      for (let j = 0; j < count; j++) if (j !== i) rest -= (line[j] ?? 0) * (prices[j] ?? 0);
      prices[i] = Math.max(0, rest / diagonal);
    }
  }
}
