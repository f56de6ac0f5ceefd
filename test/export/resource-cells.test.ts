import { expect, it } from 'vitest';
import { usedOf } from '../../server/src/export/report/resource-cells';

const some = { lut: 1200, ff: 3, dsp: 0, bram18: 1, uram: 0 };

it('tells a region that has no place from one that is not modelled', () => {
  expect(usedOf(some, null).slice(0, 2)).toEqual(['1,200 of –', '3 of –']);
  const unknown = { ...some, lut: 0, notModelled: ['lut' as const] };
  expect(usedOf(some, unknown).slice(0, 2)).toEqual(['1,200 of not modelled', '3 of 3']);
  expect(usedOf(null, some).slice(0, 2)).toEqual(['1,200', '3']);
});
