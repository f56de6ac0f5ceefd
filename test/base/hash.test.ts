/** The published values of 64-bit FNV-1a, and its definition in whole numbers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf } from '../../server/src/base/hash';
import '../support/seed';

test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
])('%j', (text, hash) => {
  expect(hashOf(text)).toBe(hash);
});

test('any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      let hash = 0xcbf29ce484222325n;
      for (const byte of new TextEncoder().encode(text))
        hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
      expect(hashOf(text)).toBe(hash.toString(16).padStart(16, '0'));
    }),
  );
});
