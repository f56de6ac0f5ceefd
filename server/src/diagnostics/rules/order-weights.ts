import type { LayerFigures } from '../../analysis/analysis';
import { costOptions } from '../../analysis/figures/modules';
import { formatCount } from '../../base/format';
import { freshLayerCost, orderChoice, orderProblem, type CostOptions } from '../../cost/index';
import type { ShapedLayer } from '../../network/index';
import type { LayerSpec, Origin } from '../../semantics/design';
import { writtenAt } from '../../semantics/layer-meaning';
import type { Edit, Explanation, Finding, Fix, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Weights cannot be fetched once an input',
  means:
    '`order weights` fetches each weight from memory once an input and uses it for all output positions, while the input map, sums and results of the layer stay on chip. It needs `weights-in ddr`, more than one output position, a `simd` within one kernel position, and memory for the maps. Where the maps take no less than the weights themselves, it gains nothing.',
  example: `device { board pynq-z2 }
network n {
  input image 16x28x28
  conv c1 kernel 3x3 filters 16 order weights
  flatten
  dense f1 units 10
}`,
  way: 'Write what the message names, or remove `order weights`.',
};

/** `order weights` on a layer that cannot have it, or that would better keep its weights on chip. */
export const orderWeights: Rule = {
  code: 'EX4010',
  severity: 'error',
  explanation,
  *check({ lists, target }) {
    const blocks = 2 * (target.part?.limits.bram36 ?? Infinity);
    for (const { layers } of lists) {
      for (const layer of layers) {
        if (layer.shaped.spec.order !== 'weights') continue;
        yield* findings(layer, costOptions(target), blocks);
      }
    }
  },
};

/** @param blocks RAMB18 of the part */
function findings(layer: LayerFigures, options: CostOptions, blocks: number): Finding[] {
  const { shaped, parallel, cost } = layer;
  const { spec } = shaped;
  const setting = spec.node.settings.find(({ keyword }) => keyword.text === 'order');
  if (setting === undefined || shaped.outShape === undefined || cost === undefined) return [];
  const at = writtenAt(spec, setting);
  const remove: Fix = { title: "Remove 'order weights'", edits: [{ at, text: '' }] };
  const problem = orderProblem(shaped, parallel);
  if (problem !== undefined) {
    const message = `Weights cannot be fetched once an input: ${problem}.`;
    return [{ at, message, fixes: [...simdFix(layer), remove] }];
  }
  const choice = orderChoice(shaped, parallel, options);
  if (choice === undefined) return [];
  const { bram18, lut } = choice.weights.resources;
  if (bram18 > blocks) {
    const message = `Weights cannot be fetched once an input: the maps that then stay on chip take ${formatCount(bram18)} RAMB18, the part has ${formatCount(blocks)}; leave \`order weights\` out.`;
    return [{ at, message, fixes: [remove] }];
  }
  const { pe, simd } = parallel;
  const kept: ShapedLayer = { ...shaped, spec: { ...spec, weightsIn: 'bram' } };
  const onChip = freshLayerCost(kept, { pe, simd }, options);
  if (onChip.resources.bram18 > bram18 || onChip.resources.lut > lut) return [];
  const message = `\`order weights\` gains nothing: the layer takes ${formatCount(bram18)} RAMB18 and ${formatCount(lut)} LUT with it, and ${formatCount(onChip.resources.bram18)} RAMB18 and ${formatCount(onChip.resources.lut)} LUT with its weights on chip.`;
  return [{ at, severity: 'warning', message, fixes: [keepFix(spec, at), remove] }];
}

/** The largest `simd` within a kernel position, if that is what is wrong. */
function simdFix({ shaped, parallel }: LayerFigures): Fix[] {
  const { spec, inShape, groups } = shaped;
  if (inShape === undefined || !('c' in inShape) || spec.parallel === 'auto') return [];
  const simd = inShape.c / groups;
  const setting = spec.node.settings.find(({ keyword }) => keyword.text === 'parallel');
  if (setting === undefined || simd === parallel.simd) return [];
  if (orderProblem(shaped, { ...parallel, simd }) !== undefined) return [];
  const pe = parallel.pe > 1 ? ` pe ${parallel.pe}` : '';
  const edit: Edit = { at: writtenAt(spec, setting), text: `parallel${pe} simd ${simd}` };
  return [{ title: `Write 'simd ${simd}'`, edits: [edit] }];
}

function keepFix(spec: LayerSpec, order: Origin): Fix {
  const memory = spec.node.settings.find(({ keyword }) => keyword.text === 'weights-in');
  const edits: Edit[] = [{ at: order, text: '' }];
  if (memory) edits.push({ at: writtenAt(spec, memory), text: '' });
  return { title: 'Keep the weights on chip', edits };
}
