import { buildReport } from '../analysis/report';
import { viewSnapshot } from '../analysis/view';
import { reportHtml } from '../export/report/html';
import { reportText } from '../export/report/text';
import type { Policy } from '../semantics/design';
import { oneFile, readArguments } from './arguments';
import { printDiagnostics } from './check';
import { checkFile, writeWhole } from './files';
import { WrongUse, exitStatus } from './outcome';

const policies: readonly Policy[] = ['serial', 'overlap', 'speculate'];

export async function runReport(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean' },
    html: { type: 'string' },
    policy: { type: 'string' },
    'second-opinion': { type: 'boolean' },
  });
  const policy = policies.find((p) => p === values.policy);
  if (values.policy !== undefined && policy === undefined) {
    throw new WrongUse(`--policy takes ${policies.join(', ')}`);
  }
  const checked = await checkFile(oneFile(positionals), policy);
  const { analysis, diagnostics } = checked;
  const report = buildReport(analysis, diagnostics, { secondOpinions: values['second-opinion'] === true });
  if (values.html !== undefined)
    await writeWhole(values.html, reportHtml(report, viewSnapshot(analysis, diagnostics)));
  if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else if (values.html === undefined) process.stdout.write(reportText(report, analysis.missing));
  if (!values.json) printDiagnostics(checked);
  return diagnostics.some((d) => d.severity === 'error') ? exitStatus.errors : exitStatus.ok;
}
