/** Plans the block design before any Tcl is written. */
import type { Analysis, ModuleFigures, RegionFigures } from '../../analysis/analysis';
import { partNameRefusal, portRefusal, processorOnlyRefusal } from '../../analysis/refusals/build-refusals';
import { moduleOf, stepTree } from '../../analysis/refusals/step-tree';
import { type Part, vivadoPartName } from '../../device/index';
import { type Kernel, kernels as kernelsOf } from '../kernel-interface';
import { nothingToBuild } from '../nothing';
import { type BoardPart, boardPartOf } from './board-parts';
import { cellNames } from './cells';

/** One module of a region: its own block design, with the kernel behind the region's interface. */
export interface ReconfigurableModule {
  readonly kernel: Kernel;
  readonly blockDesign: string;
}

/** DMAs of a lane's values. The first have a channel that reads memory, the first have one that writes it. */
export interface ValueDmas {
  readonly cells: readonly string[];
  readonly reading: number;
  readonly writing: number;
}

/** A region in the block design, with its own cells. */
export interface PlannedRegion {
  readonly figures: RegionFigures;
  /** The container; its pblock's cell is `system_i/<cell>`. */
  readonly cell: string;
  /** For as many streams each way as the module with the most has. */
  readonly dmas: ValueDmas;
  readonly decoupler: string;
  /** Read-only DMAs, as many as the most streams of weights of any module. */
  readonly weightDmas: readonly string[];
  /** In path order; the first is the region's initial module. */
  readonly modules: readonly ReconfigurableModule[];
}

/** A resident module with its own DMAs, so that it can run during loads. */
export interface PlannedResident {
  readonly kernel: Kernel;
  readonly cell: string;
  readonly dmas: ValueDmas;
  /** One per stream of weights. */
  readonly weightDmas: readonly string[];
}

/** One implementation run: the module of each region, or a grey box if it has no more modules. */
export interface Configuration {
  readonly name: string;
  readonly run: string;
  readonly modules: readonly (ReconfigurableModule | undefined)[];
}

/** The planned hardware. */
export interface Hardware {
  readonly family: Part['family'];
  /** With package and speed grade, for create_project. */
  readonly part: string;
  readonly board?: BoardPart;
  readonly clockHz: number;
  readonly regions: readonly PlannedRegion[];
  readonly residents: readonly PlannedResident[];
  /** Cell with the numbers of the build and the design, which programs compare. */
  readonly identity: string;
  /** Kernels in the fabric. */
  readonly kernels: readonly Kernel[];
  /** Modules that run on the processor. */
  readonly software: readonly Kernel[];
  /** The first is the parent. Empty for a plain project without regions. */
  readonly configurations: readonly Configuration[];
  /** Notes to the user. */
  readonly notes: readonly string[];
}

