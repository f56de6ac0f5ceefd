/** What a user gets of a design, feature by feature, in a form that can be compared. */
import type { Analysis } from '../../server/src/analysis/analyse';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { type Diagnostic, diagnose } from '../../server/src/diagnostics/diagnose';
import { codeLenses } from '../../server/src/ide/code-lens';
import { completions } from '../../server/src/ide/completion';
import { foldings } from '../../server/src/ide/folding';
import { hover } from '../../server/src/ide/hover';
import { inlayHints } from '../../server/src/ide/inlay-hints';
import { links } from '../../server/src/ide/links';
import { definition, highlights, occurrences, renameTarget } from '../../server/src/ide/navigation';
import { outline } from '../../server/src/ide/outline';
import { refactorings } from '../../server/src/ide/refactorings';

type Found = readonly Diagnostic[];

const ofDocument: Readonly<Record<string, (analysis: Analysis, diagnostics: Found) => unknown>> = {
  diagnostics: (_, diagnostics) =>
    diagnostics.map(({ code, severity, message, start, end, related }) => [
      code,
      severity,
      message,
      start,
      end,
      related,
    ]),
  report: buildReport,
  view: (analysis, diagnostics) => ({ ...viewSnapshot(analysis, diagnostics), version: 0 }),
  lenses: codeLenses,
  hints: (analysis) => inlayHints(analysis),
  outline,
  foldings,
  links,
};

const atCursor: Readonly<
  Record<string, (analysis: Analysis, offset: number, diagnostics: Found) => unknown>
> = {
  hover,
  completions,
  definition,
  occurrences: (analysis, offset) => occurrences(analysis, offset, true),
  highlights,
  rename: (analysis, offset) => renameTarget(analysis, offset)?.name,
  refactorings: (analysis, offset) => refactorings(analysis, offset, offset),
};

/** Each feature's answer in JSON, by name; at each offset where a cursor matters. */
export function answers(analysis: Analysis, offsets: readonly number[]): Map<string, string> {
  const diagnostics = diagnose(analysis);
  const found = new Map<string, string>();
  for (const [name, feature] of Object.entries(ofDocument))
    found.set(name, json(feature(analysis, diagnostics)));
  for (const [name, feature] of Object.entries(atCursor))
    for (const offset of offsets)
      found.set(`${name} at ${offset}`, json(feature(analysis, offset, diagnostics)));
  return found;
}

/** JSON would write `null` for a number that is none: it stays visible. */
function json(value: unknown): string {
  const shown = (_: string, v: unknown) => (typeof v === 'number' && !Number.isFinite(v) ? `number ${v}` : v);
  return JSON.stringify(value ?? null, shown);
}
