import type { Rule } from '../rule';
import { list, sentence, written } from '../words';

/** A part or board that the model does not know, with the nearest that it does. */
export const unknownDevice: Rule = {
  code: 'EX2015',
  severity: 'error',
  *check({ target }) {
    const { unknown } = target;
    if (unknown === undefined) return;
    const { what, text, reason, nearest, origin } = unknown;
    const isPart = what === 'part';
    const known = isPart ? nearest : nearest.map(asWritten);
    const way = known.length > 0 ? ` Close to it ${known.length === 1 ? 'is' : 'are'} ${list(known)}.` : '';
    const why = isPart ? `: ${reason}` : '';
    yield {
      at: origin,
      message: `There is no known ${what} \`${text}\`${why}.${way}`,
      fixes: known.slice(0, 3).map((name) => ({
        title: `Change to '${name}'`,
        edits: [{ at: origin, text: isPart ? `"${withSuffix(name, text)}"` : written(name) }],
      })),
    };
  },
};

/** Boards are found whatever their case and spaces. */
function asWritten(board: string): string {
  return board.toLowerCase().replace(/\s+/g, '-');
}

/** Package and speed grade stay what they were. */
function withSuffix(part: string, written: string): string {
  return part + (/^xc\w\w?\d+s?((?:[a-z]{2,}|-).*)$/i.exec(written)?.[1] ?? '');
}

/** A package or speed grade that its part's data sheet does not list. */
export const doubtfulPart: Rule = {
  code: 'EX2016',
  severity: 'information',
  *check({ target, design }) {
    const origin = design.device?.part?.origin;
    if (origin === undefined) return;
    for (const doubt of target.doubts ?? []) yield { at: origin, message: sentence(doubt) };
  },
};
