/** Exports kernels, their testbenches and the software twin. */
import type { QuantisedDesign } from '../../arithmetic/index';
import type { Analysis } from '../../analysis/analysis';
import { designName } from '../../analysis/presentation/report';
import { kernels } from '../kernel-interface';
import { type ExportOrigin, banner } from '../origin';
import { controllerFiles } from '../runtime/controller/sources';
import { stepTables, tablesHeader, tablesSource } from '../runtime/design-tables';
import simulationSource from '../runtime/sim/exeunt_simulation.c';
import simulationHeader from '../runtime/sim/exeunt_simulation.h';
import simMakefile from '../runtime/sim/sim.mk';
import logitsSource from '../runtime/sim/logits.hpp';
import optionsSource from '../runtime/sim/options.hpp';
import picturesSource from '../runtime/sim/pictures.hpp';
import profileSource from '../runtime/sim/profile.hpp';
import twinSource from '../runtime/sim/twin.cpp';
import twinHeader from '../runtime/sim/twin.hpp';
import { twinData } from '../runtime/twin-data';
import { type Problem, problemsOf } from './check';
import { goldenInputs, goldenOf, valuesOf } from './golden';
import hlsMakefile from './hls.mk';
import { type KernelPlan, planKernel } from './kernel';
import { type LineSpan, lineMap, type NamedParts } from '../line-map';
import { cellNames } from '../vivado/cells';
import { kernelHeader, kernelLines, kernelSource, kernelWeights, lead } from './kernel-source';
import { library } from './library';
import { clockAndPart, hlsConfig, modulesMk, runHlsTcl } from './scripts';
import { goldenHeader, testbench } from './testbench';

/** Number of golden inputs per testbench. */
const goldenCount = 4;

/** Files of the kernels and the software twin, by path in the exported folder. */
export interface HlsExport {
  readonly files: ReadonlyMap<string, string>;
  readonly plans: readonly KernelPlan[];
  /** Whether the software twin is included. */
  readonly twin: boolean;
  /** Notes to the user about the export. */
  readonly notes: readonly string[];
}

/** One HLS project per module and the software twin; or the problems that prevent it, with their places. */
export function hlsExport(
  analysis: Analysis,
  numbers: QuantisedDesign,
  origin: ExportOrigin,
): HlsExport | { readonly problems: readonly Problem[] } {
  const problems = problemsOf(analysis, numbers);
  if (problems.length > 0) return { problems };
  const said = sourceNote(numbers);
  const header = [...banner(origin), ...said];
  const plans = kernels(analysis).map(({ module, top }) => planKernel(analysis, numbers, module, top));
  const inputs = goldenInputs(analysis, numbers, goldenCount);
  const values = inputs.map((input) => valuesOf(analysis, numbers, input));
  const clock = clockAndPart(analysis);
  const files = new Map<string, string>();
  /** Adds a library file verbatim, under the same banner as generated files. */
  const add = (path: string, text: string): void => {
    const lines = path.endsWith('.mk')
      ? header.map((line) => `# ${line}`)
      : path.endsWith('pp')
        ? lead(header)
        : header.map((line) => `/* ${line} */`);
    files.set(path, `${lines.join('\n')}\n${text}`);
  };
  for (const [name, text] of Object.entries(library)) add(`hls/include/${name}`, text);
  const lines = new Map<string, readonly LineSpan[]>();
  for (const plan of plans) {
    const golden = values.map((v) => goldenOf(plan, v));
    const folder = `hls/${plan.top}`;
    files.set(`${folder}/${plan.top}.hpp`, kernelHeader(plan, header));
    files.set(`${folder}/${plan.top}.cpp`, kernelSource(plan, header));
    files.set(`${folder}/weights.hpp`, kernelWeights(plan, header));
    files.set(`${folder}/tb.cpp`, testbench(plan, header));
    files.set(`${folder}/golden/golden.hpp`, goldenHeader(plan, golden, header));
    for (const [name, spans] of kernelLines(plan, header)) {
      const path = `${folder}/${name}`;
      const last = files.get(path)?.split('\n').length ?? 1;
      lines.set(path, [{ first: 1, last, origin: plan.module.spec.origin }, ...spans]);
    }
    files.set(`${folder}/run_hls.tcl`, runHlsTcl(plan, clock, header));
    files.set(`${folder}/hls_config.cfg`, hlsConfig(plan, clock, header));
  }
  files.set('exeunt-lines.json', lineMap(analysis, lines, namedParts(analysis, plans), header));
  files.set('hls/modules.mk', modulesMk(plans, header));
  add('hls/hls.mk', hlsMakefile);
  const tables = stepTables(analysis, plans);
  const notes = [...said];
  if ('missing' in tables) {
    notes.push(`The software twin (make sim) is left out: ${tables.missing}.`);
    return { files, plans, twin: false, notes };
  }
  for (const [name, text] of Object.entries(controllerFiles)) add(`runtime/${name}`, text);
  files.set('runtime/design/exeunt_tables.h', tablesHeader(header));
  files.set('runtime/design/exeunt_tables.c', tablesSource(analysis, tables, designName(analysis), header));
  add('runtime/sim/exeunt_simulation.h', simulationHeader);
  add('runtime/sim/exeunt_simulation.c', simulationSource);
  add('runtime/sim/logits.hpp', logitsSource);
  add('runtime/sim/options.hpp', optionsSource);
  add('runtime/sim/pictures.hpp', picturesSource);
  add('runtime/sim/profile.hpp', profileSource);
  add('runtime/sim/twin.hpp', twinHeader);
  add('runtime/sim/twin.cpp', twinSource);
  // What a path starts with is the same for all networks, or there is no twin.
  const first = inputs.flatMap((each) => [...each.values()].slice(0, 1));
  files.set('runtime/sim/twin_data.cpp', twinData(analysis, numbers, tables, first, said, header));
  add('runtime/sim/sim.mk', simMakefile);
  return { files, plans, twin: true, notes };
}

/** Names that tools use for modules, regions and processes. */
function namedParts(analysis: Analysis, plans: readonly KernelPlan[]): NamedParts {
  const cells = cellNames(analysis.regions).regions;
  const isIn = ({ module: { place } }: KernelPlan, region: string): boolean =>
    place.kind === 'region' && place.region === region;
  return {
    modules: new Map(plans.map(({ top, module }) => [top, module.spec.origin])),
    regions: new Map(
      analysis.regions.map(({ spec }, i) => [
        cells[i] ?? spec.name,
        { origin: spec.origin, modules: plans.filter((p) => isIn(p, spec.name)).map((p) => p.top) },
      ]),
    ),
    processes: new Map(
      plans.map(({ top, parts }) => [
        top,
        new Map(
          parts.processes.flatMap(({ name }, i) => {
            const origin = parts.originOf('processes', i);
            return origin ? [[name, origin] as const] : [];
          }),
        ),
      ]),
    ),
  };
}

function sourceNote({ source }: QuantisedDesign): string[] {
  if (source.kind === 'random') {
    return [`RANDOM WEIGHTS (seed ${source.seed}): for building and timing only; its results mean nothing.`];
  }
  return [`Weights of ${source.path.replace(/[\p{Cc}\\]/gu, '')}, ${source.note}, SHA-256 ${source.hash}.`];
}
