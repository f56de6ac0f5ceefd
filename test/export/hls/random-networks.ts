/** Small networks over the whole template, with legal parallelism, and numbers of every kind for them. */
import type { Analysis } from '../../../server/src/analysis/analysis';
import { randomNumbers } from '../../../server/src/arithmetic';
import type { LayerNumbers, Quantisation, QuantisedDesign } from '../../../server/src/arithmetic/quantised';
import { legalParallelism, orderProblem } from '../../../server/src/cost';
import { problemsOf } from '../../../server/src/export/hls/check';
import { load } from '../../support/fixture';
import type { Random } from '../../support/seed';

const pick = <T>(random: Random, ...values: readonly T[]): T =>
  values[Math.floor(random() * values.length)] as T;

const types = [
  ...['int8', 'int8', 'int8', 'int4', 'int3', 'int6', 'ternary', 'binary', 'int12', 'int2'],
  ...['int5', 'int7', 'int10', 'int16'],
];

interface Line {
  readonly words: string;
  readonly name?: string;
}

/** Of a layer without weights. */
const kept = (random: Random): string => (random() < 0.3 ? `activations ${pick(random, ...types)}` : '');

/** Layers of a random network, without parallelism. */
function lines(random: Random): Line[] {
  const result: Line[] = [];
  let name = 'i0';
  const add = (words: string): string => {
    name = `l${result.length}`;
    result.push({ name, words: words.replace('$', name) });
    return name;
  };
  const convolution = (channels: number): string => {
    const kernel = pick(random, '1x1', '3x3', '2x3', '1x4', '3x2', '4x4', '5x1', '7x7');
    const groups = pick(random, 1, 1, channels % 2 === 0 ? 2 : 1, channels);
    const filters = groups * pick(random, 1, 2, 3, 4);
    const more = [
      random() < 0.5 ? `pad ${pick(random, '1', '2', '1x0', 'same')}` : '',
      random() < 0.4 ? `stride ${pick(random, '2', '1x2', '2x1', '3', '5x4')}` : '',
      random() < 0.25 ? 'dilation 2 pad 2' : '',
      groups > 1 ? `groups ${groups}` : '',
      `weights ${pick(random, ...types)}`,
      random() < 0.3 ? `activations ${pick(random, ...types)}` : '',
      random() < 0.2 ? `weights-in ${pick(random, 'ddr', 'lutram', 'bram')}` : '',
    ];
    const words = more.filter((w) => w !== '' && !(w.startsWith('pad') && more[2] !== '')).join(' ');
    return `conv $ kernel ${kernel} filters ${filters} ${words}`;
  };
  const channels = pick(random, 1, 2, 3, 4, 6);
  result.push({
    words: `input image ${channels}x${pick(random, 6, 7, 9, 1, 13)}x${pick(random, 6, 8, 11, 1, 3)}`,
  });
  add(convolution(channels));
  const middle = pick(random, 'residual', 'concat', 'depthwise', 'upsample', 'none');
  // What several layers read is not clamped for one of them.
  if (middle !== 'residual' && middle !== 'concat' && random() < 0.5) result.push({ words: 'relu' });
  switch (middle) {
    case 'residual': {
      const from = name;
      const a = add(`conv $ kernel 3x3 filters 4 pad 1 from ${from}`);
      const b = add(`conv $ kernel 1x1 filters 4 from ${from}`);
      const sum = add(`add $ from ${a}, ${b} ${kept(random)}`);
      if (random() < 0.4) {
        // One block behind the other.
        const c = add(`conv $ kernel 2x2 filters 4 pad same groups 2 from ${sum}`);
        add(`add $ from ${c}, ${sum}`);
      }
      if (random() < 0.5) result.push({ words: 'relu' });
      break;
    }
    case 'concat': {
      const from = name;
      // Arms of unequal length, one of them none at all.
      const a = add(`conv $ kernel 5x5 filters 2 pad 2 from ${from}`);
      const b = add(`conv $ kernel 3x3 filters 3 pad 1 from ${a}`);
      const c = add(`conv $ kernel 1x1 filters 4 weights int4 from ${from}`);
      add(
        `concat $ from ${b}, ${c}${random() < 0.5 ? `, ${from}` : ''}${random() < 0.3 ? `, ${a}` : ''} ${kept(random)}`,
      );
      break;
    }
    case 'depthwise':
      add(`depthwise $ kernel ${pick(random, '3x3', '2x2', '1x1')} pad 1 weights ${pick(random, ...types)}`);
      break;
    case 'upsample':
      add(`upsample $ scale ${pick(random, '2', '1x2', '2x1')}`);
      break;
    case 'none':
      break;
  }
  if (random() < 0.6) {
    const kind = pick(random, 'maxpool', 'avgpool');
    const stride = random() < 0.6 ? `stride ${pick(random, '1', '2', '3', '1x2')}` : '';
    add(
      `${kind} $ window ${pick(random, '2x2', '3x3', '2x1', '3x2')} pad ${pick(random, '0', '1')} ${stride} ${kept(random)}`,
    );
    if (random() < 0.3) result.push({ words: 'relu' });
  }
  if (random() < 0.3) add(`globalpool $ ${kept(random)}`);
  result.push({ words: 'flatten' });
  if (random() < 0.4) {
    add(`dense $ units ${pick(random, 3, 6, 10)} weights ${pick(random, ...types)}`);
    result.push({ words: 'relu' });
  }
  add(`dense $ units ${pick(random, 2, 5, 10)} activations ${pick(random, 'int8', 'int8', 'int16')}`);
  return result;
}

