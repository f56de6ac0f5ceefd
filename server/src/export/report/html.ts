/**
 * The report as one self-contained HTML file, without scripts or external links. Its pictures are the view's layouts,
 * drawn as SVG.
 */
import { diagrams } from '../../../../webview/src/drawing/diagrams';
import type { Diagram } from '../../../../webview/src/drawing/diagrams/diagram';
import { sceneToSvg } from '../../../../webview/src/drawing/scene/svg';
import { visible } from '../../base/protocol/visible';
import type { ReportJson } from '../../base/protocol/report';
import type { ViewSnapshot } from '../../base/protocol/view';
import { curveSvg } from './curve';
import { measure, paper } from './paper';
import type { Table } from './table';
import { problemTable, reportTables } from './tables';

const WIDTH = 1000;
const GUTTER = 96;

export function reportHtml(report: ReportJson, view: ViewSnapshot): string {
  const title = `${report.design}: Exeunt report`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escape(report.design)}</h1>
${report.device ? `<p class="sub">${escape(report.device.part)}</p>` : ''}
${problemTable(report).map(tableHtml).join('\n')}
${report.verdict === null ? '' : `<p class="verdict ${view.verdictLook ?? ''}">${escape(report.verdict)}</p>`}
${view.missing.map((m) => `<p class="missing">Not shown: ${escape(m)}.</p>`).join('\n')}
${diagrams.map((diagram) => picture(diagram.title, diagramSvg(diagram, view))).join('\n')}
${picture('Thresholds', report.thresholds ? curveSvg(report.thresholds) : undefined)}
${reportTables(report).map(tableHtml).join('\n')}
<p class="sub">Estimates of a model. Vivado's own reports decide; LUT and FF carry the band shown.</p>
</main>
</body>
</html>
`;
}

function picture(title: string, svg: string | undefined): string {
  return svg === undefined ? '' : `<h2>${title}</h2>\n<figure>${svg}</figure>`;
}

/** Along the path to the end, which includes all other paths. */
function diagramSvg(diagram: Diagram, view: ViewSnapshot): string | undefined {
  const path = view.timeline?.paths.at(-1) ?? null;
  const input = { snapshot: view, path, width: WIDTH, window: null, chosen: {}, measure };
  const gutter = Math.max(GUTTER, diagram.gutter(input));
  const scene = diagram.layout({ ...input, gutter });
  return scene === null ? undefined : sceneToSvg(scene, `${diagram.title} of ${view.design}`, paper());
}

/** Columns of figures are right-aligned, columns of words left-aligned. */
const figure = /^(?:\d|–|not modelled|$)/;

/** Places in the design's own text; the editor turns them into links. */
const place = /^\d+(:\d+)?$/;

function tableHtml({ title, head, rows }: Table): string {
  const isFigure = head.map((_, i) => i > 0 && rows.every((row) => figure.test(row[i] ?? '')));
  const look = (text: string, i: number) =>
    /^(line|place)$/.test(head[i] ?? '') && place.test(text)
      ? ' class="place"'
      : isFigure[i]
        ? ' class="n"'
        : '';
  const cell = (tag: string) => (text: string, i: number) =>
    `<${tag}${look(text, i)}>${escape(text)}</${tag}>`;
  const body = rows.map((row) => `<tr>${row.map(cell('td')).join('')}</tr>`).join('\n');
  return `<h2>${escape(title)}</h2>\n<table><thead><tr>${head.map(cell('th')).join('')}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`;
}

function escape(text: string): string {
  return visible(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

const style = `
body { font: 14px/1.5 system-ui, sans-serif; color: #1f2328; background: #fff; margin: 0; }
main { max-width: 1040px; margin: 0 auto; padding: 24px; }
h1 { font-size: 22px; margin: 0; } h2 { font-size: 15px; margin: 28px 0 8px; }
.sub { color: #656d76; margin: 4px 0; } .verdict { font-weight: 600; color: #8a4b00; }
.verdict.good { color: #1a7f37; } .verdict.invalid { color: #b3261e; } .missing { color: #656d76; }
figure { margin: 0; overflow-x: auto; } svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
th, td { text-align: left; padding: 3px 10px 3px 0; border-bottom: 1px solid #d8dee4; vertical-align: top; }
th { color: #656d76; font-weight: 600; } .n { text-align: right; }
@media print { main { padding: 0; } }
`;
