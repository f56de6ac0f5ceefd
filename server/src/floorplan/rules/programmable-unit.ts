import { evaluatePblock } from '../../device';
import { countResources } from '../../device/index';
import type { Finding, RuleContext } from '../violation';
import { describeColumn, isFixedInside, lostColumns } from './lost-columns';

/** UltraScale+: edges that split a programmable unit are snapped inwards, so that the region is smaller than drawn. */
export function programmableUnit(context: RuleContext): Finding[] {
  const { part, name, ranges, snapped, reset } = context;
  if (part.family !== 'ultrascale+') return [];
  const lost = lostColumns(context).filter(
    (each) => (each.reason !== 'inside' || !each.bare) && !isFixedInside(each),
  );
  const first = lost[0];
  if (!first) return [];
  const drawn = countResources(part, snapped.coverage, snapped.coverage).resources;
  const held = evaluatePblock(part, ranges, { snapping: true, reset }).resources;
  const columns = lost.map(({ column }) => describeColumn(part, column)).join(', ');
  return [
    {
      rule: 'programmable-unit',
      severity: 'information',
      guide:
        'Pblock edges are snapped to programmable units (a site pair with its interconnect; BRAM and DSP with 5 CLBs, URAM with 30)',
      message: `the edges of the pblock of ${name} split programmable units at ${columns}; snapped, it holds ${held.lut} of ${drawn.lut} LUTs`,
      text: first.drawn.text,
    },
  ];
}
