import type { Analysis } from '../analysis/analysis';
import type { QuantisedDesign } from '../arithmetic/quantised';
import type { Problem } from './hls/check';
import { type HlsExport, hlsExport } from './hls/hls-export';
import { banner, exportOrigin } from './origin';
import makefile from './project.mk';
import { projectReadme } from './project-readme';
import { runtimeExport } from './runtime/files';
import { vivadoExport } from './vivado/files';
import { type Hardware, planHardware } from './vivado/hardware';

export type ProjectPart = 'hls' | 'vivado' | 'runtime';

/** Files by their path in the exported folder, with `/`. */
export interface Project {
  readonly files: ReadonlyMap<string, string>;
  /** What the user should know of what was made. */
  readonly notes: readonly string[];
}

/**
 * The exported folder: parts of it as asked for, one Makefile, one README, and what it was made from.
 *
 * @param report `exeunt report --json` of the design
 * @param numbers what its layers compute with; the part `hls` needs it
 */
export function exportProject(
  analysis: Analysis,
  report: string,
  parts: readonly ProjectPart[],
  numbers?: QuantisedDesign,
): Project | { readonly error: string } | { readonly problems: readonly Problem[] } {
  const origin = exportOrigin(analysis, report);
  const files = new Map<string, string>([
    ['design.exeunt', analysis.files[0]?.text ?? ''],
    ['report.json', report],
    ['Makefile', [...banner(origin), ''].map((line) => `# ${line}`.trimEnd()).join('\n') + `\n${makefile}`],
  ]);
  const notes: string[] = [];
  let hls: HlsExport | undefined;
  if (parts.includes('hls') && numbers) {
    const made = hlsExport(analysis, numbers, origin);
    if ('problems' in made) return made;
    hls = made;
    for (const [name, content] of made.files) files.set(name, content);
    notes.push(...made.notes);
  }
  let hardware: Hardware | undefined;
  const makers = { vivado: vivadoExport, runtime: runtimeExport } as const;
  for (const part of parts) {
    if (part === 'hls') continue;
    const planned = hardware ?? planHardware(analysis);
    if ('error' in planned) return planned;
    hardware = planned;
    const made = makers[part](analysis, origin, hardware, hls?.plans);
    if ('error' in made) return made;
    for (const [name, content] of made.files) files.set(name, content);
  }
  notes.push(...(hardware?.notes ?? []));
  files.set('README.md', projectReadme(analysis, hls, hardware, parts));
  return { files, notes };
}

/** Errors of timing (EX6) and accuracy (EX7) are missed goals; with any other there is nothing right to build. */
export function preventsBuilding({ severity, code }: { severity: string; code: string }): boolean {
  return severity === 'error' && !/^EX[67]/.test(code);
}
