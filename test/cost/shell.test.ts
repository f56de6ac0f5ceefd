import { expect, it } from 'vitest';
import { cpuNs, shellCost } from '../../server/src/cost';

it('the static infrastructure grows with regions, residents and the internal port', () => {
  const base = shellCost({ regions: 0, residents: 0, port: 'pcap' }).resources;
  const region = shellCost({ regions: 1, residents: 0, port: 'pcap' }).resources;
  const resident = shellCost({ regions: 0, residents: 1, port: 'pcap' }).resources;
  const icap = shellCost({ regions: 0, residents: 0, port: 'icap' }).resources;
  expect(base.lut).toBeGreaterThan(0);
  expect(base.bram18).toBe(0);
  expect(region.lut).toBeGreaterThan(resident.lut);
  expect(resident.lut).toBeGreaterThan(base.lut);
  expect(icap.bram18).toBeGreaterThan(0);
});

it('a processor takes its overhead and then its rate', () => {
  expect(cpuNs(1_000_000, 1e9, 500)).toBe(1_000_500);
  expect(cpuNs(1, 3e9)).toBe(1);
  expect(cpuNs(1, 0)).toBe(Infinity);
});
