import { countResources, evaluatePblock } from '../../device';
import type { Finding, RuleContext } from '../violation';

/** A pblock that covers only the PS, configuration, IO or transceivers, or is narrower than one unit. */
export function nothingInside({ part, name, ranges, drawn, snapped, reset }: RuleContext): Finding[] {
  if (evaluatePblock(part, ranges, { snapping: true, reset }).bitstreamBytes > 0) return [];
  const held = countResources(part, snapped.coverage, snapped.coverage).resources;
  const reason =
    held.lut + held.dsp + held.bram18 > 0
      ? 'it is narrower than one reconfigurable unit'
      : 'it covers only columns without sites (processing system, configuration, transceivers)';
  return [
    {
      rule: 'nothing-inside',
      severity: 'error',
      guide: 'a reconfigurable Pblock must contain reconfigurable resources',
      message: `the pblock of ${name} contains nothing reconfigurable: ${reason}`,
      text: drawn[0]?.text ?? ranges[0]?.text ?? 0,
    },
  ];
}
