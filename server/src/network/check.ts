import type { LayerKind, LayerSpec } from '../semantics/design';
import type { ShapeAttribute, ShapeFault } from './problem';
import type { Shape } from './shape';

/** Layers that read two values or more; `input` reads none and all others read one. */
const merging: ReadonlySet<LayerKind> = new Set(['add', 'concat']);

/** Layers that read as many values as they say. */
const anyNumber: ReadonlySet<LayerKind> = new Set(['operator']);

const required: Partial<Record<LayerKind, readonly ('kernel' | 'filters' | 'units' | 'window' | 'scale')[]>> =
  {
    conv: ['kernel', 'filters'],
    depthwise: ['kernel'],
    dense: ['units'],
    maxpool: ['window'],
    avgpool: ['window'],
    upsample: ['scale'],
  };

/** Nothing to report, but nothing to go on with either: the mistake is reported where it was made. */
export type Silent = 'silent';

/** What is wrong with a layer's own words, before any shape is looked at. */
export function checkAttributes(spec: LayerSpec): ShapeFault | Silent | undefined {
  for (const attribute of required[spec.kind] ?? []) {
    if (spec[attribute] !== undefined) continue;
    // A pool's window may be written as its kernel.
    const words = attribute === 'window' ? ['window', 'kernel'] : [attribute];
    const written = spec.node.settings.some((setting) => words.includes(setting.keyword.text));
    return written ? 'silent' : { kind: 'missing', attribute };
  }
  const { kernel, window, stride, scale, pad } = spec;
  const padSize = pad === 'same' || (pad !== undefined && 'top' in pad) ? undefined : pad;
  return (
    sizeFault('kernel', 1, kernel?.h, kernel?.w) ??
    sizeFault('window', 1, window?.h, window?.w) ??
    sizeFault('stride', 1, stride?.h, stride?.w) ??
    sizeFault('scale', 1, scale?.h, scale?.w) ??
    sizeFault('pad', 0, padSize?.h, padSize?.w) ??
    sizeFault('filters', 1, spec.filters) ??
    sizeFault('units', 1, spec.units) ??
    sizeFault('dilation', 1, spec.dilation) ??
    sizeFault('groups', 1, spec.groups) ??
    sizeFault('rank', 1, spec.rank)
  );
}

/** Too many or too few inputs. Fewer than were written means that a name did not bind: silent. */
export function checkInputCount(spec: LayerSpec): ShapeFault | Silent | undefined {
  const written = spec.node.from.length;
  const count = Math.max(spec.inputs.length, written);
  const least = merging.has(spec.kind) ? 2 : 1;
  const most = merging.has(spec.kind) || anyNumber.has(spec.kind) ? Infinity : 1;
  if (written > 0 && (count < least || count > most)) return { kind: 'inputs', count, least, most };
  if (spec.inputs.length < written || spec.inputs.length === 0) return 'silent';
  return count < least || count > most ? { kind: 'inputs', count, least, most } : undefined;
}

/** The shape of an `input`, or of an `operator` that says one. */
export function inputShape(spec: LayerSpec): Shape | ShapeFault | Silent {
  const dims = spec.inputShape;
  if (dims === undefined) {
    return spec.node.shape === undefined ? { kind: 'missing', attribute: 'shape' } : 'silent';
  }
  for (const dim of dims) {
    const fault = sizeFault('shape', 1, dim);
    if (fault) return fault;
  }
  const [c, h, w] = dims;
  if (dims.length === 1 && c !== undefined) return { n: c };
  if (dims.length === 3 && c !== undefined && h !== undefined && w !== undefined) return { c, h, w };
  return { kind: 'input-dimensions', count: dims.length };
}

function sizeFault(
  attribute: ShapeAttribute,
  least: 0 | 1,
  first: number | undefined,
  second?: number,
): ShapeFault | undefined {
  if (first !== undefined && !isSize(first, least))
    return { kind: 'not-a-size', attribute, value: first, least };
  if (second !== undefined && !isSize(second, least))
    return { kind: 'not-a-size', attribute, value: second, least };
  return undefined;
}

function isSize(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}
