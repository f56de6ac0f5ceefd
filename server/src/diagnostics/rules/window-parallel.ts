import { formatCount } from '../../base/format';
import { type LayerCost, legalParallelism, windowChoice, type CostOptions } from '../../cost/index';
import type { LayerFigures } from '../../analysis/analysis';
import type { ShapedLayer } from '../../network/index';
import type { LayerSpec, Origin, Parallelism } from '../../semantics/design';
import { writtenAt } from '../../semantics/layer-meaning';
import { type Explanation, type Fix, layerRule } from '../rule';

const explanation: Explanation = {
  title: 'Parallel window without effect',
  means:
    '`window parallel` hands all taps of a window over in one cycle, which takes registers for all of them. It pays where the window is slower than the matrix-vector unit: with a `simd` of several kernel positions. Otherwise the layer is as fast without it.',
  example: `network n {
  input image 16x28x28
  conv c1 kernel 3x3 filters 16 parallel simd 16 window parallel
  flatten
  dense f1 units 10
}`,
  way: 'Take a `simd` of several kernel positions, as the message says, or remove `window parallel`.',
};

/** Cycles of the processes that a window concerns do not depend on the device. */
const anyDevice: CostOptions = { family: '7series' };

/** `window parallel` on a layer that has no window, or is not faster for it. */
export const windowParallel = layerRule('EX4009', 'warning', explanation, (layer) => {
  const { shaped, cost } = layer;
  const { spec } = shaped;
  if (spec.tapsAtOnce !== true || cost === undefined) return [];
  const setting = spec.node.settings.find(({ keyword }) => keyword.text === 'window');
  if (setting === undefined) return [];
  const at = writtenAt(spec, setting);
  const remove: Fix = { title: "Remove 'window parallel'", edits: [{ at, text: '' }] };
  const choice = windowChoice(shaped, layer.parallel, anyDevice);
  if (choice === undefined) {
    const message = '`window parallel` has no effect on a 1x1 kernel, which has no window.';
    return [{ at, message, fixes: [remove] }];
  }
  // The search has not chosen yet, or has chosen with this word as given.
  if (spec.parallel === 'auto') return [];
  const serial = withMemory(choice.serial, layer);
  const atOnce = withMemory(choice.atOnce, layer);
  if (atOnce < serial) return [];
  const least = leastSimd(shaped, layer.parallel);
  const unit = choice.serial.processes.find(({ name }) => name === 'mvu')?.cycles ?? 0;
  const window = choice.serial.processes.find(({ name }) => name === 'window')?.cycles ?? 0;
  const why =
    unit >= window
      ? `the matrix-vector unit takes ${formatCount(unit)} cycles and the window ${formatCount(window)} without it`
      : `the layer takes ${formatCount(atOnce)} cycles with it and ${formatCount(serial)} without`;
  const pays = least === undefined ? '' : `; it pays from \`simd ${least}\` on`;
  const fix = least === undefined ? [] : simdFix(spec, at, least);
  return [{ at, message: `\`window parallel\` gains nothing: ${why}${pays}.`, fixes: [...fix, remove] }];
});

/** With the streamed weights, whose time depends on the device. */
function withMemory({ cycles }: LayerCost, { cost }: LayerFigures): number {
  return Math.max(cycles, cost?.processes.find(({ name }) => name === 'memory')?.cycles ?? 0);
}

/** The least `simd` beyond the present one with which all taps at once make the layer faster. */
function leastSimd(layer: ShapedLayer, { pe, simd: now }: Parallelism): number | undefined {
  return legalParallelism(layer).simd.find((simd) => {
    if (simd <= now) return false;
    const choice = windowChoice(layer, { pe, simd }, anyDevice);
    return choice !== undefined && choice.atOnce.cycles < choice.serial.cycles;
  });
}

function simdFix(spec: LayerSpec, window: Origin, simd: number): Fix[] {
  const setting = spec.node.settings.find(({ keyword }) => keyword.text === 'parallel');
  const pe = spec.parallel !== 'auto' && spec.parallel.pe > 1 ? ` pe ${spec.parallel.pe}` : '';
  const text = `parallel${pe} simd ${simd}`;
  const edit = setting
    ? { at: writtenAt(spec, setting), text }
    : { at: window, text: `${text} window parallel` };
  return [{ title: `Write 'simd ${simd}'`, edits: [edit] }];
}
