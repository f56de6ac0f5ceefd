/**
 * Layer lists in a compact notation, for tests below the language: `input 1x28x28; conv 5x5 6 pad 2; relu;
 * maxpool 2x2; flatten; dense 120`. A word `name:` before the kind names a layer, `from a, b` and attributes
 * follow as in the language; `inflow` is what flows into a branch. `broken kernel` is a kernel that was written wrongly.
 */
import type { Layer, Name, Setting, Span, Word } from '../../grammar/src/tree';
import type { LoopOrder } from '../../grammar/src/index';
import type { LayerKind, LayerSpec, Size, WeightMemory } from '../../server/src/semantics/design';
import { defaultNumberType, numberType } from '../../server/src/semantics/number-type';

const nowhere: Span = { start: 0, end: 0 };
const word = (text: string): Word => ({ kind: 'word', text, span: nowhere });
const nameNode = (text: string): Name => ({ kind: 'name', text, quoted: false, span: nowhere });

type Draft = { -readonly [K in keyof LayerSpec]?: LayerSpec[K] };

export function layers(text: string): LayerSpec[] {
  const specs: LayerSpec[] = [];
  for (const part of text.split(';')) {
    const words = part.trim().split(/[\s,]+/);
    if (part.trim() !== '') specs.push(layer(words, specs));
  }
  return specs;
}

function layer(words: string[], earlier: readonly LayerSpec[]): LayerSpec {
  const index = earlier.length;
  const name = words[0]?.endsWith(':') ? words.shift()?.slice(0, -1) : undefined;
  const kind = words.shift() as LayerKind;
  const draft: Draft = {};
  const settings: Setting[] = [];
  const from: string[] = [];
  const set = (keyword: string): void => {
    settings.push({ kind: 'setting', keyword: word(keyword), values: [], span: nowhere });
  };
  const leading = words.findIndex((text) => !/^[\d.xe-]+$/.test(text));
  positional(kind, words.splice(0, leading < 0 ? words.length : leading), draft);
  while (words.length > 0) {
    const keyword = words.shift() ?? '';
    if (keyword === 'from') from.push(...words.splice(0));
    else if (keyword === 'broken') set(words.shift() ?? '');
    else attribute(keyword, words, draft);
  }
  const node: Layer = {
    kind: 'layer',
    layerKind: word(kind),
    from: from.map(nameNode),
    settings,
    span: nowhere,
    ...(draft.inputShape && { shape: { kind: 'dims', values: draft.inputShape, span: nowhere } }),
  };
  const bound = from.map((text) => (text === 'inflow' ? -1 : earlier.findIndex((l) => l.name === text)));
  return {
    weights: defaultNumberType,
    activations: defaultNumberType,
    parallel: { pe: 1, simd: 1 },
    ...draft,
    index,
    ...(name !== undefined && { name }),
    label: name ?? `${kind}#${index}`,
    kind,
    node,
    origin: {
      uri: 'test:',
      block: { kind: 'import', keyword: word('import'), span: nowhere },
      span: nowhere,
    },
    inputs: from.length > 0 ? bound : kind === 'input' ? [] : [index - 1],
  };
}

/** Bare numbers behind the kind: `conv 5x5 6`, `dense 120`, `maxpool 2x2`, `input 1x28x28`. */
function positional(kind: LayerKind, values: readonly string[], draft: Draft): void {
  for (const text of values) {
    if (kind === 'input') draft.inputShape = text.split('x').map(Number);
    else if (kind === 'dense') draft.units = Number(text);
    else if (kind === 'upsample') draft.scale = size(text);
    else if (kind === 'maxpool' || kind === 'avgpool') draft.window = size(text);
    else if (text.includes('x')) draft.kernel = size(text);
    else draft.filters = Number(text);
  }
}

function attribute(keyword: string, words: string[], draft: Draft): void {
  const value = words.shift() ?? '';
  switch (keyword) {
    case 'parallel':
      draft.parallel =
        value === 'auto' ? 'auto' : { pe: Number(words.shift()), simd: Number(words.splice(0, 2)[1]) };
      break;
    case 'window':
      if (value !== 'parallel') throw new Error(`window ${value}`);
      draft.tapsAtOnce = true;
      break;
    case 'stride':
      draft.stride = size(value);
      break;
    case 'pad':
      draft.pad = value === 'same' ? 'same' : size(value);
      break;
    case 'weights':
    case 'activations':
      draft[keyword] = numberType(value) ?? defaultNumberType;
      break;
    case 'weights-in':
      draft.weightsIn = value as WeightMemory;
      break;
    case 'order':
      draft.order = value as LoopOrder;
      break;
    case 'codebook':
      draft.codebookBits = Number(value);
      break;
    case 'dilation':
    case 'groups':
    case 'sparsity':
    case 'rank':
      draft[keyword] = Number(value);
      break;
    default:
      throw new Error(`no attribute ${keyword}`);
  }
}

function size(text: string): Size {
  const [h = NaN, w = h] = text.split('x').map(Number);
  return { h, w };
}
