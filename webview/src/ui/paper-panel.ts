/** Published figures beside the design's, paper by paper. */
import type { PaperView } from '../../../server/src/base/protocol/view';
import { element } from './dom';
import { figure, table } from './panels';

export function paperPanel(papers: readonly PaperView[]): HTMLElement[] {
  return papers.flatMap(({ title, kind, figures }) => [
    element('h2', {}, 'Published'),
    element('p', {}, title),
    ...(kind === '' ? [] : [element('p', { class: 'muted' }, kind)]),
    ...(figures.length === 0
      ? []
      : [
          table(
            ['figure', 'published', 'modelled', 'difference'],
            figures.map((each) => [
              each.figure,
              figure(each.published, ''),
              figure(each.modelled, 'own'),
              figure(each.difference, each.differs ? 'bad' : ''),
            ]),
          ),
        ]),
    ...figures
      .filter(({ comment }) => comment.includes(': '))
      .map(({ figure: name, comment }) => element('p', { class: 'muted' }, `${name}: ${comment}`)),
  ]);
}
