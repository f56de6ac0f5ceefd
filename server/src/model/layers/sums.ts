/** Add, Sub, Mul and Div. */
import type { Site } from '../graph/value';
import { type Builder, sameNumbers } from './builder';
import type { LayerShape } from './layer';
import { readOperator } from './operator';
import { readFactor, readWithConstant } from './scaling';

/** Of two branches, or of one and a constant. */
export function readArithmetic(builder: Builder, site: Site): void {
  const { node } = site;
  const live = node.inputs.filter((name) => name !== '' && !builder.isConstant(name));
  if (live.some((name) => builder.factors.has(name))) {
    readFactor(builder, site, live);
    return;
  }
  const [only] = live;
  if (live.length === 1 && only !== undefined && node.inputs.length === 2) {
    readWithConstant(builder, site, only);
    return;
  }
  if ((node.opType === 'Add' || node.opType === 'Sum') && live.length === node.inputs.length) {
    readAdd(builder, site);
    return;
  }
  readOperator(builder, site, undefined, 'of several computed values, only sums have a kernel');
}

function readAdd(builder: Builder, site: Site): void {
  const { node } = site;
  const places = node.inputs.map((name) => builder.at(node, name));
  const [first] = places;
  if (first === undefined) return;
  if (places.length === 1) {
    builder.put(node.outputs[0], first);
    return;
  }
  const isEven = places.every(
    (p) => sameNumbers(p.dims, first.dims) && !p.zeros && !p.scores && p.order === first.order,
  );
  if (!isEven) {
    readOperator(builder, site, undefined, 'it adds values of different shapes or orders');
    return;
  }
  const shape: LayerShape = builder.layer(first).shape;
  const aligned = places.map((p) => builder.along(node, p, first.axes, shape));
  const inputs = aligned.map((p) => p.layer);
  const layer = builder.add(node, { kind: 'add', inputs, shape, computation: { kind: 'add' } });
  builder.putResult(node.outputs[0], { ...first, layer });
}
