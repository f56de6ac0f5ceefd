/** Completes references to declared names. */
import {
  type Block,
  type Expectation,
  isSameBlock,
  type Layer,
  publishedSpec,
} from '../../../grammar/src/index';
import type { Analysis, RegionFigures } from '../analysis/analysis';
import { formatBytes, formatCount, formatNs, withBetween } from '../base/format';
import { boardNames, lookupBoard, lookupPart, partNames } from '../device/index';
import type { LayerSpec, NetworkSpec, StageSpec } from '../semantics/design';
import { type Draft, valueItem } from './completion-words';
import { openBlock } from './cursor';
import { layerByNode } from './figures';
import { written } from './names';
import { shapeText } from './figure-text';

export function referenceItems(analysis: Analysis, text: string, expected: Expectation): Draft[] {
  const { span, inString, reference, words } = expected;
  const range = words.includes('..') ? [pointsItem] : [];
  const block = openBlock(analysis, span.start)?.block;
  const items = namesFor(analysis, text, expected, block);
  const places = reference === 'place' && !inString ? words.map((word) => placeItem(word)) : [];
  return [
    ...range,
    ...items.map((item) => (inString ? insideString(item, text[span.end]) : item)),
    ...places,
  ];
}

function namesFor(
  analysis: Analysis,
  text: string,
  { reference, keyword, span, block: kind, lastLayer }: Expectation,
  block: Block | undefined,
): Draft[] {
  const { design } = analysis;
  if (reference === undefined) return [];
  switch (reference) {
    case 'layer':
      if (keyword === 'from') return earlierLayers(analysis, block, span.start);
      return kind === 'stage' ? stageLayers(analysis, block, lastLayer) : boundaryLayers(analysis, block);
    case 'network':
      return design.networks.map((n) => named(n.name, networkDetail(n)));
    case 'region':
    case 'place':
      return design.regions.map((spec) => {
        const figures = analysis.regions.find((r) => r.spec === spec);
        return named(spec.name, figures ? regionDetail(figures) : 'region');
      });
    case 'target':
      return [
        ...design.networks.map((n) => named(n.name, networkDetail(n))),
        ...design.stages.filter((s) => !s.implied).map((s) => named(s.name, 'stage')),
      ];
    case 'board':
      return boardNames.map(boardItem);
    case 'part':
      return partItems(text[span.start - 1] === '"');
    case 'subject': {
      const allowed = publishedSpec(keyword ?? '')?.subjects ?? [];
      return analysis.symbols
        .all()
        .filter((symbol) => allowed.includes(symbol.kind))
        .map((symbol) =>
          named(symbol.name, symbol.owner ? `${symbol.kind} of ${symbol.owner}` : symbol.kind),
        );
    }
    // Paths are completed from the folder; operators are ONNX's, and outputs the model's.
    case 'path':
    case 'operator':
    case 'output':
    case 'text':
      return [];
  }
}

/** Listed first, since most stages are ranges. */
const pointsItem: Draft = {
  label: '..',
  kind: 'keyword',
  detail: 'up to and including a later layer',
  insert: '.. ',
  snippet: false,
};

function named(name: string, detail: string, rank = 0): Draft {
  return { label: name, kind: 'reference', detail, insert: written(name), snippet: false, rank };
}

function placeItem(word: string): Draft {
  return { ...valueItem(word), rank: 1 };
}

/** Inside quotes inserts the plain name, and a missing closing quote. */
function insideString(item: Draft, next: string | undefined): Draft {
  const insert = item.insert.startsWith('"') ? item.insert.slice(1, -1) : item.insert;
  return { ...item, insert: next === '"' ? insert : `${insert}"` };
}

/** After `from`: earlier declarations of the same block. */
function earlierLayers(analysis: Analysis, block: Block | undefined, offset: number): Draft[] {
  const layers: readonly Layer[] = block && 'layers' in block ? block.layers : [];
  const cursor = openBlock(analysis, offset);
  const at = offset - (cursor?.slot.start ?? 0);
  const current = layers.findLast((l) => l.span.start <= at);
  const known = layerByNode(analysis);
  return layers
    .slice(0, current ? layers.indexOf(current) : undefined)
    .flatMap((node) => known.get(node)?.shaped.spec ?? [])
    .flatMap((spec) => layerItems(analysis, spec))
    .reverse();
}

