import type { Rule } from '../rule';

/** A model or a trace that is not there. The design is still checked; only what needs the file is not. */
export const absentFile: Rule = {
  code: 'EX8001',
  severity: 'warning',
  *check({ absentFiles }) {
    for (const { path, origin } of absentFiles) {
      yield { at: origin, message: `There is no file \`${path}\`; the path is relative to this file.` };
    }
  },
};
