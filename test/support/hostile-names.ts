/** Names that are Markdown, codes of a terminal, HTML, or parts of a script, and what must not come of them. */
import fc from 'fast-check';
import { written } from '../../server/src/ide/names';

const payloads = [
  '![x](https://e.invalid/a.png)',
  '[k](command:exeunt.openView)',
  '<img src=x onerror=alert(1)>',
  '</title><script>alert(1)</script>',
  'https://e.invalid/x',
  '`![x](u)`',
  '**b** __c__ ~~d~~',
  '$(alert) &lt;',
  'a|b|c',
  '\u001b]0;owned\u0007\u001b[31mred',
  '\u202eabc\u2066',
  '\u009b31m\u007f\u2028',
  '# head',
  '*/ evil(); /*',
  'x\\',
  '${exec id} [exec id] $(shell id)',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...payloads), fc.string({ unit: 'grapheme', maxLength: 6 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join(' ').replace(/[\n\r]/g, ''))
  .filter((name) => name !== '');

/** A design with hostile names in the place of its own. */
export function renamed(design: string, own: readonly string[]): fc.Arbitrary<string> {
  const pattern = new RegExp(`\\b(?:${own.join('|')})\\b`, 'g');
  return fc
    .uniqueArray(hostile, { minLength: own.length, maxLength: own.length })
    .map((names) => design.replace(pattern, (name) => written(names[own.indexOf(name)] ?? '')));
}

/** Everything but characters with a backslash in front, and code, as CommonMark reads them: from left to right. */
export function bare(markdown: string): string {
  let rest = '';
  for (let i = 0; i < markdown.length; i++) {
    const run = /^`+/.exec(markdown.slice(i))?.[0] ?? '';
    const end = run === '' ? -1 : endOfCode(markdown, i + run.length, run.length);
    if (markdown[i] === '\\' && /[!-/:-@[-`{-~]/.test(markdown[i + 1] ?? '')) i++;
    else if (end >= 0) i = end - 1;
    else rest += markdown[i] ?? '';
  }
  return rest;
}

/** Behind the next run of just as many backticks. */
function endOfCode(markdown: string, from: number, length: number): number {
  for (const { 0: run, index } of markdown.slice(from).matchAll(/`+/g)) {
    if (run.length === length) return from + index + length;
  }
  return -1;
}

/** What a terminal or a page would obey, but for line breaks and columns. */
export const obeyed = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;
