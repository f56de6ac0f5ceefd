import type { Explanation, Rule } from '../rule';
import { list, sentence, written } from '../sentence';

const unknownDeviceExplanation: Explanation = {
  title: 'Unknown device',
  means:
    'No part or board of this name is known. Without a device there are shapes and cycles, but no floorplan, no load times and no fit.',
  example: `device { board pynq-z3 }`,
  way: 'Take one of the nearest names that are offered. `board` also accepts the usual spellings with spaces. Another part can be [added](../how-to/part.md).',
};

const doubtfulPartExplanation: Explanation = {
  title: 'Doubtful package or speed grade',
  means:
    'The silicon is known, and all figures hold; but the data sheet, as far as it was entered, does not list this package or variant of it.',
  example: `device { part "xc7z020clg999-1" }`,
  way: 'Check the name. Nothing needs to be changed if your part has it.',
};

/** An unknown part or board, with the nearest known names. */
export const unknownDevice: Rule = {
  code: 'EX2015',
  severity: 'error',
  explanation: unknownDeviceExplanation,
  *check({ target }) {
    const { unknown } = target;
    if (unknown === undefined) return;
    const { what, text, reason, nearest, origin } = unknown;
    const isPart = what === 'part';
    const known = isPart ? nearest : nearest.map(asWritten);
    const way = known.length > 0 ? ` The nearest ${known.length === 1 ? 'is' : 'are'} ${list(known)}.` : '';
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

/** Boards match regardless of case and spaces. */
function asWritten(board: string): string {
  return board.toLowerCase().replace(/\s+/g, '-');
}

/** Keeps the package and speed grade. */
function withSuffix(part: string, written: string): string {
  return part + (/^xc\w\w?\d+s?((?:[a-z]{2,}|-).*)$/i.exec(written)?.[1] ?? '');
}

/** A package or speed grade that its part's data sheet does not list. */
export const doubtfulPart: Rule = {
  code: 'EX2016',
  severity: 'information',
  explanation: doubtfulPartExplanation,
  *check({ target, design }) {
    const origin = design.device?.part?.origin;
    if (origin === undefined) return;
    for (const doubt of target.doubts ?? []) yield { at: origin, message: sentence(doubt) };
  },
};
