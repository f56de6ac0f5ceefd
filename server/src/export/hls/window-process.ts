/** Generates the padding and sliding-window processes. */
import { hasPadding, type Window } from '../../network';
import { hasShortLines, needsWindow, parallelWindow, windowFifoDepth } from '../../cost/index';
import { comment, constants } from './cpp-text';
import type { Channel } from './kernel-builder';
import { type LayerContext, modelled } from './layer-context';

/** Adds a border of `border` values around an image if the layer has padding. */
export function padded(context: LayerContext, from: Channel, window: Window, border: number): Channel {
  const { kernel, layer, id } = context;
  const { padding } = window;
  if (!hasPadding(padding)) return from;
  const channels = from.packet;
  const shape = kernel.unique(`${id}_pad_shape`);
  const rows = window.padded.h - padding.top - padding.bottom;
  const columns = window.padded.w - padding.left - padding.right;
  kernel.structs.push(
    [
      `struct ${shape} {`,
      ...constants({
        rows,
        columns,
        top: padding.top,
        left: padding.left,
        padded_rows: window.padded.h,
        padded_columns: window.padded.w,
        words: Math.ceil(channels / from.lanes),
        border,
      }),
      '};',
    ].join('\n'),
  );
  const to = kernel.channel(`${id}_padded`, { ...from, count: window.padded.h * window.padded.w * channels });
  kernel.transform(
    kernel.unique(`${id}_pad`),
    [
      comment(
        `${layer.spec.label}: ${rows}x${columns} with a border, ${window.padded.h}x${window.padded.w}.`,
      ),
    ],
    from,
    to,
    `pad<${shape}, ${from.type.name}, ${from.lanes}>`,
    modelled(context, 'padding').modelled,
  );
  return to;
}

/** Order in which a matrix-vector unit reads the values of a window. */
interface WindowOrder {
  readonly groups: number;
  readonly groupsAtOnce: number;
  readonly simd: number;
}

/**
 * Streams the positions of each window in turn; for a 1×1 kernel passes the image on, unless groups need another order.
 */
export function windows(context: LayerContext, from: Channel, window: Window, order: WindowOrder): Channel {
  const { kernel, layer, id, cost } = context;
  const { outShape, inShape } = layer;
  if (outShape === undefined || !('h' in outShape) || inShape === undefined || !('c' in inShape)) return from;
  const channels = inShape.c;
  const positions = window.kernel.h * window.kernel.w;
  const count = outShape.h * outShape.w * positions * channels;
  const perGroup = channels / order.groups;
  const reorders = order.groupsAtOnce > 1 && perGroup * positions > order.simd;
  if (!needsWindow(window) && !reorders) return { ...from, packet: channels };
  const { lanes } = from;
  const words = Math.ceil(channels / lanes);
  const mvu = cost.processes.find(({ name }) => name === 'mvu')?.cycles ?? 0;
  const whole = parallelWindow(layer, cost.parallel, mvu);
  const values = { channels, group_channels: perGroup, groups_at_once: order.groupsAtOnce, simd: order.simd };
  const aligned = whole ? undefined : alignedWords(channels, perGroup, lanes, order);
  const shape = kernel.unique(`${id}_window_shape`);
  kernel.structs.push(
    [
      `struct ${shape} {`,
      ...constants({
        rows: window.padded.h,
        columns: window.padded.w,
        words,
        ...(aligned === undefined ? values : { group_words: aligned }),
        kernel_rows: window.kernel.h,
        kernel_columns: window.kernel.w,
        stride_rows: window.stride.h,
        stride_columns: window.stride.w,
        dilation_rows: window.dilation.h,
        dilation_columns: window.dilation.w,
        out_rows: outShape.h,
        out_columns: outShape.w,
      }),
      '};',
    ].join('\n'),
  );
  const to = kernel.channel(`${id}_windows`, {
    ...from,
    packet: positions * channels,
    count,
    ...(whole && { lanes: positions * lanes }),
  });
  if (whole) kernel.deepen(to.name, windowFifoDepth(whole), false);
  const serial = aligned === undefined ? 'gather_window' : 'window';
  const atOnce = whole && hasShortLines(whole) ? 'short_parallel_window' : 'parallel_window';
  const template = whole ? atOnce : serial;
  const taps = whole ? ', all taps at once' : '';
  kernel.transform(
    kernel.unique(`${id}_window`),
    [
      comment(
        `${layer.spec.label}: a ${window.kernel.h}x${window.kernel.w} window slides over ${lanes} channels at a time${taps}.`,
      ),
    ],
    from,
    to,
    `${template}<${shape}, ${from.type.name}, ${lanes}>`,
    modelled(context, 'window').modelled,
  );
  return to;
}

/**
 * Words per position of a group (or of the groups computed in parallel) if a window's words are the image's words;
 * undefined if values must be gathered one by one.
 */
function alignedWords(
  channels: number,
  perGroup: number,
  lanes: number,
  order: WindowOrder,
): number | undefined {
  if (channels % lanes !== 0) return undefined;
  const block = perGroup * order.groupsAtOnce;
  if (order.groupsAtOnce > 1 && order.simd !== perGroup) return undefined;
  return block % lanes === 0 ? block / lanes : undefined;
}