/** In a stage: first layers that are in no stage, in order; after a layer, the later ones of its network. */
function stageLayers(analysis: Analysis, block: Block | undefined, last: string | undefined): Draft[] {
  const { stages, networks } = analysis.design;
  return networks.flatMap(({ name, layers }) => {
    const isOther = (s: StageSpec): boolean => !block || !isSameBlock(s.origin.block, block);
    const others = stages.filter((s) => s.network === name && !s.implied && isOther(s));
    const taken = new Set(others.flatMap((s) => s.layers));
    const before = last === undefined ? -1 : layers.findIndex((spec) => spec.name === last);
    const isElsewhere = last !== undefined && before < 0 && networks.some(has(last));
    if (isElsewhere) return [];
    return layers
      .slice(before + 1)
      .flatMap((spec) => layerItems(analysis, spec, taken.has(spec.index) ? 1 : 0));
  });
}

const has =
  (name: string) =>
  ({ layers }: NetworkSpec): boolean =>
    layers.some((spec) => spec.name === name);

/** After `after`: an exit belongs at the end of a stage, never at the end of the network. */
function boundaryLayers(analysis: Analysis, block: Block | undefined): Draft[] {
  const { stages, exits, networks } = analysis.design;
  return networks.flatMap(({ name, layers }) => {
    const ends = stages.filter((s) => s.network === name && !s.implied).map((s) => s.layers.at(-1));
    const used = exits
      .filter((e) => e.after?.network === name && (!block || !isSameBlock(e.origin.block, block)))
      .map((e) => e.after?.layer);
    return layers.slice(0, -1).flatMap((spec) => {
      const end = lastFused(layers, spec.index);
      if (end === layers.length - 1) return [];
      // An exit on the input has nothing in front of it, and is rare.
      if (spec.kind === 'input') return layerItems(analysis, spec, 2);
      return layerItems(analysis, spec, ends.includes(end) && !used.includes(end) ? 0 : 1);
    });
  });
}

/** Unnamed layers belong to the one before. */
function lastFused(layers: readonly LayerSpec[], index: number): number {
  let end = index;
  while (layers[end + 1] !== undefined && layers[end + 1]?.name === undefined) end++;
  return end;
}

function layerItems(analysis: Analysis, spec: LayerSpec, rank = 0): Draft[] {
  if (spec.name === undefined) return [];
  const shape = layerByNode(analysis).get(spec.node)?.shaped.outShape;
  return [named(spec.name, shape ? `${spec.kind} ${shapeText(shape)}` : spec.kind, rank)];
}

function regionDetail({ bitstreamBytes, loadNs, loadBand, bytesBand }: RegionFigures): string {
  if (bitstreamBytes === undefined || loadNs === undefined) return 'region';
  return `region, ${withBetween(formatBytes(bitstreamBytes), bitstreamBytes, bytesBand)}, load ${withBetween(formatNs(loadNs), loadNs, loadBand)}`;
}

function networkDetail({ layers }: NetworkSpec): string {
  return `network, ${layers.length} layers`;
}

function boardItem(name: string): Draft {
  const plain = name.toLowerCase().replace(/\s+/g, '-');
  const board = lookupBoard(name);
  const part = 'ok' in board ? board.ok.part : '';
  return { label: plain, kind: 'value', detail: `${name}, ${part}`, insert: written(plain), snippet: false };
}

/** Names of silicon, and full part names of boards. */
function partItems(quoted: boolean): Draft[] {
  const onBoards = boardNames.flatMap((name) => {
    const board = lookupBoard(name);
    return 'ok' in board ? board.ok.part : [];
  });
  return [...partNames, ...new Set(onBoards)].flatMap((name, index) => {
    const part = lookupPart(name);
    if (!('ok' in part)) return [];
    const { lut, dsp, bram36 } = part.ok.limits;
    const detail = `${formatCount(lut)} LUT, ${formatCount(dsp)} DSP, ${formatCount(bram36 * 2)} RAMB18`;
    const insert = quoted ? name : `"${name}"`;
    return [
      {
        label: name,
        kind: 'value' as const,
        detail,
        insert,
        snippet: false,
        rank: index < partNames.length ? 0 : 1,
      },
    ];
  });
}
