import type { Rule } from '../rule';
import { list } from '../words';

/** Settings behind a stage's braces change nothing yet, and a figure that leaves them out must say so. */
export const variant: Rule = {
  code: 'EX4007',
  severity: 'warning',
  *check({ design }) {
    for (const { name, variant: settings, origin } of design.stages) {
      const [first] = settings;
      const last = settings.at(-1);
      if (first === undefined || last === undefined) continue;
      yield {
        at: { ...origin, span: { start: first.span.start, end: last.span.end } },
        message: `${list(settings.map((s) => s.keyword.text))} of a stage ${settings.length === 1 ? 'is' : 'are'} not modelled in this version: the figures of \`${name}\` are those of its layers as the network says.`,
      };
    }
  },
};
