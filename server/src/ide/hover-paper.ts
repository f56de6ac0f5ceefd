/** Hovers of papers: published figures beside the design's. */
import type { Block, Published } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import {
  differenceText,
  kindText,
  modelledText,
  paperJson,
  paperTitle,
  publishedHead,
  publishedJson,
  publishedRow,
  publishedText,
  standingText,
} from '../analysis/presentation/published-text';
import { paperOf } from './figures';
import { paragraphs, prose, table } from './markdown';

/** One figure: what the design has, and by how much it differs. */
export function publishedHover(analysis: Analysis, block: Block, { span }: Published): string {
  const found = paperOf(analysis, block)?.figures.find((f) => f.published.origin.span === span);
  if (found === undefined) return '';
  const json = publishedJson(found);
  const difference = json.difference === null ? '' : ` (${differenceText(json.difference)})`;
  return paragraphs(
    `**${modelledText(json)}**${difference} against ${publishedText(json, json.published)} published: ${json.verdict}`,
    prose(json.because ?? json.why ?? ''),
  );
}

export function paperHover(analysis: Analysis, block: Block): string {
  const found = paperOf(analysis, block);
  if (found === undefined) return '';
  const json = paperJson(found);
  return paragraphs(
    `**${prose(paperTitle(json))}**: ${standingText(json.figures)}`,
    prose(kindText(json.kind)),
    json.figures.length > 0 ? table([...publishedHead], json.figures.map(publishedRow)) : '',
  );
}
