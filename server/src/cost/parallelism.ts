/** Legal parallelism of each kind of layer. */
import type { ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import { type Dividend, type Dividends, undivided } from './dividends';
import { kindCost } from './kinds';
import { isKnown } from './layer-parts';

export interface LegalParallelism {
  /** Ascending; `[1]` if the factor has no meaning for the layer. */
  readonly pe: readonly number[];
  readonly simd: readonly number[];
}

export interface ParallelismProblem {
  readonly factor: 'pe' | 'simd';
  readonly value: number;
  /** `no-effect`: the layer has nothing that the factor could divide. */
  readonly reason: 'not-a-divisor' | 'no-effect';
  /** What it must divide: `F` filters or units, `C·K/G` products per output value, `C` channels. */
  readonly divides: Dividend['divides'];
  readonly total: number;
  /** Nearest legal values, if there are any. */
  readonly below?: number;
  readonly above?: number;
}

/**
 * Legal values of `pe` and `simd` for a layer. Convolution, depthwise and dense: PE divides the filters or units, SIMD the
 * products per output value, and beyond C/G lanes SIMD is a multiple of C/G, so that whole kernel positions are multiplied
 * at once. Pools and element-wise layers: PE divides the channels. All others have neither.
 */
export function legalParallelism(layer: ShapedLayer): LegalParallelism {
  const { pe, simd } = dividends(layer);
  return { pe: pe.legal, simd: simd.legal };
}

/** As it is written behind `parallel`: `pe 4 simd 25 window parallel`. */
export function parallelWords({ pe, simd, window, order }: Parallelism): string {
  return `pe ${pe} simd ${simd}${window ? ` window ${window}` : ''}${order ? ` order ${order}` : ''}`;
}

/** Errors in a layer's parallelism, with the nearest legal values; none if its shape is unknown. */
export function checkParallelism(layer: ShapedLayer, parallel: Parallelism): readonly ParallelismProblem[] {
  const last = checked.get(layer);
  if (last?.parallel === parallel) return last.problems;
  const problems = check(layer, parallel);
  checked.set(layer, { parallel, problems });
  return problems;
}

const checked = new WeakMap<
  ShapedLayer,
  { readonly parallel: Parallelism; readonly problems: readonly ParallelismProblem[] }
>();

function check(layer: ShapedLayer, parallel: Parallelism): readonly ParallelismProblem[] {
  if (layer.outShape === undefined) return [];
  const legal = dividends(layer);
  return (['pe', 'simd'] as const).flatMap((factor) => {
    const value = parallel[factor];
    const { divides, total, legal: values } = legal[factor];
    if (values.includes(value)) return [];
    const below = values.findLast((each) => each < value);
    const above = values.find((each) => each > value);
    return [
      {
        factor,
        value,
        reason: divides === 'none' ? ('no-effect' as const) : ('not-a-divisor' as const),
        divides,
        total,
        ...(below !== undefined && { below }),
        ...(above !== undefined && { above }),
      },
    ];
  });
}

function dividends(layer: ShapedLayer): Dividends {
  if (!isKnown(layer) || layer.fusedInto !== undefined) return undivided();
  return kindCost(layer.spec.kind).divides(layer);
}
