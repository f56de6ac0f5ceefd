/** Writes a setting of the schedule. */
import type { Analysis } from '../analysis/analysis';
import type { Edit } from '../diagnostics/rule';

/** `batch 8` instead of what is written; undefined where there is no place for it. */
export function scheduleEdit(
  { design, files }: Analysis,
  word: 'policy' | 'batch',
  value: string,
): Edit | undefined {
  const { origin } = design.schedule;
  const text = `${word} ${value}`;
  if (origin === undefined) {
    const [file] = files;
    if (file === undefined) return undefined;
    const end = file.text.length;
    return { at: { uri: file.uri, start: end, end }, text: `\nschedule {\n  ${text}\n}\n` };
  }
  const { block } = origin;
  if (block.kind !== 'schedule') return undefined;
  const written = block.settings.find((s) => s.keyword.text === word);
  if (written) return { at: { ...origin, span: written.span }, text };
  const start = block.body?.start;
  if (start === undefined) return undefined;
  return { at: { ...origin, span: { start: start + 1, end: start + 1 } }, text: `\n  ${text}` };
}
