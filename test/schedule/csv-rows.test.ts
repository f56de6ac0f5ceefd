import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CsvRows } from '../../server/src/schedule/traces/csv-rows';
import '../support/seed';

/** Every row: its line, and each field as text, number and natural number. */
function read(source: string | Uint8Array) {
  const file = new CsvRows(source);
  const rows = [];
  while (file.next()) {
    const columns = Array.from({ length: file.width }, (_, i) => i);
    rows.push([
      file.line,
      columns.map((c) => file.text(c)),
      columns.map((c) => file.number(c)),
      columns.map((c) => file.natural(c)),
    ]);
  }
  return rows;
}

it('reads text and numbers, with line ends of all kinds and lines that are blank', () => {
  expect(read('\uFEFFa,0.5\r\n\r\n  \n12,012\n,7\n')).toEqual([
    [1, ['a', '0.5'], [Number.NaN, 0.5], [-1, -1]],
    [4, ['12', '012'], [12, 12], [12, -1]],
    [5, ['', '7'], [Number.NaN, 7], [-1, 7]],
  ]);
});

it('has no field beyond a row', () => {
  const file = new CsvRows('1,2\n3\n"4",5\n6');
  const beyond = () => [file.next(), file.text(2), file.number(2), file.natural(2), file.natural(-1)];
  for (let row = 0; row < 4; row++) expect(beyond()).toEqual([true, '', Number.NaN, -1, -1]);
});

it('reads a number as JavaScript does, to the last bit', () => {
  const written = fc.oneof(
    fc.double({ noDefaultInfinity: true, noNaN: true }).map(String),
    fc.stringMatching(/^\d{0,18}\.?\d{0,18}$/),
    fc.constantFrom('1e-7', '-0', '+1', '0x10', '.', '1.2.3', '1-2', 'Infinity', '5.', '.5', '007'),
  );
  const property = fc.property(written, (text) => {
    const file = new CsvRows(`x,${text},y`);
    file.next();
    expect(file.number(1)).toBe(text === '' ? Number.NaN : Number(text));
  });
  fc.assert(property, { numRuns: 2000 });
});

it('reads a plain row as it reads the same row in quotes', () => {
  const field = fc.stringMatching(/^[!#-+\--~]{0,20}$/);
  const property = fc.property(fc.array(field, { minLength: 2, maxLength: 6 }), (row) => {
    const [plain] = read(row.join(','));
    const [quoted] = read(row.map((f) => `"${f}"`).join(','));
    expect(plain).toEqual(row.every((f) => f === '') ? plain : quoted);
  });
  fc.assert(property);
});

it('has one key for each text, in quotes or not', () => {
  const texts = [
    '',
    '0',
    '7',
    '12',
    '012',
    'a',
    'e1',
    'e10',
    '1e',
    'abcdef',
    'abcdefg',
    'ä',
    '123456789012345',
    '\t',
  ];
  const keysOf = (write: (text: string) => string) =>
    texts.map((text) => {
      const file = new CsvRows(`x,${write(text)}`);
      file.next();
      return file.key(1);
    });
  const plain = keysOf((text) => text);
  // A tab is blank, like nothing.
  expect(new Set(plain).size).toBe(texts.length - 1);
  expect(keysOf((text) => `"${text}"`)).toEqual(plain);
});
