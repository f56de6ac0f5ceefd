/** Generates the padding and sliding-window processes. */
import { channels, hasPadding, isImage, type Window } from '../../network';
import {
  type GroupOrder,
  hasShortLines,
  hasWindow,
  type ParallelWindow,
  parallelWindow,
  windowFifoDepth,
} from '../../cost/index';
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

/**
 * Streams the positions of each window in turn; for a 1×1 kernel passes the image on, unless groups need another order.
 */
export function windows(context: LayerContext, from: Channel, window: Window, order: GroupOrder): Channel {
  const { layer, cost } = context;
  const { inShape } = layer;
  if (inShape === undefined || !('c' in inShape)) return from;
  if (!hasWindow(layer, cost.parallel)) return { ...from, packet: inShape.c };
  const mvu = cost.processes.find(({ name }) => name === 'mvu')?.cycles ?? 0;
  const whole = parallelWindow(layer, cost.parallel, mvu);
  if (whole) return windowAtOnce(context, from, window, order, whole);
  // The groups at once are in one word, or take turns.
  const blocks = layer.groups === 1 ? 1 : layer.groups / order.atOnce;
  const interleaved = from.lanes === order.step ? order.atOnce : 1;
  return slidingWindow(context, from, window, blocks, interleaved);
}

/**
 * The positions of each window in turn, of one block of channels after the other.
 *
 * @param interleaved groups of a block whose words take turns
 */
export function slidingWindow(
  context: LayerContext,
  from: Channel,
  window: Window,
  blocks: number,
  interleaved = 1,
): Channel {
  const words = Math.ceil(channelsOf(context) / from.lanes);
  const sizes = { words, block_words: words / blocks, groups_at_once: interleaved };
  return windowProcess(context, from, window, 'window', sizes, '', { packet: channelsOf(context) });
}

function windowAtOnce(
  context: LayerContext,
  from: Channel,
  window: Window,
  order: GroupOrder,
  whole: ParallelWindow,
): Channel {
  const all = channelsOf(context);
  const positions = window.kernel.h * window.kernel.w;
  const template = hasShortLines(whole) ? 'short_parallel_window' : 'parallel_window';
  const sizes = {
    words: Math.ceil(all / from.lanes),
    group_channels: order.channels,
    groups_at_once: order.atOnce,
    channels_at_once: order.step,
  };
  const format = { lanes: positions * from.lanes, packet: positions * all };
  const to = windowProcess(context, from, window, template, sizes, ', all taps at once', format);
  context.kernel.deepen(to.name, { depth: windowFifoDepth(whole) });
  return to;
}

function channelsOf({ layer }: LayerContext): number {
  return layer.inShape === undefined ? 1 : channels(layer.inShape);
}

function windowProcess(
  context: LayerContext,
  from: Channel,
  window: Window,
  template: 'window' | 'parallel_window' | 'short_parallel_window',
  sizes: Readonly<Record<string, number>>,
  said: string,
  format: Partial<Channel>,
): Channel {
  const { kernel, layer, id } = context;
  const { outShape } = layer;
  if (outShape === undefined || !isImage(outShape)) throw new Error(`${id} is not complete`);
  const { kernel: taps, stride, dilation, padded } = window;
  const { lanes } = from;
  const shape = kernel.unique(`${id}_window_shape`);
  kernel.structs.push(
    [
      `struct ${shape} {`,
      ...constants({
        rows: padded.h,
        columns: padded.w,
        ...sizes,
        kernel_rows: taps.h,
        kernel_columns: taps.w,
        stride_rows: stride.h,
        stride_columns: stride.w,
        dilation_rows: dilation.h,
        dilation_columns: dilation.w,
        out_rows: outShape.h,
        out_columns: outShape.w,
      }),
      '};',
    ].join('\n'),
  );
  const count = outShape.h * outShape.w * taps.h * taps.w * channelsOf(context);
  const to = kernel.channel(`${id}_windows`, { ...from, count, ...format });
  kernel.transform(
    kernel.unique(`${id}_window`),
    [
      comment(
        `${layer.spec.label}: a ${taps.h}x${taps.w} window slides over ${lanes} channels at a time${said}.`,
      ),
    ],
    from,
    to,
    `${template}<${shape}, ${from.type.name}, ${lanes}>`,
    modelled(context, 'window').modelled,
  );
  return to;
}
