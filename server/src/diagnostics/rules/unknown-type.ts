import { numberTypeNames } from '../../semantics/number-type';
import { problemRule } from '../rule';
import { nearest } from '../words';

export const unknownType = problemRule('EX2008', 'error', 'unknown-type', (p) => ({
  message: `\`${p.text}\` is no number type: write int2 to int16, binary, ternary, fp16 or fp32.`,
  fixes: nearest(p.text, numberTypeNames).map((n) => ({
    title: `Change to '${n}'`,
    edits: [{ at: p.origin, text: n }],
  })),
}));
