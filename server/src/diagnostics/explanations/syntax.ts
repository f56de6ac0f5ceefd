/** Explanations of syntax errors, by kind. */
import type { SyntaxErrorKind } from '../../../../grammar/src/index';
import type { Explanation } from '../rule';

export const syntaxExplanations: Readonly<Record<SyntaxErrorKind, Explanation>> = {
  unexpected: {
    title: 'Unexpected text',
    means:
      'The parser found something that is not allowed here. It continues after it, so the rest of the file is still checked.',
    example: `device {
  board pynq-z2
  clock 100 MHz 50
}`,
    way: 'Remove the text, or look for something missing before it: an unexpected word is often the second half of something misspelt.',
  },
  missing: {
    title: 'Something is missing',
    means:
      'A block or a setting ends before everything that it needs is there, such as the place of a stage or the value of a setting.',
    example: `network n {
  input image 1x28x28
  flatten
  dense f1 units
}`,
    way: 'Write what the message names. The quick fix, where there is one, writes it.',
  },
  'unknown-word': {
    title: 'Unknown word',
    means:
      'Here a keyword of the language is expected: a block, a layer kind, a setting. The message names the nearest known word, and the common names of other tools are understood.',
    example: `network n {
  input image 1x28x28
  convolution c1 kernel 3x3 filters 4
  flatten
  dense f1 units 10
}`,
    way: 'Take the quick fix, or press Ctrl+Space for what is allowed here. The [language reference](../language-reference.md) lists every word.',
  },
  lexical: {
    title: 'Unreadable text',
    means: 'Characters that begin no word, number or string, or a string or comment that is never closed.',
    example: `device {
  board "pynq-z2
}`,
    way: 'Remove the characters or close the string.',
  },
};
