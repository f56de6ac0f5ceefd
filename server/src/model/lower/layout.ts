import { intAttribute, intsAttribute, stringAttribute } from '../../onnx/index';
import { type Reading, type View, constantAt, pass, unpaddedAt, unsupported, viewAt } from './context';
import { sizeOf } from './lowered';

export function readTranspose(reading: Reading): void {
  const view = unpaddedAt(reading, 0);
  const perm = (intsAttribute(reading.node, 'perm') ?? []).join();
  if (view.flat && perm === '0,1') {
    pass(reading, view);
    return;
  }
  if (!view.flat && perm === '0,1,2,3') {
    pass(reading, view);
    return;
  }
  const { value } = view;
  // The file's input is read as channels first until it is turned into that.
  if (perm === '0,3,1,2' && view.channels === 'first' && value.name === reading.lowering.inputName) {
    const [h = 1, w = 1, c = 1] = value.shape;
    value.shape = [c, h, w];
    reading.lowering.channelsLast = true;
    pass(reading, { ...view, channels: 'first' });
    return;
  }
  if (!view.flat && perm === '0,3,1,2' && view.channels === 'last') {
    pass(reading, view, { channels: 'first' });
    return;
  }
  if (!view.flat && perm === '0,2,3,1' && view.channels === 'first') {
    pass(reading, view, { channels: 'last' });
    return;
  }
  throw unsupported(reading, `a permutation ${perm} of dimensions is no change of layout`);
}

/** Flatten, Reshape, Squeeze and Unsqueeze: values stay in their order, and so the batch and the rest are all that counts. */
export function readReshape(reading: Reading): void {
  const view = unpaddedAt(reading, 0);
  const shape = shapeAfter(reading, view);
  const { value } = view;
  const size = sizeOf(value.shape);
  if (shape.length === 2) {
    if (shape[1] !== size) throw unsupported(reading, `it mixes samples of a batch (${shape.join('x')})`);
    pass(reading, view, { flat: true });
    return;
  }
  if (shape.length === 4) {
    const inner = shape.slice(1);
    const now = view.channels === 'first' ? value.shape : [value.shape[1], value.shape[2], value.shape[0]];
    if (value.shape.length === 3 && inner.join() === now.join()) {
      pass(reading, view, { flat: false });
      return;
    }
    const unshaped = value.shape.length === 1 && sizeOf(inner) === size;
    if (unshaped && (value.name === reading.lowering.inputName || (inner[1] === 1 && inner[2] === 1))) {
      value.shape = inner;
      pass(reading, view, { flat: false });
      return;
    }
  }
  throw unsupported(
    reading,
    `it makes ${shape.join('x')} of ${['N', ...value.shape].join('x')}, which is no flattening`,
  );
}

/** Dimensions of the result, the batch taken as one. */
function shapeAfter(reading: Reading, view: View): number[] {
  const { node } = reading;
  const size = sizeOf(view.value.shape);
  const [c = 1, h = 1, w = 1] = view.value.shape;
  const before = view.flat ? [1, size] : view.channels === 'first' ? [1, c, h, w] : [1, h, w, c];
  const axes =
    intsAttribute(node, 'axes') ??
    (node.inputs[1] ? Array.from(constantAt(reading, 1)?.values ?? []) : undefined);
  switch (node.opType) {
    case 'Flatten': {
      const axis = intAttribute(node, 'axis', 1);
      const at = axis < 0 ? axis + before.length : axis;
      return [sizeOf(before.slice(0, at)), sizeOf(before.slice(at))];
    }
    case 'Squeeze':
      return before.filter(
        (d, i) => i === 0 || (axes ? !axes.map((a) => (a < 0 ? a + before.length : a)).includes(i) : d !== 1),
      );
    case 'Unsqueeze': {
      const after = [...before];
      for (const a of [...(axes ?? [])].sort((x, y) => x - y))
        after.splice(a < 0 ? a + after.length + 1 : a, 0, 1);
      return after;
    }
    default: {
      const wanted = constantAt(reading, 1) ?? undefined;
      const dims = wanted ? Array.from(wanted.values) : intsAttribute(node, 'shape');
      // A shape that is computed keeps the batch, as exporters write it.
      if (dims === undefined) return [1, size];
      const shape = dims.map((d, i) => (d === 0 ? (before[i] ?? 1) : d));
      // The first dimension is the batch, whatever stands there.
      shape[0] = 1;
      const known = shape.reduce((product, d) => (d === -1 ? product : product * d), 1);
      return shape.map((d) => (d === -1 ? size / known : d));
    }
  }
}

/** Zeros around the image are left to the next operator; none at all are dropped. */
export function readPad(reading: Reading): void {
  const { node } = reading;
  const view = viewAt(reading, 0);
  const pads = intsAttribute(node, 'pads') ?? Array.from(constantAt(reading, 1)?.values ?? []);
  if (
    pads.every((p) => p === 0) &&
    (pads.length > 0 || node.inputs[1] === undefined || constantAt(reading, 1))
  ) {
    pass(reading, view);
    return;
  }
  const value = constantAt(reading, 2)?.values[0] ?? 0;
  const [h, w] = view.channels === 'first' ? [2, 3] : [1, 2];
  const spatial = pads.length === 8 && pads.every((p, i) => p === 0 || i % 4 === h || i % 4 === w);
  if (stringAttribute(node, 'mode', 'constant') !== 'constant' || value !== 0 || !spatial || view.flat) {
    throw unsupported(reading, 'only zeros around rows and columns are supported');
  }
  const before = view.pads ?? [0, 0, 0, 0];
  pass(reading, view, {
    pads: [
      before[0] + (pads[h] ?? 0),
      before[1] + (pads[w] ?? 0),
      before[2] + (pads[h + 4] ?? 0),
      before[3] + (pads[w + 4] ?? 0),
    ],
  });
}
