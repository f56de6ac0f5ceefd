/** Says in a design from which search it is. */
import type { FileEdit } from '../workspace/edited';
import type { State } from './trial';

const COMMENT = '// Found by';

/**
 * In the first line, instead of an earlier one.
 *
 * @param comment without slashes
 */
export function commentEdit({ analysis }: State, comment: string): readonly FileEdit[] {
  const file = analysis.files[0];
  if (file === undefined) return [];
  const line = `${COMMENT} ${comment}\n`;
  const end = file.text.startsWith(COMMENT) ? file.text.indexOf('\n') + 1 : 0;
  return [{ uri: file.uri, start: 0, end, text: line }];
}
