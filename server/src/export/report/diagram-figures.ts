/** The view's diagrams as figures for a paper. */
import { diagrams } from '../../../../webview/src/drawing/diagrams';
import {
  figureOf,
  figureSvg,
  figureWidthMm,
  sourceLine,
} from '../../../../webview/src/drawing/diagrams/figure';
import type { ViewSnapshot } from '../../base/protocol/view';
import { measure, paper } from './paper';

export { figureWidthMm };

/** A file for each diagram that the design has something for; the timeline goes to the end of the network. */
export function diagramFigures(
  view: ViewSnapshot,
  widthMm: number,
): readonly { readonly name: string; readonly svg: string }[] {
  const path = view.timeline?.paths.at(-1) ?? null;
  const palette = paper();
  return diagrams.flatMap((diagram) => {
    const input = { snapshot: view, path, window: null, chosen: {}, measure };
    const figure = figureOf(diagram, input, { widthMm, asSeen: false, source: sourceLine() });
    return figure ? [{ name: `${view.design}-${diagram.id}.svg`, svg: figureSvg(figure, palette) }] : [];
  });
}
