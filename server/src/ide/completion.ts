/** Completion at an offset, even in incomplete text: the grammar says what is allowed, the design supplies names and figures. */
import {
  type Block,
  expectedAt,
  type Expectation,
  kindSpecs,
  layerSpec,
  settingSpec,
  type Span,
  unitWords,
} from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import type { FolderEntry } from '../workspace/file-system';
import { parallelItems, stageFigures } from './completion-parallel';
import { pathDrafts, type PathPlace } from './completion-paths';
import { referenceItems } from './completion-references';
import {
  blockItem,
  headerItem,
  layerItem,
  settingItem,
  usualValues,
  valueItem,
  type Draft,
} from './completion-words';
import { measureItems } from './completion-when';
import { openBlock, ownFile } from './cursor';

export interface Completion extends Omit<Draft, 'rank'> {
  /** Start of the replaced text: the word before the offset. */
  readonly start: number;
  readonly end: number;
  readonly sortText: string;
}

export function completions(analysis: Analysis, offset: number): Completion[] {
  const text = ownFile(analysis)?.text;
  if (text === undefined) return [];
  const expected = expectedAt(text, offset);
  return ranked(drafts(analysis, text, expected), expected.span);
}

/** @param entries of the folder that `place` names */
export function pathCompletions(
  analysis: Analysis,
  place: PathPlace,
  entries: readonly FolderEntry[],
): Completion[] {
  const { span } = place.expected;
  return ranked(pathDrafts(analysis, place, entries), {
    start: span.start + place.folder.length,
    end: span.end,
  });
}

function ranked(items: readonly Draft[], { start, end }: Span): Completion[] {
  return items.map(({ rank = 0, ...draft }, index) => ({
    ...draft,
    start,
    end,
    sortText: String(rank * 1000 + index).padStart(6, '0'),
  }));
}

function drafts(analysis: Analysis, text: string, expected: Expectation): readonly Draft[] {
  if (insideSite(text, expected)) return [];
  switch (expected.where) {
    case 'nothing':
    case 'name':
      return [];
    case 'reference':
      return referenceItems(analysis, text, expected);
    case 'statement':
      return expected.inString ? [] : wordItems(analysis, text, expected);
    case 'value': {
      if (expected.inString) return [];
      const parallel = parallelItems(analysis, expected);
      return parallel.length > 0
        ? parallel
        : [
            ...usualValues(expected),
            ...wordItems(analysis, text, expected),
            ...measureItems(analysis, expected),
          ];
    }
  }
}

/** Inside a range of sites, where no word is allowed. */
function insideSite(text: string, { keyword, span }: Expectation): boolean {
  return keyword === 'pblock' && text[span.start - 1] === ':';
}

/** Blocks that a design has only once. */
const single: readonly Block['kind'][] = ['device', 'schedule', 'profile', 'budget'];

/** Words that may occur once and are already present, before or after the cursor. */
function wordsThere(analysis: Analysis, { block: kind, span }: Expectation): ReadonlySet<string> {
  const blocks = ownFile(analysis)?.tree.slots.flatMap((slot) => slot.block ?? []) ?? [];
  const there = new Set<string>(blocks.map((b) => b.kind).filter((k) => single.includes(k)));
  const cursor = openBlock(analysis, span.start);
  if (cursor?.block.kind !== kind || kind === 'stage' || !('settings' in cursor.block)) return there;
  const at = span.start - cursor.slot.start;
  const { settings } = cursor.block;
  const all = 'when' in cursor.block ? [...settings, cursor.block.when] : settings;
  for (const { keyword } of all) {
    if (keyword.span.start !== at) there.add(keyword.text);
  }
  return there;
}

/** A network has one input, and branches have none. */
function takesInput(analysis: Analysis, { block: kind, span }: Expectation): boolean {
  if (kind !== 'network') return false;
  const cursor = openBlock(analysis, span.start);
  const layers = cursor && 'layers' in cursor.block ? cursor.block.layers : [];
  const at = span.start - (cursor?.slot.start ?? 0);
  return layers.every((layer) => layer.layerKind.text !== 'input' || layer.span.start === at);
}

/** Attributes of a layer, or of a variant's layers; undefined if unknown. */
function attributesTaken(
  analysis: Analysis,
  { block, layerKind, span }: Expectation,
): readonly string[] | undefined {
  if (block === 'stage') {
    const layers = stageFigures(analysis, span.start);
    return layers.length > 0
      ? layers.flatMap(({ shaped }) => kindSpecs[shaped.spec.kind].attributes)
      : undefined;
  }
  return layerSpec(layerKind ?? '')?.attributes;
}

function wordItems(analysis: Analysis, text: string, expected: Expectation): Draft[] {
  const { block, words } = expected;
  if (expected.header) return words.flatMap((word) => headerItem(block, word));
  const lineStart = text.lastIndexOf('\n', expected.span.start - 1) + 1;
  const freshLine = text.slice(lineStart, expected.span.start).trim() === '';
  const there = wordsThere(analysis, expected);
  const names = new Set(analysis.symbols.all().map((s) => s.name));
  // `softmax` is also a layer kind, but not after `when`.
  const values = valueWords(expected);
  const taken = attributesTaken(analysis, expected);
  const items: Draft[] = [];
  for (const word of new Set(words)) {
    if (values.has(word)) {
      items.push(valueItem(word));
      continue;
    }
    // `weights` after a layer is its attribute; at the start of a line a new statement is likelier.
    // `macs` is a figure of a paper, and an attribute elsewhere.
    const attribute = block === 'paper' ? undefined : settingItem(block, word, true, expected.layerKind);
    if (attribute) {
      if (word === 'from' || taken?.includes(word) !== false)
        items.push({ ...attribute, rank: freshLine ? 1 : 0 });
      continue;
    }
    const opening = block === 'top' || block === 'stage' ? blockItem(word) : undefined;
    const statement = opening ?? layerItem(block, word, names) ?? settingItem(block, word, false);
    if (there.has(word) || (word === 'input' && !takesInput(analysis, expected))) continue;
    if (statement) items.push({ ...statement, rank: freshLine ? 0 : 2 });
    else items.push({ ...valueItem(word), rank: unitWords.has(word) ? 0 : 1 });
  }
  return items;
}

/** The keyword's own values, if only they may follow. */
function valueWords({ where, block, keyword, words, layerKind }: Expectation): ReadonlySet<string> {
  if (where !== 'value' || block === 'top' || keyword === undefined) return new Set();
  const forms = settingSpec(block, keyword, layerKind)?.values ?? [];
  const own = new Set(forms.flatMap((form) => (form.form === 'word' ? form.words : [])));
  return words.every((word) => own.has(word)) ? own : new Set();
}
