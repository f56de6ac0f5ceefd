/** Writes a setting of the schedule. */
import type { Analysis } from '../analysis/analysis';
import type { Edit } from '../diagnostics/rule';

/** `policy serial`, `batch 8` or `arrival every 5 ms` instead of what is written, in one edit where nothing is; undefined where there is no place for it. */
export function scheduleEdits(
  { design, files }: Analysis,
  settings: Readonly<Partial<Record<'policy' | 'batch' | 'arrival', string>>>,
): readonly Edit[] | undefined {
  const { origin } = design.schedule;
  const texts = Object.entries(settings).map(([word, value]) => ({ word, text: `${word} ${value}` }));
  if (texts.length === 0) return [];
  const lines = texts.map(({ text }) => `\n  ${text}`).join('');
  if (origin === undefined) {
    const [file] = files;
    if (file === undefined) return undefined;
    const end = file.text.length;
    return [{ at: { uri: file.uri, start: end, end }, text: `\nschedule {${lines}\n}\n` }];
  }
  const { block } = origin;
  if (block.kind !== 'schedule') return undefined;
  const written = texts.map(({ word, text }) => ({
    text,
    setting: block.settings.find((s) => s.keyword.text === word),
  }));
  const start = block.body?.start;
  const added = written.filter(({ setting }) => setting === undefined);
  if (added.length > 0 && start === undefined) return undefined;
  return [
    ...written.flatMap(({ setting, text }) =>
      setting ? [{ at: { ...origin, span: setting.span }, text }] : [],
    ),
    ...(added.length > 0 && start !== undefined
      ? [
          {
            at: { ...origin, span: { start: start + 1, end: start + 1 } },
            text: added.map(({ text }) => `\n  ${text}`).join(''),
          },
        ]
      : []),
  ];
}
