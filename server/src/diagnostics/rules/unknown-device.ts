import type { Rule } from '../rule';
import { list, written } from '../words';

/** A part or board that the model does not know, with the nearest that it does. */
export const unknownDevice: Rule = {
  code: 'EX2015',
  severity: 'error',
  *check({ target }) {
    const { unknown } = target;
    if (unknown === undefined) return;
    const { what, text, reason, nearest, origin } = unknown;
    const way = nearest.length > 0 ? ` Known ${what}s close to it: ${list(nearest)}.` : '';
    yield {
      at: origin,
      message: `Unknown ${what} \`${text}\`: ${reason}.${way}`,
      fixes: nearest.slice(0, 3).map((name) => ({
        title: `Change to '${name}'`,
        edits: [
          {
            at: origin,
            text: what === 'part' ? `"${name}"` : written(name.toLowerCase().replace(/\s+/g, '-')),
          },
        ],
      })),
    };
  },
};

/** A package or speed grade that its part's data sheet does not list. */
export const doubtfulPart: Rule = {
  code: 'EX2016',
  severity: 'information',
  *check({ target, design }) {
    const origin = design.device?.part?.origin;
    if (origin === undefined) return;
    for (const doubt of target.doubts ?? []) yield { at: origin, message: doubt };
  },
};
