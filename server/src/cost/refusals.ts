/** Layers that cannot be exported as kernels, and why; shared by exports, diagnostics and hovers. */
import { channels, type ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import { kindCost } from './kinds';
import { checkParallelism } from './parallelism';
import { orderProblem } from './units/weight-stationary';

/** Why a layer has no kernel, and what to do instead. */
export interface Refusal {
  readonly what: 'kind' | 'type' | 'setting' | 'shape' | 'parallelism' | 'order';
  readonly message: string;
}

/** Refusals by kind, number types and settings. Not called for layers that are only wires. */
export function refusedWords({ spec }: ShapedLayer): Refusal[] {
  const { exported } = kindCost(spec.kind);
  if (exported !== true) return [{ what: 'kind', message: exported(spec) }];
  const found: Refusal[] = [];
  for (const [what, type] of [
    ['weights', spec.weights],
    ['activations', spec.activations],
  ] as const) {
    if (type.family !== 'float') continue;
    const message = `${what} ${type.name}: the kernels compute with integers; write int2 to int16, binary or ternary`;
    found.push({ what: 'type', message });
  }
  const setting = (message: string) => found.push({ what: 'setting', message });
  if (spec.rank !== undefined)
    setting('`rank` is modelled, but not exported yet: leave it out, or write its two factors as two layers');
  if (spec.codebookBits !== undefined) setting('`codebook` is modelled, but not exported yet: leave it out');
  if (spec.weightsIn === 'uram') {
    setting(
      'weights-in uram: UltraRAM cannot begin with values from a bitstream (UG573); write bram, lutram or ddr',
    );
  }
  return found;
}

/** Refusals by shape, and by the written or chosen parallelism. */
export function refusedFolding(shaped: ShapedLayer, parallel: Parallelism): Refusal[] {
  const { outShape, groups } = shaped;
  if (outShape === undefined)
    return [{ what: 'shape', message: 'its shape is not known: see its diagnostic' }];
  const found: Refusal[] = checkParallelism(shaped, parallel).map(
    ({ factor, value, total, divides, below, above }) => {
      const nearest = [below, above].filter((n) => n !== undefined).join(' or ');
      const message = `${factor} ${value} does not divide ${divides} = ${total}${nearest ? `; nearest: ${nearest}` : ''}`;
      return { what: 'parallelism', message };
    },
  );
  const order = parallel.order === 'weights' ? orderProblem(shaped, parallel) : undefined;
  if (order !== undefined) found.push({ what: 'order', message: `order weights: ${order}` });
  const { pe } = parallel;
  const each = channels(outShape) / groups;
  if (groups > 1 && each % pe !== 0 && pe % each !== 0) {
    const message = `pe ${pe} cuts groups of ${each} filters apart; write a divisor or a multiple of ${each}`;
    return [...found, { what: 'setting', message }];
  }
  return found;
}
