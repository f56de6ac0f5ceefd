import type { SyntaxErrorKind } from '../../../../grammar/src/index';
import { placed } from '../../analysis/offsets';
import { fixOf, isInside, pastedMessage, pastedXdc } from '../pasted-xdc';
import { syntaxExplanations } from '../explanations/syntax';
import type { FileSpan, Rule } from '../rule';

/** Syntax errors, with one code per kind. */
function syntaxRule(code: string, kind: SyntaxErrorKind): Rule {
  return {
    code,
    severity: 'error',
    explanation: syntaxExplanations[kind],
    *check({ files, target }) {
      for (const { uri, tree, text } of files) {
        // A file without syntax problems is not searched.
        const pasted = tree.slots.some((s) => s.problems.length > 0)
          ? pastedXdc({ text, slots: tree.slots }, target)
          : [];
        if (kind === 'unexpected')
          for (const { start, end, choices } of pasted)
            yield {
              at: { uri, start, end },
              message: pastedMessage,
              fixes: choices.map((c) => fixOf(uri, c)),
            };
        for (const slot of tree.slots) {
          for (const { kind: found, message, span, fix } of slot.problems) {
            if (found !== kind || isInside(pasted, placed(slot, span))) continue;
            const at: FileSpan = { uri, ...placed(slot, span) };
            const fixes = fix && [{ title: fix.title, edits: [{ at, text: fix.replacement }] }];
            yield { at, message, ...(fixes && { fixes }) };
          }
        }
      }
    },
  };
}

export const unexpectedText = syntaxRule('EX1001', 'unexpected');
export const missingText = syntaxRule('EX1002', 'missing');
export const unknownWord = syntaxRule('EX1003', 'unknown-word');
export const unreadableText = syntaxRule('EX1004', 'lexical');
