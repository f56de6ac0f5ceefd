/** Published figures beside those of the design, a table for each paper. */
import {
  kindText,
  paperTitle,
  publishedHead,
  publishedRow,
  standingText,
} from '../../analysis/presentation/published-text';
import type { PaperJson } from '../../base/protocol/papers';
import type { ReportJson } from '../../base/protocol/report';
import type { Table } from './table';

export function paperTables({ papers = [] }: ReportJson): Table[] {
  return papers.map((paper) => ({
    title: `Published: ${paperTitle(paper)}`,
    head: [...publishedHead],
    rows: [...paper.figures.map(publishedRow), ...about(paper)],
  }));
}

function about(paper: PaperJson): string[][] {
  const { kind, on, note, figures } = paper;
  const row = (name: string, text: string | null) => (text ? [[name, '', '', '', text]] : []);
  const standing = figures.some((f) => f.verdict !== 'not judged') ? ` (${standingText(figures)})` : '';
  return [
    ...row('this design', kind && `${kindText(kind)}${standing}`),
    ...row('theirs ran on', on),
    ...row('note', note),
  ];
}
