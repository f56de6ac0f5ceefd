/** `exeunt report`: prints all figures of a design, or writes them as HTML. */
import { join } from 'node:path';
import { policies } from '../../../grammar/src/index';
import { buildReport } from '../analysis/presentation/report';
import { viewSnapshot } from '../analysis/presentation/view';
import { diagramFigures, figureWidthMm } from '../export/report/diagram-figures';
import { reportHtml } from '../export/report/html';
import { reportText } from '../export/report/text';
import { oneFile, readArguments } from './arguments';
import { printDiagnostics } from './check';
import { checkFile, statusOf } from './files';
import { WrongUse } from './outcome';
import { writeWhole } from './write-file';
import { print, printJson } from './print';

export async function runReport(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'report');
  const policy = policies.find((p) => p === values.policy);
  if (values.policy !== undefined && policy === undefined) {
    throw new WrongUse(`--policy takes ${policies.join(', ')}`);
  }
  const widthMm = widthOf(values);
  const checked = await checkFile(oneFile(positionals, comparison(positionals)), policy);
  const { analysis, diagnostics } = checked;
  const report = buildReport(analysis, diagnostics, {
    secondOpinions: values['second-opinion'] === true,
    lines: values.explain === true,
  });
  if (values.html !== undefined)
    await writeWhole(values.html, reportHtml(report, viewSnapshot(analysis, diagnostics)));
  if (values.svg !== undefined)
    for (const { name, svg } of diagramFigures(viewSnapshot(analysis, diagnostics), widthMm))
      await writeWhole(join(values.svg, name), svg);
  if (values.json) printJson(report);
  else if (values.html === undefined && values.svg === undefined) print(reportText(report, analysis.missing));
  if (!values.json) printDiagnostics(checked);
  return statusOf([checked]);
}

/** In mm. */
function widthOf({ svg, width }: { readonly svg?: string; readonly width?: string }): number {
  const { least, most, usual } = figureWidthMm;
  if (width === undefined) return usual;
  if (svg === undefined) throw new WrongUse('--width is that of the figures of --svg DIR');
  const mm = Number(width);
  if (!(mm >= least && mm <= most)) throw new WrongUse(`--width takes ${least} to ${most} mm, not ${width}`);
  return mm;
}

function comparison(files: readonly string[]): string {
  return files.length === 2 ? `: \`exeunt diff ${files.join(' ')}\` compares two` : '';
}
