/** Everything that is made of a design, so that a test can see that none of it fails. */
import { format } from '../../grammar/src/index';
import type { Analysis } from '../../server/src/analysis/analyse';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { designStatus } from '../../server/src/analysis/presentation/status';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { type Diagnostic, diagnose } from '../../server/src/diagnostics/diagnose';
import { reportHtml } from '../../server/src/export/report/html';
import { reportText } from '../../server/src/export/report/text';
import { pblocksXdc } from '../../server/src/export/vivado/pblocks-xdc';
import { codeLenses } from '../../server/src/ide/code-lens';
import { completions } from '../../server/src/ide/completion';
import { foldings } from '../../server/src/ide/folding';
import { hover } from '../../server/src/ide/hover';
import { inlayHints } from '../../server/src/ide/inlay-hints';
import { definition, highlights, occurrences, renameTarget } from '../../server/src/ide/navigation';
import { outline } from '../../server/src/ide/outline';
import { refactorings } from '../../server/src/ide/refactorings';
import { failedCode } from '../../server/src/base/protocol/report';

/** Runs every feature, those with a cursor at the offsets; gives the diagnostics. */
export function everything(analysis: Analysis, text: string, offsets: readonly number[]): Diagnostic[] {
  const diagnostics = diagnose(analysis);
  // A rule that fails says so in a diagnostic of its own.
  const failed = diagnostics.find((d) => d.code === failedCode);
  if (failed) throw new Error(failed.message);
  const misplaced = diagnostics.find((d) => d.start < 0 || d.end < d.start || d.end > text.length);
  if (misplaced) throw new Error(`${misplaced.code} stands outside of its file`);
  const report = buildReport(analysis, diagnostics);
  const view = viewSnapshot(analysis, diagnostics);
  JSON.stringify(report);
  reportText(report, analysis.missing);
  reportHtml(report, view);
  designStatus(analysis, diagnostics);
  pblocksXdc(analysis);
  codeLenses(analysis, diagnostics);
  inlayHints(analysis);
  outline(analysis);
  foldings(analysis);
  format(text);
  for (const offset of offsets) {
    hover(analysis, offset, diagnostics);
    completions(analysis, offset);
    definition(analysis, offset);
    occurrences(analysis, offset, true);
    highlights(analysis, offset);
    renameTarget(analysis, offset);
    refactorings(analysis, offset, offset);
  }
  return diagnostics;
}
