import type { Analysis, ModuleFigures, RegionFigures } from '../../analysis/analysis';
import { partNameRefusal, processorOnlyRefusal } from '../../analysis/refusals/build-refusals';
import { moduleOf, stepTree } from '../../analysis/refusals/step-tree';
import type { Part } from '../../device/index';
import { type Kernel, kernels as kernelsOf } from '../kernel-interface';
import { nothingToBuild } from '../nothing';
import { type BoardPart, boardPartOf } from './board-parts';
import { cellNames } from './cells';

/** One module of a region: a block design of its own, which holds the kernel behind the region's boundary. */
export interface ReconfigurableModule {
  readonly kernel: Kernel;
  readonly blockDesign: string;
}

/** A region in the block design, with everything that belongs to it alone. */
export interface PlannedRegion {
  readonly figures: RegionFigures;
  /** The container; its pblock's cell is `system_i/<cell>`. */
  readonly cell: string;
  readonly dma: string;
  readonly decoupler: string;
  /** DMAs that only read: as many as the module with the most streams of weights has. */
  readonly weightDmas: readonly string[];
  /** In path order: the first is what the region holds at home. */
  readonly modules: readonly ReconfigurableModule[];
}

/** A module that is always there, with a DMA of its own, so that it runs while the port loads. */
export interface PlannedResident {
  readonly kernel: Kernel;
  readonly cell: string;
  readonly dma: string;
  /** By stream of weights. */
  readonly weightDmas: readonly string[];
}

/** One implementation run: which module each region holds in it, a grey box where there is none left. */
export interface Configuration {
  readonly name: string;
  readonly run: string;
  readonly modules: readonly (ReconfigurableModule | undefined)[];
}

/** All that is decided before a line of Tcl is written. */
export interface Hardware {
  readonly family: Part['family'];
  /** With package and speed grade, as create_project wants it. */
  readonly part: string;
  readonly board?: BoardPart;
  readonly clockHz: number;
  readonly regions: readonly PlannedRegion[];
  readonly residents: readonly PlannedResident[];
  /** Those that are hardware. */
  readonly kernels: readonly Kernel[];
  /** Modules that run on the processor. */
  readonly software: readonly Kernel[];
  /** The first is the parent. Empty without regions: a plain project. */
  readonly configurations: readonly Configuration[];
  /** What the user should know. */
  readonly notes: readonly string[];
}

/** The hardware of a design, or in words why there is none. */
export function planHardware(analysis: Analysis): Hardware | { readonly error: string } {
  const { target, design } = analysis;
  const { part } = target;
  const nothing = nothingToBuild(analysis);
  if (part === undefined || nothing !== undefined) return { error: nothing ?? '' };
  const written = design.device?.part?.text ?? target.board?.part ?? part.name;
  const fullName = written.trim().toLowerCase();
  const refusal = partNameRefusal(written) ?? processorOnlyRefusal(analysis);
  if (refusal !== undefined) return { error: refusal };
  const all = kernelsOf(analysis);

  const names = cellNames(analysis.regions);
  const cellName = names.next;
  const weightCells = (cell: string, count: number): string[] =>
    Array.from({ length: count }, () => cellName(`${cell}_weights`));
  const regions = analysis.regions.flatMap((figures, i): PlannedRegion[] => {
    const placed = inPathOrder(analysis, all).filter((k) => isIn(k.module, figures.spec.name));
    if (placed.length === 0) return [];
    const cell = names.regions[i] ?? figures.spec.name;
    const dma = cellName(`${cell}_dma`);
    const decoupler = cellName(`${cell}_decoupler`);
    const modules = placed.map((kernel) => {
      const blockDesign = cellName(`${cell}_${kernel.top}`);
      return { kernel, blockDesign };
    });
    const streams = Math.max(...placed.map((kernel) => kernel.weights.length));
    const weightDmas = weightCells(cell, streams);
    return [{ figures, cell, dma, decoupler, weightDmas, modules }];
  });
  const residents = inPathOrder(analysis, all)
    .filter((k) => k.module.place.kind === 'static')
    .map((kernel): PlannedResident => {
      const cell = cellName(kernel.top);
      const dma = cellName(`${cell}_dma`);
      return { kernel, cell, dma, weightDmas: weightCells(cell, kernel.weights.length) };
    });
  const board = target.board && boardPartOf(target.board.name);
  return {
    family: part.family,
    part: fullName,
    ...(board && { board }),
    clockHz: target.clockHz,
    regions,
    residents,
    kernels: [...regions.flatMap((r) => r.modules), ...residents].map(({ kernel }) => kernel),
    software: all.filter((k) => k.module.place.kind === 'cpu'),
    configurations: configurationsOf(regions),
    notes: emptyRegionNotes(analysis, regions),
  };
}

function isIn({ place }: ModuleFigures, region: string): boolean {
  return place.kind === 'region' && place.region === region;
}

/** Stages as an input passes them, each followed by the exits and switches behind it: what is home comes first. */
function inPathOrder(analysis: Analysis, all: readonly Kernel[]): Kernel[] {
  const { timeline, design } = analysis;
  const passed = timeline ? stepTree(timeline.problem).steps.map((node) => moduleOf(analysis, node)) : [];
  const position = ({ module }: Kernel): [number, number, number] => {
    const { list, spec } = module;
    const step = passed.indexOf(module);
    const after = 'after' in spec ? spec.after : undefined;
    const network = design.networks.findIndex((n) => n.name === (after?.network ?? list.name));
    // What branches off stands half a step behind its layer; a switch before a network stands in front.
    const own = list.kind === 'network' && 'variant' in spec ? (spec.layers[0] ?? -1) : -1;
    return [step < 0 ? passed.length : step, network, after ? after.layer + 0.5 : own];
  };
  return [...all].sort((a, b) => {
    const [stepA, networkA, layerA] = position(a);
    const [stepB, networkB, layerB] = position(b);
    return stepA - stepB || networkA - networkB || layerA - layerB;
  });
}

/** As many as the region with the most modules needs; the first holds what is home. */
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
