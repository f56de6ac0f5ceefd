import { refusalText } from '../../workspace/refusal';
import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'File is not read',
  means:
    'The file is there, or may be, and is refused: it is no regular file, larger than its limit, an address, on another computer, or outside of a workspace that is not trusted.',
  example: `network n from "https://example.com/model.onnx" {
  input image 1x28x28
  flatten
  dense f1 units 10
}`,
  way: 'Do what the message says. The limits are in [Models](../models.md#what-is-read).',
};

/** An existing model or trace that is not read: not a regular file, too large, on another computer, not trusted. */
export const refusedFile: Rule = {
  code: 'EX8003',
  severity: 'error',
  explanation,
  *check({ refusedFiles }) {
    for (const { path, role, refusal, origin } of refusedFiles) {
      if (refusal.kind === 'absent') continue;
      const message = `\`${path}\` is not read: ${refusalText(refusal, role)}.`;
      // An untrusted workspace is not an error of the design.
      yield { at: origin, message, ...(refusal.kind === 'outside' && { severity: 'warning' }) };
    }
  },
};
