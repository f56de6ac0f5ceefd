/** Text of exported files that the client writes itself. */
import { buildReport } from '../../analysis/presentation/report';
import { thresholdTuningBetween } from '../../analysis/proposals/threshold-tuning';
import { viewSnapshot } from '../../analysis/presentation/view';
import type { Checkpoint } from '../../base/checkpoint';
import { isIncomplete } from '../../diagnostics/diagnose';
import { reportHtml } from '../../export/report/html';
import { pblocksXdc } from '../../export/vivado/pblocks-xdc';
import type { ExportParams, ExportResult } from '../../base/protocol/messages';
import { baseName } from '../../workspace/file-system';
import { type Outcome, isAnalysed } from '../analyses';

/** @param checkpoint called between the steps of a search */
export async function exportedText(
  uri: string,
  what: ExportParams['what'],
  outcome: Outcome,
  checkpoint: Checkpoint,
): Promise<ExportResult> {
  if (!isAnalysed(outcome)) return { error: outcome.failure.message };
  const { analysis, diagnostics } = outcome;
  if (isIncomplete(diagnostics))
    return { error: 'A check of this design failed, so nothing is exported; see the Problems panel.' };
  if (what === 'pblocks.xdc') return pblocksXdc(analysis);
  const stem = baseName(uri).replace(/\.exeunt$/, '');
  await thresholdTuningBetween(analysis, checkpoint, 'brief');
  const report = buildReport(analysis, diagnostics);
  return what === 'report.json'
    ? { content: `${JSON.stringify(report, null, 2)}\n`, suggestedName: `${stem}.report.json` }
    : { content: reportHtml(report, viewSnapshot(analysis, diagnostics)), suggestedName: `${stem}.html` };
}
