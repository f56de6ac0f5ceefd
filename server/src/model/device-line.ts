/** The line of a device block, as an imported design starts with it. */
import { lookupBoard, lookupPart } from '../device/index';
import { OnnxError } from '../onnx/index';
import { nameText } from '../../../grammar/src/index';

/** The board of the first journeys: cheap, and with enough room for a start. */
const usualBoard = 'pynq-z2';

/** `board zc706` or `part "xc7z045ffg900-2"`. Throws an OnnxError for one that is not known. */
export function deviceLine({ board, part }: { readonly board?: string; readonly part?: string }): string {
  const found = part === undefined ? lookupBoard(board ?? usualBoard) : lookupPart(part);
  if ('error' in found) {
    const near = found.nearest.length > 0 ? `; did you mean ${found.nearest.join(' or ')}?` : '';
    throw new OnnxError(found.error + near);
  }
  return part === undefined ? `board ${nameText(board ?? usualBoard)}` : `part "${part}"`;
}
