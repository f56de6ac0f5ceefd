import { describe, expect, it } from 'vitest';
import { regionHover } from '../../server/src/ide/hover-device';
import { calibrate } from '../../server/src/reports/calibrate';
import { readBitstreamFile } from '../../server/src/reports/bitstream-file';
import { load } from '../support/fixture';
import { bitFile, configuration } from './samples';

describe('a bitstream file', () => {
  it('has the length that its header says, without the header', () => {
    expect(readBitstreamFile(bitFile('7z020clg400', configuration(4096)))).toEqual({
      bytes: 4096,
      part: '7z020clg400',
    });
  });

  it.each([
    ['as Vivado orders its bytes', configuration(512)],
    ['swapped for the FPGA manager', configuration(512, true)],
  ])('without a header is counted whole: %s', (_, content) => {
    expect(readBitstreamFile(content)).toEqual({ bytes: 512, part: '' });
  });

  it.each([
    ['cut short', bitFile('7z020clg400', configuration(4096)).subarray(0, 2000), /cut short.*4096/],
    ['anything else', new Uint8Array(600), /no bitstream/],
    ['empty', new Uint8Array(0), /no bitstream/],
  ])('is refused: %s', (_, content, reason) => {
    expect(readBitstreamFile(content)).toEqual({ error: expect.stringMatching(reason) });
  });
});

const zcu104 = `device { board zcu104 clock 100 MHz }
region rp0 { pblock SLICE_X89Y300:SLICE_X99Y359 DSP48E2_X12Y120:DSP48E2_X12Y143 RAMB18_X3Y120:RAMB18_X3Y143 RAMB36_X3Y60:RAMB36_X3Y71 }`;

describe('a real bitstream', () => {
  it('makes bytes and load time exact, as long as the pblock is the same', async () => {
    const { analysis: before } = await load(zcu104);
    const [region] = before.regions;
    expect(region).toMatchObject({ bitstreamBytes: 441_720, bytesBand: { low: 437_302, high: 552_150 } });
    expect(region?.loadBand?.high).toBeGreaterThan(1.2 * (region?.loadNs ?? 0));
    const file = {
      name: 'prio_i_rp0_uart_partial.bit',
      text: '',
      bytes: bitFile('xczu7ev-ffvc1156', configuration(472_504)),
    };
    const result = calibrate(before, [file], undefined);
    if ('error' in result) throw new Error(result.error);
    expect(result.lines[0]).toBe('rp0: 472,504 B in prio_i_rp0_uart_partial.bit, predicted 441,720 B');
    const withFile = async (text: string) =>
      (
        await load(
          `//- main.exeunt\n${text}\n//- main.calibration.json\n${JSON.stringify(result.calibration)}`,
        )
      ).analysis;
    const after = await withFile(zcu104);
    expect(after.regions[0]).toMatchObject({ bitstreamBytes: 472_504 });
    expect(after.regions[0]).not.toHaveProperty('bytesBand');
    expect(after.regions[0]).not.toHaveProperty('loadBand');
    expect(after.regions.map((r) => regionHover(after, r)).join('')).toContain('prio_i_rp0_uart_partial.bit');
    const moved = await withFile(zcu104.replace('Y300:SLICE_X99Y359', 'Y300:SLICE_X94Y359'));
    expect(moved.regions[0]).toHaveProperty('bytesBand');
  });

  it('of another device or design is refused', async () => {
    const { analysis } = await load(zcu104);
    const content = configuration(472_504);
    const other = { name: 'rp0.bit', text: '', bytes: bitFile('7z020clg400', content) };
    expect(calibrate(analysis, [other], undefined)).toEqual({
      error: expect.stringMatching(/another device, 7z020/),
    });
    const foreign = { name: 'top_partial.bin', text: '', bytes: content };
    expect(calibrate(analysis, [foreign], undefined)).toEqual({
      error: expect.stringMatching(/names no region or module/),
    });
  });
});
