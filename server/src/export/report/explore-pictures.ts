/** Pictures of what a search found, as SVG. */
import type { CurveModel, MapModel } from '../../base/protocol/exploration';
import { layoutCurve } from '../../../../webview/src/drawing/explore/curve';
import { layoutMap } from '../../../../webview/src/drawing/explore/map';
import { sceneToSvg } from '../../../../webview/src/drawing/scene/svg';
import { measure, paper } from './paper';

/** Latency over the number of exits. */
export function exitsSvg(model: CurveModel): string {
  return sceneToSvg(layoutCurve(model, measure), model.title, paper());
}

/** Which kind is ahead in each cell. */
export function mapSvg(model: MapModel): string {
  return sceneToSvg(layoutMap(model, measure), model.title, paper());
}
