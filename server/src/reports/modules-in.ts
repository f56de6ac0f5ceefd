import type { Analysis, ModuleFigures, RegionFigures } from '../analysis/analysis';
import { plainNames } from '../base/plain-names';

/**
 * `rp0_front`, `front`, `rp0_front_inst_0`: the module whose name it ends with, as exports name it. A region's cell may
 * carry a number where its name was taken.
 */
export function moduleOf({ modules }: Analysis, subject: string): ModuleFigures | undefined {
  const plain = plainNames();
  const named = modules.map((module) => ({ module, top: plain(module.name).toLowerCase() }));
  const wanted = subject.toLowerCase().replace(/_inst_\d+$/, '');
  const exact = named.find(({ top }) => top === wanted);
  const held = named.find(({ module: { place }, top }) => {
    if (place.kind !== 'region' || !wanted.endsWith(`_${top}`)) return false;
    const cell = plainNames()(place.region).toLowerCase();
    return new RegExp(`^${cell}(_\\d+)?$`).test(wanted.slice(0, -top.length - 1));
  });
  return (exact ?? held)?.module;
}

/** The region of a pblock or cell: `rp0`, `pblock_rp0`. */
export function regionOf({ regions }: Analysis, subject: string): RegionFigures | undefined {
  const wanted = subject.toLowerCase().replace(/^pblock_/, '');
  return regions.find(({ spec }) => plainNames()(spec.name).toLowerCase() === wanted);
}

/** What a report of a whole region is of, if it can hold one module only. */
export function onlyModuleIn(analysis: Analysis, subject: string): ModuleFigures | undefined {
  const modules = regionOf(analysis, subject)?.modules ?? [];
  return modules.length === 1 ? modules[0] : undefined;
}
