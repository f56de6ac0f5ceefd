import { expect, it } from 'vitest';
import { diagnosticsOf } from '../support/files-on-disk';

const main =
  'import "lib.exeunt"\nnetwork n { input image 1x8x8 flatten dense f1 units 10 }\nstage s in rp0 { f1 }\n';
const words = '`lib.exeunt` has the wrong encoding';

it('is reported once at the import, with the line, and what can be read of the file counts', async () => {
  const latin1 = Uint8Array.from('// a\n// caf\xe9\nregion rp0 { }\n', (c) => c.charCodeAt(0));
  const found = await diagnosticsOf({ 'main.exeunt': main, 'lib.exeunt': latin1 });
  expect(found.filter((d) => d.includes('lib.exeunt'))).toEqual([
    `1:8 error EX2031 ${words}: line 2 holds the byte 0xE9, which is not UTF-8: save it as UTF-8.`,
  ]);
  expect(found.filter((d) => d.includes('rp0'))).toEqual([]);
});

it('calls UTF-16 by its name, with a byte order mark or without', async () => {
  for (const mark of ['', '\ufeff']) {
    const utf16 = Buffer.from(`${mark}region rp0 { }\n`, 'utf16le');
    const found = await diagnosticsOf({ 'main.exeunt': main, 'lib.exeunt': utf16.swap16() });
    expect(found).toContain(
      `1:8 error EX2031 ${words}: it is UTF-16 (big-endian), not UTF-8: save it as UTF-8.`,
    );
  }
});

it('is silent about UTF-8', async () => {
  const found = await diagnosticsOf({ 'main.exeunt': main, 'lib.exeunt': '// café\nregion rp0 { }\n' });
  expect(found.filter((d) => d.includes('EX2031'))).toEqual([]);
});
