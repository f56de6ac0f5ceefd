/** Looks up the vocabulary by word. */
import { blocks } from './blocks';
import type { BlockKind, BlockSpec, LinkWord, SettingSpec } from './forms';
import { attributes, fromSpec, layerKinds, type LayerKind, type LayerSpec } from './layers';
import { metrics, type MetricSpec } from './metrics';
import type { Value } from '../tree';

const blockByWord = new Map<string, BlockSpec>(blocks.map((b) => [b.word, b]));
const layerByWord = new Map<string, LayerSpec>(layerKinds.map((l) => [l.word, l]));
/** Vocabulary of each kind of layer. */
export const kindSpecs = Object.fromEntries(layerByWord) as Readonly<Record<LayerKind, LayerSpec>>;
const attributeByWord = new Map<string, SettingSpec>([...attributes, fromSpec].map((a) => [a.word, a]));
const metricByWord = new Map<string, MetricSpec>(metrics.map((m) => [m.word, m]));
const settingsByBlock = new Map<string, ReadonlyMap<string, SettingSpec>>(
  blocks.map((b) => [b.word, new Map(b.settings.map((s) => [s.word, s]))]),
);
const noSettings: ReadonlyMap<string, SettingSpec> = new Map();

export const blockSpec = (word: string): BlockSpec | undefined => blockByWord.get(word);
export const layerSpec = (word: string): LayerSpec | undefined => layerByWord.get(word);

/** An attribute as a kind of layer takes it; of a kind that has none, or without a kind, as any kind does. */
export function attributeSpec(word: string, layerKind = ''): SettingSpec | undefined {
  return layerByWord.get(layerKind)?.settings.find((a) => a.word === word) ?? attributeByWord.get(word);
}

/** Whether a kind of layer has the attribute and takes this value of it. */
export function takesValue(layerKind: LayerKind, word: string, value: Value | undefined): boolean {
  const spec = kindSpecs[layerKind].settings.find((a) => a.word === word);
  if (spec === undefined) return false;
  const { values } = spec;
  // Only words differ between kinds: a form of another kind has been reported by the parser.
  if (value?.kind === 'word')
    return spec.inner !== undefined || values.some((f) => f.form === 'word' && f.words.includes(value.text));
  const sizes = value?.kind === 'dims' || value?.kind === 'quantity';
  return !sizes || spec.inner !== undefined || values.some((f) => f.form === 'size' || f.form === 'number');
}

export const metricSpec = (word: string): MetricSpec | undefined => metricByWord.get(word);

/** The word as a link of the block's header, such as `after` of an exit; undefined if it is not one. */
export function linkOf(block: BlockKind, word: string | undefined): LinkWord | undefined {
  return blockByWord.get(block)?.header.find((each) => each === word);
}

/** Settings in the body of a block, by word. */
export function settingsOf(block: BlockKind): ReadonlyMap<string, SettingSpec> {
  return settingsByBlock.get(block) ?? noSettings;
}

/** The meaning of a word in a block: a setting of the block, or an attribute of a layer or variant. */
export function settingSpec(block: BlockKind, word: string, layerKind?: string): SettingSpec | undefined {
  return settingsOf(block).get(word) ?? attributeSpec(word, layerKind);
}

export function isLayerKind(word: string): word is LayerKind {
  return layerByWord.has(word);
}

export function attributesOf(layerKind: string): readonly SettingSpec[] {
  return layerByWord.get(layerKind)?.settings ?? [];
}

/** Words that may start a statement in the block's body. */
export function statementWords(block: BlockKind): readonly string[] {
  const spec = blockByWord.get(block);
  const layers = spec?.layers ? layerKinds.map((l) => l.word) : [];
  return [...layers, ...(spec?.settings ?? []).map((s) => s.word)];
}
