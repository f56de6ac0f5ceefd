/** Assembles an exported folder. */
import type { Analysis } from '../analysis/analysis';
import type { QuantisedDesign } from '../arithmetic/index';
import type { Problem } from './hls/check';
import { type HlsExport, hlsExport } from './hls/hls-export';
import { nothingToBuild } from './nothing';
import { banner, exportOrigin } from './origin';
import { kriaExport } from './kria/files';
import makefile from './project.mk';
import { projectReadme } from './project-readme';
import { runtimeExport } from './runtime/files';
import { vivadoExport } from './vivado/files';
import { type Hardware, planHardware } from './vivado/hardware';

export type ProjectPart = 'hls' | 'vivado' | 'runtime' | 'kria';

/** Files by path in the exported folder, with `/`. */
export interface Project {
  readonly files: ReadonlyMap<string, string>;
  /** Notes to the user about the export. */
  readonly notes: readonly string[];
}

/**
 * The exported folder: the requested parts, one Makefile, one README, and its sources.
 *
 * @param report `exeunt report --json` of the design
 * @param numbers weights and scales of its layers, needed by the part `hls`
 * @param existingErrors errors despite which the kernels are exported, in words
 */
export function exportProject(
  analysis: Analysis,
  report: string,
  parts: readonly ProjectPart[],
  numbers?: QuantisedDesign,
  existingErrors: readonly string[] = [],
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
    const notes = existingErrors.map(
      (each) => `Exported despite an error, for simulation and synthesis: ${each}`,
    );
    hls = { ...made, notes: [...notes, ...made.notes] };
    for (const [name, content] of made.files) files.set(name, content);
    notes.push(...made.notes);
  }
  let hardware: Hardware | undefined;
  const makers = { vivado: vivadoExport, runtime: runtimeExport, kria: kriaExport } as const;
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

/** Missed goals of timing and accuracy, which do not make the export wrong. */
const missedGoals = /^EX[67]/;

/** Resources and floorplan, which kernels and twin do not need; except EX4001, a parallelism that no kernel can have. */
const placeOnly = /^EX(4(?!001)|5)/;

/** Errors that prevent the export of a part. */
export function preventsBuilding(
  { severity, code }: { readonly severity: string; readonly code: string },
  parts: readonly ProjectPart[],
): boolean {
  if (severity !== 'error' || missedGoals.test(code)) return false;
  return parts.some((part) => part !== 'hls') || !placeOnly.test(code);
}
