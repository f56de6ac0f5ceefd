import type { Rule } from '../rule';

/** A model or a trace that is not there. The design is still checked; only what needs the file is not. */
export const absentFile: Rule = {
  code: 'EX8001',
  severity: 'warning',
  *check({ refusedFiles }) {
    for (const { path, refusal, origin } of refusedFiles) {
      if (refusal.kind !== 'absent') continue;
      yield { at: origin, message: `There is no file \`${path}\`; the path is relative to this file.` };
    }
  },
};
