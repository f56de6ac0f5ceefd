import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decodeText } from '../../server/src/base/decode-text';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('text of a file', () => {
  it('is as it was written, without a byte order mark', () => {
    expect(decodeText(bytes('\uFEFFnetwork größe {}\n'))).toEqual({ text: 'network größe {}\n' });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeText(bytes(`-${text}`))).toEqual({ text: `-${text}` });
      }),
    );
  });

  it.each([
    [1, 0, 'E9', [0xe9]],
    [3, 11, 'E9', [...bytes('a\nß\r\n// caf'), 0xe9, ...bytes('\nnext')]],
    [2, 2, 'C3', [...bytes('a\r'), 0xc3]],
    [2, 2, 'E2', [...bytes('€\n'), 0xe2, 0x82, 0x0a, 0x41]],
    [4, 6, 'ED', [...bytes('1\n2\n3\n'), 0xed, 0xa0, 0x80]],
    [1, 1, 'FF', [...bytes('\uFEFFa'), 0xff]],
  ])(
    'that is not UTF-8 is reported with its line, %i, its offset and its byte',
    (line, offset, byte, content) => {
      const message = `line ${line} holds the byte 0x${byte}, which is not UTF-8: save it as UTF-8`;
      const { text, fault } = decodeText(Uint8Array.from(content));
      expect(fault).toEqual({ line, offset, message });
      expect(text.codePointAt(offset)).toBe(0xfffd);
    },
  );

  it.each<[string, boolean, boolean]>([
    ['UTF-16 (little-endian)', false, true],
    ['UTF-16 (little-endian)', false, false],
    ['UTF-16 (big-endian)', true, true],
    ['UTF-16 (big-endian)', true, false],
  ])('in %s is decoded and reported', (name, isSwapped, isMarked) => {
    const text = 'network größe { }\n';
    const wide = Buffer.from(`${isMarked ? '\uFEFF' : ''}${text}`, 'utf16le');
    expect(decodeText(isSwapped ? wide.swap16() : wide)).toEqual({
      text,
      fault: { offset: 0, line: 1, message: `it is ${name}, not UTF-8: save it as UTF-8` },
    });
  });

  it('in UTF-32 is reported', () => {
    const { fault } = decodeText(Uint8Array.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]));
    expect(fault?.message).toBe('it is UTF-32, not UTF-8: save it as UTF-8');
  });
});