/** The hardware of a design, or the reason why it cannot be built. */
export function planHardware(analysis: Analysis): Hardware | { readonly error: string } {
  const { target, design } = analysis;
  const { part } = target;
  const nothing = nothingToBuild(analysis);
  if (part === undefined || nothing !== undefined) return { error: nothing ?? '' };
  const written = design.device?.part?.text ?? target.board?.part ?? part.name;
  const fullName = vivadoPartName(written);
  const refusal =
    partNameRefusal(written) ?? processorOnlyRefusal(analysis) ?? portRefusal(analysis)?.message;
  if (refusal !== undefined) return { error: refusal };
  const all = kernelsOf(analysis);

  const names = cellNames(analysis.regions);
  const cellName = names.next;
  const weightCells = (cell: string, count: number): string[] =>
    Array.from({ length: count }, () => cellName(`${cell}_weights`));
  const valueDmas = (cell: string, kernels: readonly Kernel[]): ValueDmas => {
    const most = (way: 'inputs' | 'outputs'): number =>
      Math.max(1, ...kernels.map(({ streams }) => streams[way].length));
    const [reading, writing] = [most('inputs'), most('outputs')];
    const first = cellName(`${cell}_dma`);
    const others = Array.from({ length: Math.max(reading, writing) - 1 }, (_, i) =>
      cellName(`${cell}_dma_${i + 1}`),
    );
    return { cells: [first, ...others], reading, writing };
  };
  const regions = analysis.regions.flatMap((figures, i): PlannedRegion[] => {
    const placed = inPathOrder(analysis, all).filter((k) => isIn(k.module, figures.spec.name));
    if (placed.length === 0) return [];
    const cell = names.regions[i] ?? figures.spec.name;
    const dmas = valueDmas(cell, placed);
    const decoupler = cellName(`${cell}_decoupler`);
    const modules = placed.map((kernel) => {
      const blockDesign = cellName(`${cell}_${kernel.top}`);
      return { kernel, blockDesign };
    });
    const streams = Math.max(...placed.map((kernel) => kernel.weights.length));
    const weightDmas = weightCells(cell, streams);
    return [{ figures, cell, dmas, decoupler, weightDmas, modules }];
  });
  const residents = inPathOrder(analysis, all)
    .filter((k) => k.module.place.kind === 'static')
    .map((kernel): PlannedResident => {
      const cell = cellName(kernel.top);
      const dmas = valueDmas(cell, [kernel]);
      return { kernel, cell, dmas, weightDmas: weightCells(cell, kernel.weights.length) };
    });
  const board = target.board && boardPartOf(target.board.name);
  const identity = cellName('identity');
  return {
    family: part.family,
    part: fullName,
    ...(board && { board }),
    clockHz: target.clockHz,
    regions,
    residents,
    identity,
    kernels: [...regions.flatMap((r) => r.modules), ...residents].map(({ kernel }) => kernel),
    software: all.filter((k) => k.module.place.kind === 'cpu'),
    configurations: configurationsOf(regions),
    notes: emptyRegionNotes(analysis, regions),
  };
}

function isIn({ place }: ModuleFigures, region: string): boolean {
  return place.kind === 'region' && place.region === region;
}

/** Stages in the order of an input, each followed by its exits and switches, so that initial modules come first. */
function inPathOrder(analysis: Analysis, all: readonly Kernel[]): Kernel[] {
  const { timeline, design } = analysis;
  const passed = timeline ? stepTree(timeline.problem).steps.map((node) => moduleOf(analysis, node)) : [];
  const position = ({ module }: Kernel): [number, number, number] => {
    const { list, spec } = module;
    const step = passed.indexOf(module);
    const after = 'after' in spec ? spec.after : undefined;
    const network = design.networks.findIndex((n) => n.name === (after?.network ?? list.name));
    // A branch sorts half a step after its layer; a switch before a network sorts first.
    const own = list.kind === 'network' && 'variant' in spec ? (spec.layers[0] ?? -1) : -1;
    return [step < 0 ? passed.length : step, network, after ? after.layer + 0.5 : own];
  };
  return [...all].sort((a, b) => {
    const [stepA, networkA, layerA] = position(a);
    const [stepB, networkB, layerB] = position(b);
    return stepA - stepB || networkA - networkB || layerA - layerB;
  });
}

/** As many configurations as any region has modules; the first holds the initial modules. */
function configurationsOf(regions: readonly PlannedRegion[]): Configuration[] {
  const most = Math.max(0, ...regions.map((r) => r.modules.length));
  return Array.from({ length: most }, (_, i) => ({
    name: `config_${i + 1}`,
    run: i === 0 ? 'impl_1' : `child_${i - 1}_impl_1`,
    modules: regions.map((r) => r.modules[i]),
  }));
}

function emptyRegionNotes(analysis: Analysis, regions: readonly PlannedRegion[]): string[] {
  return analysis.regions
    .filter((r) => !regions.some((planned) => planned.figures === r))
    .map((r) => `Region ${r.spec.name} holds no module, so it is not part of the project.`);
}
