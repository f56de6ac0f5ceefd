/** Which processes of a kernel compute each kind of layer. */
import type { LayerKind } from '../../semantics/design';
import { concatLayer, sumLayer, upsampleLayer } from './element-layer';
import type { Channel } from './kernel-builder';
import type { LayerContext } from './layer-context';
import { matrixLayer } from './matrix-layer';
import { globalPoolLayer, maximumPool, meanPool, poolLayer } from './pool-layer';

/** `none`: wires, or what the template refuses before it comes to a kernel. */
type KindProcesses = 'none' | ((context: LayerContext) => Channel);

const kinds = {
  input: 'none',
  conv: matrixLayer,
  depthwise: matrixLayer,
  dense: matrixLayer,
  maxpool: (context) => poolLayer(context, maximumPool),
  avgpool: (context) => poolLayer(context, meanPool),
  globalpool: globalPoolLayer,
  relu: sumLayer,
  batchnorm: 'none',
  add: sumLayer,
  concat: concatLayer,
  flatten: 'none',
  softmax: 'none',
  upsample: upsampleLayer,
  operator: 'none',
} as const satisfies Readonly<Record<LayerKind, KindProcesses>>;

/** @throws Error for a layer that no process computes */
export function layerProcesses(context: LayerContext): Channel {
  const { spec } = context.layer;
  const processes: KindProcesses = kinds[spec.kind];
  if (processes === 'none') throw new Error(`no process computes ${spec.label}`);
  return processes(context);
}
