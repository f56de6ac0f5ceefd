import { expect, it } from 'vitest';
import { diagnosticsOf } from '../support/files-on-disk';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const design = 'network n {\n  input image 1x8x8\n  // caf\xe9\n  dense f1 units 0\n}\n';

it('names the line and the byte that is not UTF-8, and the rest is checked', async () => {
  expect(await diagnosticsOf({ 'n.exeunt': latin1(design) })).toEqual([
    '3:9 error EX1005 Wrong encoding: line 3 holds the byte 0xE9, which is not UTF-8: save it as UTF-8.',
    '4:18 error EX2007 `units` is 0, but it must be above zero.',
  ]);
});

it('calls UTF-16 by its name, and reads it', async () => {
  const utf16 = Buffer.from(`\ufeff${design}`, 'utf16le');
  expect(await diagnosticsOf({ 'n.exeunt': utf16 })).toEqual([
    '1:1 error EX1005 Wrong encoding: it is UTF-16 (little-endian), not UTF-8: save it as UTF-8.',
    '4:18 error EX2007 `units` is 0, but it must be above zero.',
  ]);
});

it('is silent about UTF-8, with a byte order mark or without', async () => {
  for (const text of ['// café\n', '\ufeff// café\n']) {
    expect(await diagnosticsOf({ 'n.exeunt': Buffer.from(text) })).toEqual([]);
  }
});
