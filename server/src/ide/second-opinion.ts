/** Compares other tools' estimates of a layer with ours. */
import { resourceNames } from '../base/resources';
import { formatAtLeast, formatCount } from '../base/format';
import {
  disagreements,
  type LayerCost,
  opinionFootnote,
  opinionKinds,
  type Opinion,
  secondOpinions,
  type OpinionKind,
} from '../cost/index';
import type { ShapedLayer } from '../network/index';
import { list, paragraphs, prose, table } from './markdown';
import { amountCell } from './figure-text';

const heads: Readonly<Record<OpinionKind, string>> = {
  cycles: 'cycles',
  ...resourceNames,
};

/** A table of all estimates, and differences of more than a factor of two. Empty without estimates. */
export function opinionsTable(shaped: ShapedLayer, cost: LayerCost): string {
  const opinions = secondOpinions(shaped, cost);
  if (opinions.length === 0) return '';
  const ours = opinionKinds.map((kind) => {
    if (kind === 'cycles') return formatAtLeast(cost.cyclesAtLeast, formatCount(cost.cycles));
    return amountCell(cost.resources, kind);
  });
  return paragraphs(
    '**Second opinion**, at the same parallelism:',
    table(
      ['', ...opinionKinds.map((kind) => heads[kind]), 'of what'],
      [['this tool', ...ours, 'the whole layer'], ...opinions.map(cells)],
    ),
    list([...disagreements(cost, opinions), opinionFootnote].map(prose)),
  );
}

function cells({ tool, figures, note }: Opinion): string[] {
  const values = opinionKinds.map((kind) => {
    const value = figures[kind];
    return value === undefined ? '' : formatCount(value);
  });
  return [tool, ...values, note];
}
