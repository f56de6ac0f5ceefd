import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Missing file',
  means:
    'The model or trace that the design names does not exist. The design is checked; only what needs the file is not.',
  example: `network n from "model.onnx" {
  input image 1x28x28
  flatten
  dense f1 units 10
}`,
  way: 'Correct the path; it is relative to the file that names it.',
};

/** A missing model or trace. The design is still checked, except for what needs the file. */
export const absentFile: Rule = {
  code: 'EX8001',
  severity: 'warning',
  explanation,
  *check({ refusedFiles }) {
    for (const { path, refusal, origin } of refusedFiles) {
      if (refusal.kind !== 'absent') continue;
      yield { at: origin, message: `There is no file \`${path}\`; the path is relative to this file.` };
    }
  },
};