function text(network: readonly (Line & { readonly parallel?: string })[], exit: string): string {
  const body = network.map(({ words, parallel }) => `  ${words} ${parallel ?? ''}`).join('\n');
  return `device { board pynq-z2 clock 100 MHz }\nnetwork net {\n${body}\n}\n${exit}`;
}

/** A network and an exit's branch behind its first layer; undefined where the draw has no shape, or sums beyond 32 bits. */
export async function randomNetwork(
  random: Random,
): Promise<{ analysis: Analysis; numbers: QuantisedDesign; text: string } | undefined> {
  const drawn = lines(random);
  const when = pick(
    random,
    'softmax >= 0.5',
    'softmax >= 0.3',
    'entropy <= 1.2',
    'margin >= 0.1',
    'softmax <= 0.6',
    'softmax2 >= 0.4',
  );
  const exit = `exit early after l1 { flatten\n dense e units ${pick(random, 2, 7, 10)}\n when ${when}\n rate 50%\n on static }\n`;
  const plain = await load(text(drawn, exit));
  const [list] = plain.analysis.lists;
  if (list === undefined || list.layers.some((l) => l.shaped.outShape === undefined)) return undefined;
  const folded = drawn.map((line, i) => {
    const shaped = list.layers[i]?.shaped;
    if (shaped === undefined || shaped.fusedInto !== undefined) return line;
    const { pe, simd } = legalParallelism(shaped);
    if (pe.length === 1 && simd.length === 1) return line;
    const groups = shaped.groups;
    const each = (shaped.spec.filters ?? shaped.groups) / groups;
    const whole = pe.filter((p) => groups === 1 || each % p === 0 || p % each === 0);
    const parallel = { pe: pick(random, ...whole), simd: simd.length > 1 ? pick(random, ...simd) : 1 };
    const factors = [`pe ${parallel.pe}`, ...(simd.length > 1 ? [`simd ${parallel.simd}`] : [])].join(' ');
    const isSliding = shaped.spec.kind === 'conv' || shaped.spec.kind === 'depthwise';
    // Whatever the check lets pass.
    const { weightsIn = 'ddr' } = shaped.spec;
    const streamed = { ...shaped, spec: { ...shaped.spec, weightsIn } };
    if (isSliding && orderProblem(streamed, parallel) === undefined && random() < 0.3) {
      const memory = shaped.spec.weightsIn === undefined ? 'weights-in ddr ' : '';
      return { ...line, parallel: `parallel ${factors} ${memory}order weights` };
    }
    const atOnce = isSliding && random() < 0.5;
    return { ...line, parallel: `parallel ${factors}${atOnce ? ' window parallel' : ''}` };
  });
  const written = text(folded, exit);
  const { analysis } = await load(written);
  const plainNumbers = randomNumbers(analysis.lists, Math.floor(random() * 1000));
  const numbers = varied(plainNumbers, random);
  const made = keepsMaxima(analysis, numbers) ? numbers : plainNumbers;
  // Wide weights of wide values: rightly refused.
  if (problemsOf(analysis, made).some(({ message }) => message.includes('32-bit accumulator')))
    return undefined;
  return { analysis, numbers: made, text: written };
}

/** A maximum has one scale in front and behind. */
function keepsMaxima({ lists }: Analysis, numbers: QuantisedDesign): boolean {
  return lists.every(({ name, layers }) =>
    layers.every(({ shaped }, index) => {
      const own = numbers.lists.find((l) => l.name === name)?.layers.get(index);
      const [input] = own?.inputs ?? [];
      const { output } = own ?? {};
      const same = input?.scale === output?.scale && input?.zeroPoint === output?.zeroPoint;
      return shaped.spec.kind !== 'maxpool' || same;
    }),
  );
}

/** The same with scales of any float32 and codes with a zero point, as int8 models of others have them. */
function varied(numbers: QuantisedDesign, random: Random): QuantisedDesign {
  if (random() < 0.5) return numbers;
  const general = (code: Quantisation): boolean => code.sign !== true && code.max > 1;
  // One code for each range, so that pools and sums still have the same in front and behind.
  const codes = new Map<string, Quantisation>();
  const recoded = (code: Quantisation): Quantisation => {
    if (!general(code)) return code;
    const key = `${code.min},${code.max}`;
    const unsigned = code.max === 127 && random() < 0.5;
    const made = codes.get(key) ?? {
      scale: Math.fround(0.01 + random() / 50),
      ...(unsigned
        ? { zeroPoint: Math.floor(random() * 200), min: 0, max: 255 }
        : { zeroPoint: Math.floor((random() - 0.5) * 6), min: code.min, max: code.max }),
    };
    codes.set(key, made);
    return made;
  };
  const layer = ({ inputs, output, matrix, ...rest }: LayerNumbers): LayerNumbers => ({
    ...rest,
    inputs: inputs.map(recoded),
    output: recoded(output),
    ...(matrix && {
      matrix: { ...matrix, scales: matrix.scales.map((s) => Math.fround(s * (0.5 + random()))) },
    }),
  });
  return {
    ...numbers,
    inputs: new Map([...numbers.inputs].map(([name, code]) => [name, recoded(code)])),
    lists: numbers.lists.map((list) => ({
      ...list,
      layers: new Map([...list.layers].map(([index, each]) => [index, layer(each)])),
    })),
  };
}
