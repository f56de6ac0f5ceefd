/** What a map of energy says: where reconfiguring, exits and a smaller part pay, and where none does. */
import { formatCount, formatNs, plural } from '../../base/format';
import type { State } from '../trial';
import type { MapCell, MapColumn, Pays, WhatPays } from './cells';
import type { MapSearch } from './explore-map';

export function columnName({ batch, arrival }: MapColumn): string {
  if (batch !== undefined) return String(batch);
  return arrival === undefined || arrival === 'back-to-back' ? 'back to back' : formatNs(arrival.everyNs);
}

export function columnText({ batch, arrival }: MapColumn): string {
  if (batch !== undefined) return `at a batch of ${formatCount(batch)}`;
  return arrival === undefined || arrival === 'back-to-back'
    ? 'with inputs back to back'
    : `with an input every ${formatNs(arrival.everyNs)}`;
}

const questions = {
  reconfiguring: 'Reconfiguring pays',
  exits: 'Exits pay',
  smaller: 'A smaller part pays',
} as const satisfies Record<keyof WhatPays, string>;

const isPaying = (pays: Pays | undefined): boolean => pays === 'yes' || pays === 'only';

/** What surely pays in a cell, as letters: R, E, P. */
export function payingLetters({ pays }: MapCell): string {
  if (pays === undefined) return '';
  return [
    ...(isPaying(pays.reconfiguring) ? ['R'] : []),
    ...(isPaying(pays.exits) ? ['E'] : []),
    ...(isPaying(pays.smaller) ? ['P'] : []),
  ].join(' ');
}

export function energySentence({ analysis }: State, { cells, parts }: MapSearch): string {
  const known = cells.filter((c) => c.winner !== undefined);
  const dark = new Set(cells.filter((c) => c.notModelled).map((c) => c.part.name));
  const none = dark.size === 0 ? '' : ` Energy is not modelled on ${[...dark].join(', ')}.`;
  if (known.length === 0)
    return `On none of ${plural(parts.length, 'part')} has a design that may fit an energy that is known.${none}`;
  const told = (Object.keys(questions) as (keyof WhatPays)[]).map((question) =>
    questionText(question, known),
  );
  const idle = known.filter((c) => payingLetters(c) === '').length;
  const own = analysis.target.part?.name;
  const beside =
    own !== undefined && parts.some((p) => p.name === own)
      ? ''
      : ' The part of the file is not on the map, so no part is beside it.';
  return `Of ${plural(known.length, 'cell')}: ${told.join(' ')} None of them does in ${formatCount(idle)}.${beside}${none}`;
}

function questionText(question: keyof WhatPays, known: readonly MapCell[]): string {
  const asked = known.filter((c) => c.pays?.[question] !== undefined);
  if (asked.length === 0) return `${questions[question]} nowhere: there is nothing to compare.`;
  const paying = asked.filter((c) => isPaying(c.pays?.[question]));
  const open = asked.filter((c) => c.pays?.[question] === 'undecided').length;
  const only = paying.filter((c) => c.pays?.[question] === 'only').length;
  const alone = only === 0 ? '' : `, in ${formatCount(only)} since nothing else fits and keeps up`;
  const [first] = paying;
  const where = first ? ` (first on the ${first.part.name} ${columnText(first.column)})` : '';
  const doubt = open === 0 ? '' : `; in ${formatCount(open)} the difference lies within the bands`;
  return `${questions[question]} in ${formatCount(paying.length)}${where}${alone}${doubt}.`;
}
