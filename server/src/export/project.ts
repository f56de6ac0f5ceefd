import type { Analysis } from '../analysis/analysis';
import { banner, exportOrigin } from './origin';
import makefile from './project.mk';
import { projectReadme } from './project-readme';
import { runtimeExport } from './runtime/files';
import { vivadoExport } from './vivado/files';
import { planHardware } from './vivado/hardware';

export type ProjectPart = 'vivado' | 'runtime';

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
 */
export function exportProject(
  analysis: Analysis,
  report: string,
  parts: readonly ProjectPart[],
): Project | { readonly error: string } {
  const origin = exportOrigin(analysis, report);
  const files = new Map<string, string>([
    ['design.exeunt', analysis.files[0]?.text ?? ''],
    ['report.json', report],
    ['Makefile', [...banner(origin), ''].map((line) => `# ${line}`.trimEnd()).join('\n') + `\n${makefile}`],
  ]);
  const hardware = planHardware(analysis);
  if ('error' in hardware) return hardware;
  const makers = { vivado: vivadoExport, runtime: runtimeExport } as const;
  for (const part of parts) {
    const made = makers[part](analysis, origin, hardware);
    if ('error' in made) return made;
    for (const [name, content] of made.files) files.set(name, content);
  }
  files.set('README.md', projectReadme(analysis, hardware, parts));
  return { files, notes: hardware.notes };
}

/** Errors of timing (EX6) and accuracy (EX7) are missed goals; with any other there is nothing right to build. */
export function preventsBuilding({ severity, code }: { severity: string; code: string }): boolean {
  return severity === 'error' && !/^EX[67]/.test(code);
}
