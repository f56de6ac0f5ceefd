/** Hovers on energy: base power, sleep, and what an input takes. */
import type { Analysis } from '../analysis/analysis';
import { energyRows, energyTitle, wattsText } from '../analysis/presentation/energy-text';
import { energyJson } from '../analysis/presentation/report-energy';
import { paragraphs, prose, table } from './markdown';

/** Every figure of the report, under its headline. */
export function energyHover(analysis: Analysis): string {
  const { energy } = energyJson(analysis);
  if (energy === undefined) return '';
  return paragraphs(
    `**${energyTitle(energy)}**`,
    table(
      ['energy', ''],
      energyRows(energy).map(([name, value]) => [prose(name), prose(value)]),
    ),
  );
}

/** On `idle` and `ambient`. */
export function baseHover(analysis: Analysis): string {
  const { base } = analysis.energy ?? {};
  if (base === undefined)
    return 'Not used yet: energy needs a timeline, and without `idle` a part of which power reports are known.';
  const what = base.quantity === 'board' ? 'the board' : 'the chip alone';
  const leakage = base.leakage === undefined ? '' : `Of it ${wattsText(base.leakage)} leakage.`;
  return paragraphs(
    `**${wattsText(base.watts)}** base power of ${what}: ${prose(base.source)}.`,
    leakage,
    energyHover(analysis),
  );
}

/** On `sleep` and `wake`. */
export function sleepHover(analysis: Analysis): string {
  const duty = analysis.energy?.duty;
  if (duty?.lacks !== undefined) return `Sleep is not judged: ${prose(duty.lacks)}.`;
  return energyHover(analysis);
}
