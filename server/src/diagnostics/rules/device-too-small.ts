import { type Analysis, type ModuleFigures, type StaticFigures } from '../../analysis/analysis';
import { type Shortage, shortages, surelyFits } from '../../analysis/fit';
import { refoldResidents } from '../../analysis/refold';
import { formatAtLeast, formatCount } from '../../base/format';
import { type ResourceKind, isAtLeast } from '../../base/resources';
import { partByBase, partNames } from '../../device/index';
import { cutFix } from '../cut-fix';
import { foldingFix } from '../folding-fix';
import type { Finding, Fix, Rule } from '../rule';
import { amount, lackOf, resourceNames } from '../shortage';
import { enumerate } from '../words';

/** Without regions the whole part is static: what does not fit there does not fit the part. */
export const deviceTooSmall: Rule = {
  code: 'EX4003',
  severity: 'error',
  *check(analysis) {
    const { staticPart, regions, target } = analysis;
    if (staticPart === undefined || regions.length > 0 || target.part === undefined) return;
    const [worst, ...others] = shortages(staticPart.used, staticPart.band, staticPart.available);
    if (worst === undefined) return;
    const has = `the ${target.part.name} has ${formatCount(worst.available)}`;
    yield staticFinding(analysis, staticPart, worst, others, has, () => [
      ...refolded(analysis, staticPart),
      ...cutFix(analysis),
      ...largerParts(analysis, staticPart),
    ]);
  },
};

/** With regions: what they leave of the part must hold the shell and everything resident. */
export const staticTooSmall: Rule = {
  code: 'EX4004',
  severity: 'error',
  *check(analysis) {
    const { staticPart, regions } = analysis;
    if (staticPart === undefined || regions.length === 0) return;
    const [worst, ...others] = shortages(staticPart.used, staticPart.band, staticPart.available);
    if (worst === undefined) return;
    const has = `the regions leave ${formatCount(worst.available)}`;
    yield staticFinding(analysis, staticPart, worst, others, has, () => refolded(analysis, staticPart));
  },
};

function refolded(analysis: Analysis, staticPart: StaticFigures): Fix[] {
  return foldingFix('Fold the resident modules until they fit', refoldResidents(analysis, staticPart));
}

function staticFinding(
  { design, regions }: Analysis,
  staticPart: StaticFigures,
  worst: Shortage,
  others: readonly Shortage[],
  has: string,
  fixes: () => readonly Fix[],
): Finding {
  const { modules, shell, band } = staticPart;
  const largest = [...modules].sort(
    (a, b) => (b.resources?.[worst.kind] ?? 0) - (a.resources?.[worst.kind] ?? 0),
  );
  const device = design.device;
  const [only] = modules;
  const at =
    (modules.length === 1 ? only?.spec.origin : undefined) ??
    device?.part?.origin ??
    device?.board?.origin ??
    device?.origin ??
    only?.spec.origin;
  const unit = resourceNames[worst.kind];
  const shares = largest.slice(0, 3).map((m) => `\`${m.name}\` ${shareOf(m, worst.kind)}`);
  const parts = [...shares, `shell ${formatCount(shell[worst.kind])}`].join(', ');
  const also = others.filter((o) => o.verdict === worst.verdict).map(lackOf);
  const fits = worst.verdict === 'does not fit' ? 'do not fit' : 'may not fit';
  const way =
    regions.length === 0
      ? 'Fold the layers further (smaller `parallel`), place stages in a reconfigurable region, or take a larger part.'
      : 'Make a region smaller, or move a resident module into a region or onto the `cpu`.';
  return {
    at: at ?? { uri: design.uri, start: 0, end: 0 },
    ...(worst.verdict === 'may not fit' && { severity: 'warning' as const }),
    message: `The resident modules ${fits}: they need ${amount(worst, band)}, ${has} (${unit}: ${parts}).${also.length > 0 ? ` They also lack ${enumerate(also)}.` : ''} ${way}`,
    fixes,
  };
}

/** `1,200`, `at least 1,200`. */
function shareOf({ resources }: ModuleFigures, kind: ResourceKind): string {
  if (resources === undefined) return 'not known';
  return formatAtLeast(isAtLeast(resources, kind), formatCount(resources[kind]));
}

/** The smallest parts of the same family that hold the design for sure. */
function largerParts({ target, design }: Analysis, staticPart: StaticFigures): Fix[] {
  const at = design.device?.part?.origin;
  if (at === undefined || target.part === undefined) return [];
  const family = target.part.family;
  return partNames
    .flatMap((name) => partByBase(name) ?? [])
    .filter((p) => p.family === family)
    .map((p) => ({ p, have: { ...p.limits, bram18: p.limits.bram36 * 2 } }))
    .filter(({ have }) => surelyFits(staticPart.used, staticPart.band, have))
    .sort((a, b) => a.have.lut - b.have.lut)
    .slice(0, 1)
    .map(({ p }) => ({ title: `Change to '${p.name}'`, edits: [{ at, text: `"${p.name}"` }] }));
}
