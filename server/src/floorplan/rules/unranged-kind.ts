import type { Column, SiteKind } from '../../device';
import { rangesIn } from '../ranges';
import type { Finding, RuleContext } from '../violation';
import { lostColumns } from './lost-columns';

const columnKinds: Partial<Record<SiteKind, Column['kind'][]>> = {
  DSP48: ['dsp'],
  DSP48E2: ['dsp'],
  RAMB18: ['bram'],
  RAMB36: ['bram'],
  URAM288: ['uram'],
};

/** Every reconfigurable kind inside a rectangle must be ranged: SLICE, DSP48, RAMB18 and RAMB36. */
export function unrangedKind(context: RuleContext): Finding[] {
  const { part, name, ranges, drawn, snapping } = context;
  if (ranges.some((range) => range.kind === 'CLOCKREGION')) return [];
  // UltraScale+ snaps away rows that a block range leaves out; the programmable unit's rule reports that.
  const lost = lostColumns(context).filter(
    ({ reason, bare }) => reason === 'inside' && (bare || part.family === '7series'),
  );
  return drawn.flatMap((rectangle): Finding[] => {
    const inside = rangesIn(part, rectangle).map((range) => range.kind);
    const named = new Set(ranges.map((range) => range.kind));
    const split = lost.filter((each) => each.drawn === rectangle).map(({ partner }) => partner?.kind);
    const missing = [...new Set(inside)].filter(
      (kind) =>
        !named.has(kind) || split.some((each) => each !== undefined && columnKinds[kind]?.includes(each)),
    );
    if (missing.length === 0) return [];
    return [
      {
        rule: 'unranged-kind',
        severity: snapping ? 'information' : 'error',
        guide: 'all reconfigurable element types inside the Pblock must be ranged',
        message: `the pblock of ${name} has ${missing.join(', ')} sites inside that no range names; their frames count, but they cannot be used${snapping ? '' : '; name them, or write `snapping on`'}`,
        text: rectangle.text,
      },
    ];
  });
}
