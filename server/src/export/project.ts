import type { Analysis } from '../analysis/analysis';
import type { QuantisedDesign } from '../arithmetic/index';
import type { Problem } from './hls/check';
import { type HlsExport, hlsExport } from './hls/hls-export';
import { nothingToBuild } from './nothing';
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
 * @param standing errors that the kernels are made in spite of, in words
 */
export function exportProject(
  analysis: Analysis,
  report: string,
  parts: readonly ProjectPart[],
  numbers?: QuantisedDesign,
  standing: readonly string[] = [],
): Project | { readonly error: string } | { readonly problems: readonly Problem[] } {
  const nothing = nothingToBuild(analysis);
  if (nothing !== undefined) return { error: nothing };
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
    const notes = standing.map((each) => `Made in spite of an error, for simulation and synthesis: ${each}`);
    hls = { ...made, notes: [...notes, ...made.notes] };
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

/** Missed goals of timing and accuracy: what is built is right all the same. */
const missedGoals = /^EX[67]/;

/** Resources and floorplan, but for EX4001, a parallelism that no kernel can have: kernels and twin need neither. */
const placeOnly = /^EX(4(?!001)|5)/;

/** Errors with which a part is not exported. */
export function preventsBuilding(
  { severity, code }: { readonly severity: string; readonly code: string },
  parts: readonly ProjectPart[],
): boolean {
  if (severity !== 'error' || missedGoals.test(code)) return false;
  return parts.some((part) => part !== 'hls') || !placeOnly.test(code);
}
