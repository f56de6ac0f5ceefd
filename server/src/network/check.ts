/** Checks of a layer's attributes and inputs that need no shapes. */
import { kindSpecs } from '../../../grammar/src/index';
import type { LayerSpec } from '../semantics/design';
import type { ShapeAttribute, ShapeFault } from './problem';
import type { Shape } from './shape';

/** The layer has no shape because of an error that is reported elsewhere. */
export type Silent = 'silent';

/** The first fault in a layer's own attributes, independent of shapes. */
export function checkAttributes(spec: LayerSpec): ShapeFault | Silent | undefined {
  const { required, synonyms } = kindSpecs[spec.kind];
  for (const attribute of required) {
    if (spec[attribute] !== undefined) continue;
    const written = spec.node.settings.some(
      ({ keyword }) => (synonyms.get(keyword.text) ?? keyword.text) === attribute,
    );
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

/** Too many or too few inputs. Silent if fewer are bound than written: the unknown name is reported. */
export function checkInputCount(spec: LayerSpec): ShapeFault | Silent | undefined {
  const written = spec.node.from.length;
  const count = Math.max(spec.inputs.length, written);
  const { inputs } = kindSpecs[spec.kind];
  const least = inputs === 'several' ? 2 : 1;
  const most = inputs === 'one' ? 1 : Infinity;
  if (written > 0 && (count < least || count > most)) return { kind: 'inputs', count, least, most };
  if (spec.inputs.length < written || spec.inputs.length === 0) return 'silent';
  return count < least || count > most ? { kind: 'inputs', count, least, most } : undefined;
}

/** The shape written for an `input` or `operator`. */
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
