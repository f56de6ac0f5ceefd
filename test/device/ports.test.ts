import { describe, expect, it } from 'vitest';
import { cpuOf, loadNs, memoryOf, portOf } from '../../server/src/device';
import { partNamed } from './fixture';

/** Measured loads (alkalir/DPR-Characterization, bare metal): the fit is within half a percent of them. */
const measured: [part: string, bytes: number, ms: number][] = [
  ['xc7z020', 512_000, 4.021],
  ['xc7z020', 2_048_000, 15.969],
  ['xczu9', 512_000, 0.763],
  ['xczu9', 2_048_000, 3.022],
];

describe('load time over PCAP', () => {
  it.each(measured)('%s, %d bytes', (name, bytes, ms) => {
    const ns = loadNs(bytes, portOf(partNamed(name), 'pcap', 100e6));
    expect(Math.abs(ns / 1e6 / ms - 1)).toBeLessThan(0.005);
  });

  it('is whole nanoseconds, rounded up', () => {
    expect(loadNs(1, { bytesPerSecond: 3e8, overheadNs: 0 })).toBe(4);
    expect(loadNs(400, { bytesPerSecond: 400e6, overheadNs: 12_000 })).toBe(13_000);
    expect(loadNs(0, portOf(partNamed('xc7z020'), 'pcap', 100e6))).toBe(0);
  });
});

describe('ports', () => {
  it('ICAP has its peak rate and says what is not modelled', () => {
    expect(portOf(partNamed('xc7z020'), 'icap', 100e6)).toMatchObject({
      bytesPerSecond: 400e6,
      overheadNs: 0,
    });
    expect(portOf(partNamed('xczu9'), 'icap', 250e6).bytesPerSecond).toBe(800e6);
    expect(portOf(partNamed('xczu9'), 'icap', 250e6).notModelled).toContain('not modelled');
  });

  it.each([
    ['xczu9', 100e6, 400e6],
    ['xczu9', 200e6, 800e6],
    ['xczu9', 300e6, 800e6],
    ['xc7z020', 50e6, 200e6],
    ['xc7z020', 150e6, 400e6],
  ])('ICAP of %s takes 32 bits a cycle at %d Hz, up to its fastest clock', (name, clock, rate) => {
    expect(portOf(partNamed(name), 'icap', clock).bytesPerSecond).toBe(rate);
  });

  it('figures from the design replace those of the model', () => {
    const port = portOf(partNamed('xc7z020'), 'icap', 100e6, { bytesPerSecond: 380e6, overheadNs: 12_000 });
    expect(port).toEqual({
      kind: 'icap',
      bytesPerSecond: 380e6,
      overheadNs: 12_000,
      source: 'stated in the design',
    });
  });
});

describe('a port of which one figure is stated', () => {
  it.each([
    [{ overheadNs: 1e6 }, /^overhead stated in the design, rate: alkalir/],
    [{ bytesPerSecond: 100e6 }, /^rate stated in the design, overhead: alkalir/],
    [{}, /^alkalir/],
  ])('says where the other is from: %j', (stated, source) => {
    expect(portOf(partNamed('xc7z020'), 'pcap', 100e6, stated).source).toMatch(source);
  });
});

it('CPU and memory figures are marked as assumptions', () => {
  const part = partNamed('xc7z020');
  expect(cpuOf(part)).toMatchObject({ name: 'Cortex-A9', clock: 667e6 });
  expect(cpuOf(part, 650e6).opsPerSecond).toBe(650e6);
  expect(cpuOf(part).source).toContain('assumption');
  expect(memoryOf(part).source).toContain('assumption');
  expect(memoryOf(part, 0.5e9).bytesPerSecond).toBe(0.5e9);
});
