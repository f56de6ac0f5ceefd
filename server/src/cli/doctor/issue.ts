/** What an issue needs to know, as Markdown to be pasted: versions, counts and codes; no name, no path, nothing of the design's text. */
import { release } from 'node:os';
import { version } from '../../../../package.json';
import type { Checked } from '../files';
import type { Found } from './find';
import { type ToolName, tools } from './tools';

/** @param checked the design that the issue is about, if one was named */
export function issueText(found: Readonly<Record<ToolName, Found | null>>, checked?: Checked): string {
  const names = Object.keys(tools) as ToolName[];
  const there = names.flatMap((name) => {
    const tool = found[name];
    return tool ? [`${tools[name].name} ${tool.version ?? '(version not known)'}`] : [];
  });
  const absent = names.filter((name) => !found[name]).map((name) => tools[name].name);
  return `${[
    `- Exeunt ${version}`,
    `- Node ${process.version}, ${process.platform} ${process.arch}, ${release()}`,
    `- Tools: ${there.join(', ') || 'none'}`,
    `- Not found: ${absent.join(', ') || 'none'}`,
    ...(checked ? designRows(checked) : []),
  ].join('\n')}\n`;
}

function designRows({ analysis, diagnostics }: Checked): string[] {
  const { design, files, target, lists, timeline, profile, calibration } = analysis;
  const layers = lists.reduce((sum, { specs }) => sum + specs.length, 0);
  const lines = files.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  const counts = [
    [files.length, 'files'],
    [lines, 'lines'],
    [design.networks.length, 'networks'],
    [layers, 'layers'],
    [design.exits.length, 'exits'],
    [design.switches.length, 'switches'],
    [design.stages.length, 'stages'],
    [design.regions.length, 'regions'],
  ].map(([count, what]) => `${what} ${count}`);
  const { policy, batch } = design.schedule;
  const facts = [
    `part ${target.part?.name ?? 'not known'}`,
    `policy ${policy}`,
    `batch ${batch}`,
    profile ? 'a profile' : 'no profile',
    calibration ? 'calibrated' : 'not calibrated',
    timeline ? 'a timeline' : 'no timeline',
  ];
  const codes = new Map<string, number>();
  for (const { code } of diagnostics) codes.set(code, (codes.get(code) ?? 0) + 1);
  const reported = [...codes].sort().map(([code, count]) => `${code} (${count})`);
  return [
    `- Design: ${counts.join(', ')}; ${facts.join(', ')}`,
    `- Diagnostics: ${reported.join(', ') || 'none'}`,
  ];
}
