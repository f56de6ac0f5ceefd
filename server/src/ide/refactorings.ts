import type { BlockSlot, Setting, Span } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import { placed } from '../analysis/offsets';
import { ownFile } from './cursor';
import { layerByNode, regionOf } from './figures';
import { unwrittenWords } from './figure-text';
import type { FileEdit } from './navigation';
import { orderActions } from './order-action';
import { type Refactoring, thresholdAction } from './threshold-action';
import { windowActions } from './window-action';

/**
 * Rewrites offered without a problem: writing the tool's choice for an `auto`, a window that hands over all taps at once,
 * weights fetched once an input, and better thresholds, which need a search.
 */
export function refactorings(
  analysis: Analysis,
  from: number,
  to: number,
  withThresholds = true,
): Refactoring[] {
  const file = ownFile(analysis);
  if (file === undefined) return [];
  const found: Refactoring[] = [];
  const all = chosenForAuto(analysis);
  for (const [i, { slot, setting, text }] of autos(analysis).entries()) {
    const edit = all[i];
    if (edit === undefined) continue;
    const { start, end } = placed(slot, setting.span);
    if (start <= to && from <= end)
      found.push({
        title: `Write \`${setting.keyword.text} ${shortened(text)}\` for \`auto\``,
        edits: [edit],
      });
  }
  if (found.length > 0 && all.length > 1)
    found.push({ title: 'Write all values chosen for `auto`', edits: all });
  found.push(...windowActions(analysis, from, to), ...orderActions(analysis, from, to));
  const thresholds = withThresholds ? thresholdAction(analysis, from, to) : undefined;
  return thresholds ? [...found, thresholds] : found;
}

/** Writes the tool's choice for every `auto` of the design's own file. */
export function chosenForAuto(analysis: Analysis): readonly FileEdit[] {
  const uri = ownFile(analysis)?.uri;
  if (uri === undefined) return [];
  return autos(analysis).map(({ slot, auto, text }) => ({ uri, ...placed(slot, auto), text }));
}

interface Auto {
  readonly slot: BlockSlot;
  readonly setting: Setting;
  /** Span of the word. */
  readonly auto: Span;
  /** The chosen value. */
  readonly text: string;
}

function autos(analysis: Analysis): Auto[] {
  const layers = layerByNode(analysis);
  return (ownFile(analysis)?.tree.slots ?? []).flatMap((slot): Auto[] => {
    const { block } = slot;
    if (block?.kind === 'region') {
      const region = regionOf(analysis, block);
      return region?.auto && !region.stale && region.pblock.length > 0
        ? autoIn(slot, block.settings, 'pblock', region.pblock.join(' '))
        : [];
    }
    if (block === undefined || !('layers' in block)) return [];
    return block.layers.flatMap((layer) => {
      const figures = layers.get(layer);
      if (!figures?.chosen) return [];
      return autoIn(slot, layer.settings, 'parallel', unwrittenWords(figures));
    });
  });
}

function autoIn(slot: BlockSlot, settings: readonly Setting[], keyword: string, text: string): Auto[] {
  const setting = settings.find((s) => s.keyword.text === keyword);
  const value = setting?.values[0];
  if (setting === undefined || value?.kind !== 'word' || value.text !== 'auto') return [];
  return [{ slot, setting, auto: value.span, text }];
}

/** Shortens several ranges for a menu. */
function shortened(text: string): string {
  const [first = '', ...rest] = text.split(' ');
  return rest.length > 3 ? `${first} …` : text;
}
