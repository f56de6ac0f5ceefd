/** What a search says: printed as text, and in `--json` as it is shown elsewhere. */
import type { EditJson, ExplorationJson } from '../base/protocol/exploration';
import { tableText } from '../export/report/text';
import type { FileEdit } from '../workspace/edited';
import type { Checked } from './files';

export function shownText({ sentences, tables, notes }: ExplorationJson): string {
  const parts = [...sentences, ...tables.map(tableText), ...(notes.length > 0 ? [notes.join('\n')] : [])];
  return `${parts.join('\n\n')}\n`;
}

/** Edits of imported files have their URI. */
export function editsJson({ analysis }: Pick<Checked, 'analysis'>, edits: readonly FileEdit[]): EditJson[] {
  return edits.map(({ uri, start, end, text }) => ({
    ...{ start, end, text },
    ...(uri !== analysis.uri && { file: uri }),
  }));
}
