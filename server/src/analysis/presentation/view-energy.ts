/** Energy in the view, as text. */
import type { TimelineView } from '../../base/protocol/view';
import type { Amount } from '../../energy/index';
import type { Analysis } from '../analysis';
import { energyRows, fromRow, joulesText, notModelledRow } from './energy-text';
import { energyJson } from './report-energy';

export function energyView(analysis: Analysis): Pick<TimelineView, 'energy'> {
  const { energy } = energyJson(analysis);
  if (energy === undefined) return {};
  const facts = energyRows(energy).filter(([name]) => name !== notModelledRow && name !== fromRow);
  const note = `Base power: ${energy.baseW.source}. Not modelled: ${energy.notModelled.join('; ')}.`;
  return { energy: { facts, note } };
}

export function rivalEnergyView(
  joules: Amount | undefined,
): Pick<TimelineView['baselines'][number], 'energy'> {
  return joules === undefined ? {} : { energy: joulesText(joules) };
}
