/** Completes what an exit may decide by beside the criteria of a vector of scores. */
import { criteria, type Expectation, isSameBlock, positionCriteria } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import { scoresAt, scoresShape } from '../analysis/figures/scores';
import { dimensions, elements } from '../network/index';
import { type Draft, valueItem } from './completion-words';
import { openBlock } from './cursor';
import { written } from './names';

/** Behind `when`: layers of the head with one value, and criteria of images where the scores are one. */
export function measureItems(analysis: Analysis, { keyword, words, span }: Expectation): readonly Draft[] {
  if (keyword !== 'when' || !criteria.every((c) => words.includes(c))) return [];
  const block = openBlock(analysis, span.start)?.block;
  const list = analysis.lists.find(
    (l) => l.kind === 'exit' && block && isSameBlock(l.spec.origin.block, block),
  );
  if (list === undefined) return [];
  const scores = scoresAt(list);
  const learned = list.layers.flatMap(({ shaped: { spec, outShape } }): Draft[] =>
    spec.name !== undefined && spec.index !== scores && outShape && elements(outShape) === 1
      ? [
          {
            label: spec.name,
            kind: 'reference',
            detail: 'a trained confidence',
            insert: written(spec.name),
            snippet: false,
          },
        ]
      : [],
  );
  const shape = scoresShape(list);
  const isImage =
    shape !== undefined &&
    dimensions(shape)
      .slice(1)
      .some((side) => side > 1);
  return [...learned, ...(isImage ? positionCriteria.map(valueItem) : [])];
}
