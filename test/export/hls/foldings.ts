/** Every unit with every way to fold it, each combination a layer; the layers of one unit and way are one kernel. */
import { channels } from '../../../server/src/network';
import { legalParallelism, orderProblem } from '../../../server/src/cost';
import { load } from '../../support/fixture';

/** Layers that keep their image's shape, so that one may stand behind the other. */
const units = {
  conv: { image: '4x5x4', layer: 'conv $ kernel 3x3 filters 4 pad 1' },
  'conv of prime channels': { image: '5x4x3', layer: 'conv $ kernel 2x3 filters 5 pad same' },
  'dilated conv': { image: '4x6x5', layer: 'conv $ kernel 3x2 filters 4 dilation 2 pad 2x1' },
  'grouped conv': { image: '8x4x5', layer: 'conv $ kernel 3x3 filters 8 groups 2 pad 1' },
  '1x1 conv': { image: '6x4x3', layer: 'conv $ kernel 1x1 filters 6' },
  depthwise: { image: '4x5x6', layer: 'depthwise $ kernel 3x3 pad 1' },
  'depthwise of prime channels': { image: '5x4x4', layer: 'depthwise $ kernel 3x3 pad 1' },
  'conv of one pixel': { image: '4x1x1', layer: 'conv $ kernel 3x3 filters 4 pad 1' },
  dense: { image: '6', layer: 'dense $ units 6' },
} as const;

const ways = {
  'by position': { memory: '', words: '' },
  'windows at once': { memory: '', words: 'window parallel' },
  'weights from memory': { memory: 'weights-in ddr', words: '' },
  'each weight once': { memory: 'weights-in ddr', words: 'order weights' },
} as const;

interface Folding {
  readonly pe: number;
  readonly simd: number;
}

export interface FoldingDesign {
  readonly unit: string;
  readonly way: string;
  readonly text: string;
  readonly foldings: readonly Folding[];
  /** Of the image, for one group. */
  readonly channels: number;
}

const network = (image: string, layers: readonly string[]): string =>
  `device { board pynq-z2 }\nnetwork n {\n input ${image.includes('x') ? 'image' : 'vector'} ${image}\n ${layers.join('\n ')}\n${image.includes('x') ? ' flatten\n' : ''} dense f units 3\n}`;

/** All that the checks let pass. */
export async function foldingDesigns(): Promise<readonly FoldingDesign[]> {
  const designs: FoldingDesign[] = [];
  for (const [unit, { image, layer }] of Object.entries(units)) {
    for (const [way, { memory, words }] of Object.entries(ways)) {
      const line = (index: number, folding: string): string =>
        `${layer.replace('$', `l${index}`)} ${folding} ${memory} ${words}`;
      const { analysis } = await load(network(image, [line(0, 'parallel pe 1 simd 1')]));
      const shaped = analysis.lists[0]?.layers[1]?.shaped;
      if (shaped?.inShape === undefined) throw new Error(`${unit} has no shape`);
      const all = channels(shaped.inShape);
      const each = all / shaped.groups;
      const foldings = foldingsOf(legalParallelism(shaped), shaped.groups, each);
      const legal: Folding[] = [];
      for (const folding of foldings) {
        const parallel = `parallel pe ${folding.pe} simd ${folding.simd}`;
        const tried = await load(network(image, [line(0, parallel)]));
        if (words === 'order weights' && orderProblem(shaped, folding) !== undefined) continue;
        if (tried.analysis.problems.length === 0) legal.push(folding);
      }
      if (legal.length === 0) continue;
      const lines = legal.map(({ pe, simd }, i) => line(i, `parallel pe ${pe} simd ${simd}`));
      designs.push({ unit, way, text: network(image, lines), foldings: legal, channels: each });
    }
  }
  return designs;
}

/** Every `simd`, each with another `pe`; with all of them where words of the window and of the matrix do not line up. */
function foldingsOf(
  { pe, simd }: ReturnType<typeof legalParallelism>,
  groups: number,
  each: number,
): readonly Folding[] {
  const whole = pe.filter((p) => groups === 1 || each % p === 0 || p % each === 0);
  return simd.flatMap((s, i) => {
    const isOdd = each % s !== 0 && s % each !== 0;
    return (isOdd ? whole : [whole[i % whole.length] ?? 1]).map((p) => ({ pe: p, simd: s }));
  });
}
