import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentsIn, format, parse } from '../../grammar/src/index';
import { formatted, fragments, meaning, wholeDesign } from './designs';

const comments = (text: string): string[] =>
  commentsIn(text)
    .map((c) => c.text)
    .sort();

function checkFormat(text: string): void {
  const once = format(text);
  expect(format(once)).toBe(once);
  const [before, after] = [meaning(parse(text)), meaning(parse(once))];
  if (!isDeepStrictEqual(after, before)) expect(after).toEqual(before);
  expect(comments(once)).toEqual(comments(text));
  const inked = (s: string): string =>
    Array.from(s.replace(/[\s\uFEFF]/g, ''))
      .sort()
      .join('');
  expect(inked(once)).toBe(inked(text));
}

/** Milliseconds, for busy machines. */
const patience = 60_000;

describe('formatting', () => {
  it.each<[string, string, string]>([
    [
      'columns',
      'network n{conv a kernel 3x3\nmaxpool longer window 2x2 relu}',
      'network n {\n  conv    a       kernel 3x3\n  maxpool longer  window 2x2\n  relu\n}\n',
    ],
    [
      'hardware settings of a layer are in a column of their own',
      'network n { conv a kernel 3x3 filters 16 parallel pe 2 dense b units 1 weights int4 }',
      'network n {\n  conv  a  kernel 3x3 filters 16  parallel pe 2\n  dense b  units 1                weights int4\n}\n',
    ],
    [
      '`window` is hardware of a convolution and the computation of a pool',
      'network n { conv a kernel 3x3 filters 16 window parallel parallel pe 2 maxpool b window 2x2 parallel pe 2 }',
      'network n {\n  conv    a  kernel 3x3 filters 16  window parallel parallel pe 2\n  maxpool b  window 2x2             parallel pe 2\n}\n',
    ],
    [
      'settings',
      'device{board pynq-z2 clock 100MHz memory 1 GB/s}',
      'device {\n  board  pynq-z2\n  clock  100 MHz\n  memory 1 GB/s\n}\n',
    ],
    [
      'limits',
      'budget{latency worst<=20ms lut<=80 %}',
      'budget {\n  latency worst <= 20 ms\n  lut           <= 80%\n}\n',
    ],
    [
      'a short stage stays on its line',
      'stage s in r{\na..b,c\n}weights int4',
      'stage s in r { a .. b, c } weights int4\n',
    ],
    ['an empty body', 'schedule {\n\n}', 'schedule { }\n'],
    ['one blank line between blocks', 'device { }\n\n\n\nschedule { }\n\n', 'device { }\n\nschedule { }\n'],
    [
      'no blank line where none was',
      'stage a in r { x }\nstage b in r { y }',
      'stage a in r { x }\nstage b in r { y }\n',
    ],
    [
      'comments on their lines',
      '// a\ndevice { // b\n// c\nclock 1 MHz // d\n// e\n} // f',
      '// a\ndevice {  // b\n  // c\n  clock 1 MHz  // d\n  // e\n}  // f\n',
    ],
    [
      'comments behind lines in a column',
      'device {\nclock 1 MHz // a\nboard b // b\n}',
      'device {\n  clock 1 MHz  // a\n  board b      // b\n}\n',
    ],
    [
      'a comment inside a statement',
      'device { clock /* x */ 1 // y\nMHz }',
      'device {\n  // y\n  clock /* x */ 1 MHz\n}\n',
    ],
    ['the newlines of the file', 'device {\r\nclock 1 MHz\r\n}', 'device {\r\n  clock 1 MHz\r\n}\r\n'],
    ['the mark at its start', '\uFEFFdevice { }', '\uFEFFdevice { }\n'],
    [
      'an unknown unit stays at its number',
      'network n { conv units 3abc }',
      'network n {\n  conv units 3abc\n}\n',
    ],
    ['nothing at all', ' \n ', ''],
  ])('%s', (_, text, expected) => {
    expect(format(text)).toBe(expected);
    checkFormat(text);
  });

  it('indents by as much as asked for', () => {
    expect(format('device { clock 1 MHz }', { indent: 4 })).toBe('device {\n    clock 1 MHz\n}\n');
  });

  it('breaks a long stage into lines', () => {
    const layers = Array.from({ length: 40 }, (_, i) => `layer${i}`).join(' ');
    const text = format(`stage s in r { ${layers} }`);
    expect(Math.max(...text.split('\n').map((l) => l.length))).toBeLessThanOrEqual(102);
    checkFormat(text);
  });

  it('leaves a block with an error unchanged, byte for byte, and formats the rest', () => {
    const broken = '  network   n {\n   relu   \n\n\n covn  x\n  }   ';
    expect(format(`device{}\n${broken}\nschedule{}`)).toBe(`device { }\n${broken}\nschedule { }\n`);
  });

  it('keeps an unclosed comment', () => {
    expect(format('device{}\n/* a\n b')).toBe('device { }\n/* a\n b');
  });

  it('keeps meaning and comments of the whole design', () => checkFormat(wholeDesign));

  it(
    'keeps meaning and comments of broken designs',
    () => {
      const edit = fc.record({
        at: fc.nat(formatted.length),
        cut: fc.nat(3),
        piece: fc.constantFrom(...fragments),
      });
      fc.assert(
        fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
          let text = wholeDesign;
          for (const { at, cut, piece } of edits) text = text.slice(0, at) + piece + text.slice(at + cut);
          checkFormat(text);
        }),
        { numRuns: 30 },
      );
    },
    patience,
  );

  it(
    'keeps meaning and comments wherever comments and blanks stand',
    () => {
      const gaps = [...wholeDesign.matchAll(/[ \n]+/g)].map((m) => m.index);
      const trivia = fc.constantFrom('\n', ' ', '\n\n\n', '/* c */', '// d\n', '/* e\n f */', '\t', '\r\n');
      const insertion = fc.record({ gap: fc.nat(gaps.length - 1), piece: trivia });
      fc.assert(
        fc.property(fc.array(insertion, { maxLength: 12 }), (insertions) => {
          let text = wholeDesign;
          for (const { gap, piece } of insertions) {
            const at = gaps[gap] ?? 0;
            text = text.slice(0, at) + piece + text.slice(at);
          }
          checkFormat(text);
        }),
        { numRuns: 30 },
      );
    },
    patience,
  );
});
