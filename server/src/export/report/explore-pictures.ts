/** Pictures of what a search found, as SVG. */
import { type CurveModel, layoutCurve } from '../../../../webview/src/drawing/explore/curve';
import { type MapModel, layoutMap } from '../../../../webview/src/drawing/explore/map';
import { sceneToSvg } from '../../../../webview/src/drawing/scene/svg';
import { measure, paper } from './paper';

export type { CurveModel } from '../../../../webview/src/drawing/explore/curve';
export type { MapModel } from '../../../../webview/src/drawing/explore/map';

/** Latency over the number of exits. */
export function exitsSvg(model: CurveModel): string {
  return sceneToSvg(layoutCurve(model, measure), model.title, paper());
}

/** Which kind is ahead in each cell. */
export function mapSvg(model: MapModel): string {
  return sceneToSvg(layoutMap(model, measure), model.title, paper());
}
