import { type Analysis, type ModuleFigures, type StaticFigures } from '../../analysis/analysis';
import { type Shortage, shortages } from '../../analysis/figures/against-capacity';
import { formatAtLeast, formatCount } from '../../base/format';
import { type ResourceKind, isAtLeast, resourceNames } from '../../base/resources';
import type { Explanation, Finding, Rule } from '../rule';
import { amount, lackOf } from '../shortage';
import { enumerate } from '../sentence';

const deviceTooSmallExplanation: Explanation = {
  title: 'Design does not fit its device',
  means:
    'Without regions everything is resident, and the part does not hold it together with the static infrastructure.',
  example: `device { part "xc7z007sclg225-1" }
network n {
  input image 1x28x28
  flatten
  dense f1 units 1000 parallel pe 40 simd 8
  dense f2 units 10
}`,
  way: 'Fold the layers, place stages in a reconfigurable region, run exits on the CPU, or take a larger part. The quick fixes were tried.',
};

const staticTooSmallExplanation: Explanation = {
  title: 'Static part does not hold the residents',
  means: 'The regions leave too little of the part for the static infrastructure and the resident modules.',
  example: `device { board pynq-z2 }
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
exit early after p1 {
  flatten
  dense b1 units 10000 parallel pe 500
  dense b2 units 10
  when softmax >= 0.9
  rate 60%
}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
region rp0 {
  pblock SLICE_X82Y50:SLICE_X113Y99
         DSP48_X3Y20:DSP48_X4Y39
         RAMB18_X4Y20:RAMB18_X5Y39
         RAMB36_X4Y10:RAMB36_X5Y19
}`,
  way: 'Make a region smaller, or move a resident module into a region or onto the `cpu`.',
};

/** Without regions the whole part is static: resident modules must fit the part. */
export const deviceTooSmall: Rule = {
  code: 'EX4003',
  severity: 'error',
  explanation: deviceTooSmallExplanation,
  *check(analysis) {
    const { staticPart, regions, target } = analysis;
    if (staticPart === undefined || regions.length > 0 || target.part === undefined) return;
    const [worst, ...others] = shortages(staticPart.used, staticPart.band, staticPart.available);
    if (worst === undefined) return;
    const has = `the ${target.part.name} has ${formatCount(worst.available)}`;
    yield staticFinding(analysis, staticPart, worst, others, has);
  },
};

/** With regions: what they leave of the part must hold the shell and everything resident. */
export const staticTooSmall: Rule = {
  code: 'EX4004',
  severity: 'error',
  explanation: staticTooSmallExplanation,
  *check(analysis) {
    const { staticPart, regions } = analysis;
    if (staticPart === undefined || regions.length === 0) return;
    // Unplaced regions leave an unknown remainder, and are already reported with the shortage.
    if (regions.some((r) => r.infeasible !== undefined && r.need !== undefined && r.modules.length > 0))
      return;
    const [worst, ...others] = shortages(staticPart.used, staticPart.band, staticPart.available);
    if (worst === undefined) return;
    const has = `the regions leave ${formatCount(worst.available)}`;
    yield staticFinding(analysis, staticPart, worst, others, has);
  },
};

function staticFinding(
  { design, regions }: Analysis,
  staticPart: StaticFigures,
  worst: Shortage,
  others: readonly Shortage[],
  has: string,
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
  };
}

/** `1,200`, `at least 1,200`. */
function shareOf({ resources }: ModuleFigures, kind: ResourceKind): string {
  if (resources === undefined) return 'not known';
  return formatAtLeast(isAtLeast(resources, kind), formatCount(resources[kind]));
}
