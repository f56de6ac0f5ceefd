/** Published figures beside those of the design. */
import type { Share } from '../../base/units';
import type { Design, PublishedValue } from '../../semantics/design';
import type { PaperFigures, PublishedResult } from './paper-figures';
import { type DesignFigures, type Modelled, modelledFigure } from './modelled-figure';

/** Every paper of the design with its figures, each compared if it says within what. */
export function paperFigures(design: Design, figures: Omit<DesignFigures, 'design'>): PaperFigures[] {
  return design.papers.map((spec) => ({
    spec,
    figures: spec.figures.map((published) =>
      compared(published, modelledOf(published, { design, ...figures })),
    ),
  }));
}

/** Whether there is anything that papers could be compared with. */
export function hasDesign({ networks, regions }: Pick<Design, 'networks' | 'regions'>): boolean {
  return networks.length + regions.length > 0;
}

function modelledOf({ figure, qualifier, of, to }: PublishedValue, figures: DesignFigures): Modelled {
  if (!hasDesign(figures.design)) return { why: 'no design stands for it' };
  const own = modelledFigure(figures, figure, qualifier, of);
  if (to === undefined || 'why' in own) return own;
  const other = modelledFigure(figures, figure, qualifier, to);
  if ('why' in other) return other;
  if (own.bound ?? other.bound) return { why: 'something that counts is not modelled' };
  if (other.value === 0) return { why: `\`${to.name}\` has none` };
  return { value: own.value / other.value, ...ratioBand(own, other) };
}

type Known = Exclude<Modelled, { readonly why: string }>;

/** Both ends at once: the true figures may err in opposite directions. */
function ratioBand(own: Known, other: Known): Pick<Known, 'between'> {
  const { low: a, high: b } = own.between ?? { low: own.value, high: own.value };
  const { low: c, high: d } = other.between ?? { low: other.value, high: other.value };
  if (own.between === undefined && other.between === undefined) return {};
  return { between: { low: a / d, high: c > 0 ? b / c : Infinity } };
}

function compared(published: PublishedValue, modelled: Modelled): PublishedResult {
  if ('why' in modelled) return { published, verdict: 'not known', why: modelled.why };
  const { value, bound, between } = modelled;
  const told = { published, modelled: value, ...(bound && { bound }), ...(between && { between }) };
  const difference = published.value > 0 ? value / published.value - 1 : undefined;
  const all = { ...told, ...(difference !== undefined && { difference }) };
  const { within } = published;
  if (within === undefined) return { ...all, verdict: 'not judged' };
  const [least, most] = [published.value * (1 - within), published.value * (1 + within)].map(roundOff) as [
    number,
    number,
  ];
  if (bound !== undefined) {
    const isBeyond = bound === 'at least' ? value > most : value < least;
    return { ...all, verdict: isBeyond ? 'differs' : 'not known', ...(!isBeyond && { why: unmodelled }) };
  }
  if (least <= value && value <= most) return { ...all, verdict: 'as published' };
  const isInBand = between !== undefined && between.low <= published.value && published.value <= between.high;
  return { ...all, verdict: isInBand ? 'within its band' : 'differs' };
}

const unmodelled = 'something that counts is not modelled';

/** 100 × 1.1 is 110, not 110.00000000000001. */
const roundOff = (value: Share | number): number => Number(value.toPrecision(12));
