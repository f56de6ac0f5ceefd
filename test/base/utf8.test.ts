import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decodeUtf8 } from '../../server/src/base/utf8';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('text of a file', () => {
  it('is as it was written, without a byte order mark', () => {
    expect(decodeUtf8(bytes('\uFEFFnetwork größe {}\n'))).toEqual({ text: 'network größe {}\n' });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeUtf8(bytes(`-${text}`))).toEqual({ text: `-${text}` });
      }),
    );
  });

  it.each([
    [1, [0xe9]],
    [1, [0xff, 0xfe, 0x61, 0]],
    [3, [...bytes('a\nß\r\n// caf'), 0xe9, ...bytes('\nnext')]],
    [2, [...bytes('a\r'), 0xc3]],
    [2, [...bytes('€\n'), 0xe2, 0x82, 0x0a, 0x41]],
    [4, [...bytes('1\n2\n3\n'), 0xed, 0xa0, 0x80]],
  ])('that is no UTF-8 is told by its line, %i', (wrongLine, content) => {
    expect(decodeUtf8(Uint8Array.from(content))).toEqual({ wrongLine });
  });
});
