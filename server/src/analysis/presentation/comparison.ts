/** Systems side by side: designs by what is modelled, published systems without a design by what their papers say. */
import type { PublishedFigure } from '../../../../grammar/src/index';
import { isAtLeast, resourceKinds } from '../../base/resources';
import type { PaperJson } from '../../base/protocol/papers';
import { type Modelled, modelledFigure } from '../figures/modelled-figure';
import type { Analysis } from '../analysis';
import { hasDesign } from '../figures/published';
import { paperJson } from './published-text';

/** One system. Figures in base units: ns, inputs a second, bytes; null if not known. */
export interface ComparisonJson {
  path: string;
  /** The title of a paper without a design; else null. */
  title: string | null;
  /** The part, or what a published system ran on. */
  on: string | null;
  /** The figures are the paper's own. */
  published?: true;
  multipliers: number | null;
  /** Multiply-accumulates that a multiplier does in a cycle, all inputs on the whole path; of a chip, at its published performance. */
  macsPerMultiplierAndCycle: number | null;
  /** Bytes to and from memory for a multiply-accumulate. */
  bytesPerMac: number | null;
  latencyNs: number | null;
  throughputPerSecond: number | null;
  /** Latency and throughput are bounds: something is not modelled. */
  isBound?: true;
  area: Partial<Record<(typeof resourceKinds)[number], number>> | null;
  /** The longest load of a region. */
  loadNs: number | null;
  papers: PaperJson[];
}

/** A design with its papers; or, of a file with nothing but papers, each of them. */
export function comparisonRows(path: string, analysis: Analysis): ComparisonJson[] {
  const { design, papers } = analysis;
  const all = papers.map(paperJson);
  if (!hasDesign(design)) return all.map((paper) => publishedRow(path, paper));
  return [designRow(path, analysis, all)];
}

function designRow(path: string, analysis: Analysis, papers: PaperJson[]): ComparisonJson {
  const { design, target, staticPart, timeline, regions } = analysis;
  const figure = (name: PublishedFigure): number | null => {
    const found: Modelled = modelledFigure(
      {
        ...{ design, target, staticPart, timeline, regions },
        lists: analysis.lists,
        modules: analysis.modules,
        profile: analysis.profile,
        energy: () => analysis.energy,
      },
      name,
      undefined,
      undefined,
    );
    return 'why' in found || found.bound !== undefined ? null : found.value;
  };
  const macs = figure('macs');
  const multipliers = figure('multipliers');
  const traffic = figure('traffic');
  const throughput = timeline?.stream?.throughputPerSecond ?? null;
  const isBound = timeline?.atLeast === true || timeline?.stream?.atLeast === true;
  const isWhole = design.exits.length + design.switches.length === 0 && !isBound;
  const perSecond = isWhole && macs !== null && throughput !== null ? macs * throughput : null;
  const loads = regions.flatMap(({ loadNs, modules }) =>
    loadNs !== undefined && modules.length > 1 ? loadNs : [],
  );
  return {
    path,
    title: null,
    on: target.part ? (design.device?.part?.text ?? target.board?.name ?? target.part.name) : null,
    multipliers,
    macsPerMultiplierAndCycle:
      perSecond !== null && multipliers ? perSecond / multipliers / target.clockHz : null,
    bytesPerMac: traffic !== null && macs ? traffic / macs : null,
    latencyNs: timeline?.schedule.meanNs ?? null,
    throughputPerSecond: throughput,
    ...(isBound && { isBound: true as const }),
    area: areaOf(analysis),
    loadNs: loads.length > 0 ? Math.max(...loads) : null,
    papers,
  };
}

/** The static part and what each region must hold; a kind that is a lower bound is left out. */
function areaOf({ staticPart, regions }: Analysis): ComparisonJson['area'] {
  if (staticPart === undefined || regions.some(({ need }) => need === undefined)) return null;
  const all = [staticPart.used, ...regions.flatMap(({ need }) => need ?? [])];
  const known = resourceKinds.filter((kind) => !all.some((amounts) => isAtLeast(amounts, kind)));
  return Object.fromEntries(
    known.map((kind) => [kind, all.reduce((sum, amounts) => sum + amounts[kind], 0)]),
  );
}

function publishedRow(path: string, paper: PaperJson): ComparisonJson {
  const stated = (figure: string): number | null =>
    paper.figures.find((f) => f.figure === figure)?.published ?? null;
  const [performance, multipliers, clock] = [stated('performance'), stated('multipliers'), stated('clock')];
  const [traffic, macs] = [stated('traffic'), stated('macs')];
  return {
    path,
    title: paper.title,
    on: paper.on,
    published: true,
    multipliers,
    macsPerMultiplierAndCycle:
      performance !== null && multipliers && clock ? performance / multipliers / clock : null,
    bytesPerMac: traffic !== null && macs ? traffic / macs : null,
    latencyNs: stated('latency mean') ?? stated('latency worst'),
    throughputPerSecond: stated('throughput'),
    area: null,
    loadNs: null,
    papers: [paper],
  };
}
