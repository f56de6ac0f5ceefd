import { refusalText } from '../../workspace/refusal';
import type { Rule } from '../rule';

/** A model or a trace that is there and is not read: no regular file, too large, on another computer, not trusted. */
export const refusedFile: Rule = {
  code: 'EX8003',
  severity: 'error',
  *check({ refusedFiles }) {
    for (const { path, role, refusal, origin } of refusedFiles) {
      if (refusal.kind === 'absent') continue;
      const message = `\`${path}\` is not read: ${refusalText(refusal, role)}.`;
      // Nothing is wrong with a design that is not trusted yet.
      yield { at: origin, message, ...(refusal.kind === 'outside' && { severity: 'warning' }) };
    }
  },
};
