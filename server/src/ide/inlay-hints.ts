import type { Block, BlockSlot, Layer, RegionBlock, Setting, Span } from '../../../grammar/src/index';
import type { Analysis, LayerFigures } from '../analysis/analysis';
import { placed } from '../analysis/offsets';
import { formatCount, formatNs, withBetween } from '../base/format';
import { isAtLeast } from '../base/resources';
import { ownFile } from './cursor';
import { layerByNode, moduleOf, regionOf } from './figures';
import { prose } from './markdown';
import { headReason } from './hover-layer';
import { loadFormula, placingText, shapeText, unwrittenWords } from './figure-text';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip?: string;
}

/** Output shapes after layers, choices after `auto`, load times after pblocks; in text order. */
export function inlayHints(analysis: Analysis): InlayHint[] {
  const figures = layerByNode(analysis);
  const hints = (ownFile(analysis)?.tree.slots ?? []).flatMap((slot): InlayHint[] => {
    const { block } = slot;
    if (block === undefined) return [];
    if (block.kind === 'region') return regionHints(analysis, slot, block);
    if (!('layers' in block)) return [];
    return block.layers.flatMap((layer) => {
      const known = figures.get(layer);
      return known ? layerHints(slot, layer, known, reasonOf(analysis, block)) : [];
    });
  });
  return hints.sort((a, b) => a.offset - b.offset);
}

/** Why a head is folded as it is; for a stage, that the folding was chosen. */
function reasonOf(analysis: Analysis, block: Block): string {
  const list = moduleOf(analysis, block)?.list;
  const reason = list ? headReason(analysis, list) : '';
  return reason === '' ? 'Chosen by the folding search.' : reason;
}

function layerHints(slot: BlockSlot, layer: Layer, figures: LayerFigures, reason: string): InlayHint[] {
  const { shaped, chosen } = figures;
  const hints: InlayHint[] = [];
  const auto = autoOf(layer.settings, 'parallel');
  if (auto !== undefined && chosen) {
    hints.push({
      offset: placed(slot, auto).end,
      label: unwrittenWords(figures),
      tooltip: prose(reason),
    });
  }
  if (shaped.outShape) {
    const tooltip = shaped.macs ? `${formatCount(shaped.macs)} multiply-accumulates` : undefined;
    hints.push({
      offset: placed(slot, layer.span).end,
      label: shapeText(shaped.outShape),
      ...(tooltip && { tooltip }),
    });
  }
  return hints;
}

function regionHints(analysis: Analysis, slot: BlockSlot, block: RegionBlock): InlayHint[] {
  const region = regionOf(analysis, block);
  const setting = block.settings.find((s) => s.keyword.text === 'pblock');
  if (region === undefined || setting === undefined) return [];
  const offset = placed(slot, setting.span).end;
  const hints: InlayHint[] = [];
  const isSizedInPart = region.need !== undefined && isAtLeast(region.need);
  if (region.auto && region.pblock.length > 0) {
    hints.push({
      offset,
      label: `${region.pblock.join(' ')}${region.stale ? ` (${placingText(region)})` : ''}`,
      tooltip: region.stale
        ? 'Placed for an earlier version of the text; a new search is running.'
        : `Placed by the tool with the fewest bytes${isSizedInPart ? ', for what is known of its modules' : ''}.`,
    });
  }
  const { loadNs, bitstreamBytes, loadBand, loadReason } = region;
  const { port } = analysis.target;
  if (loadNs !== undefined && bitstreamBytes !== undefined && port) {
    const reason = loadReason === undefined ? '' : `; ${loadReason}`;
    hints.push({
      offset,
      label: `load ${withBetween(formatNs(loadNs), loadNs, loadBand)}`,
      tooltip: `${loadFormula(bitstreamBytes, port)}${prose(reason)}`,
    });
  }
  return hints;
}

/** Position of `auto` in its block, if the setting has that value. */
function autoOf(settings: readonly Setting[], keyword: string): Span | undefined {
  const value = settings.find((s) => s.keyword.text === keyword)?.values[0];
  return value?.kind === 'word' && value.text === 'auto' ? value.span : undefined;
}
