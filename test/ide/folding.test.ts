import { expect, test } from 'vitest';
import { foldings } from '../../server/src/ide/folding';
import { load } from '../support/fixture';

/** `1-3` for lines hidden behind the first, `c` for comments. */
async function folded(text: string): Promise<string[]> {
  const { analysis } = await load(text);
  const line = (offset: number): number => text.slice(0, offset).split('\n').length;
  return foldings(analysis).map((f) => `${line(f.start)}-${line(f.end)}${f.comment ? 'c' : ''}`);
}

test.each([
  ['device {\n  clock 100 MHz\n\n}\n', ['1-2']],
  ['device { clock 100 MHz }', []],
  ['device { clock\n 100 MHz }', ['1-2']],
  ['device {\n}', []],
  ['network n {\n  relu\n  relu\n', ['1-3']],
  ['stage s\n  in r {\n  a\n  b\n} weights int4\n', ['2-4']],
  ['/* a\n b */\n// c\n\n// d\n//e\nregion r {\n  // f\n  // g\n}', ['1-3c', '5-6c', '7-9', '8-9c']],
  ['region r { // a\n  // b\n  // c\n}', ['1-3', '1-3c']],
  ['// a\r\n// b\r\nregion r {\r\n pblock auto\r\n}', ['1-2c', '3-4']],
  ['/* open\n\n', []],
  ['', []],
])('%j', async (text, expected) => {
  expect(await folded(text)).toEqual(expected);
});
