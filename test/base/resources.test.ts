import { describe, expect, it } from 'vitest';
import {
  addResources,
  atLeast,
  isAtLeast,
  maxResources,
  noResources,
  resourceKinds,
  unknownResources,
} from '../../server/src/base/resources';

const some = { ...noResources, lut: 100, bram18: 4 };
const open = atLeast(some, ['lut', 'dsp']);

describe('amounts of which some are lower bounds', () => {
  it.each([
    ['sums', addResources],
    ['maxima', maxResources],
  ])('make %s that are, whichever part they are', (_, join) => {
    for (const both of [join(open, some), join(some, open), join(open, open)]) {
      expect(both.atLeast).toEqual(['lut', 'dsp']);
      expect(resourceKinds.filter((kind) => isAtLeast(both, kind))).toEqual(['lut', 'dsp']);
    }
    expect(join(open, atLeast(some, ['bram18'])).atLeast).toEqual(['lut', 'dsp', 'bram18']);
    expect(join(some, unknownResources).atLeast).toEqual([...resourceKinds]);
    expect(join(some, some)).not.toHaveProperty('atLeast');
  });

  it('keep the amounts', () => {
    expect(addResources(open, some)).toMatchObject({ lut: 200, bram18: 8, uram: 0 });
    expect(maxResources(open, some)).toMatchObject({ lut: 100, bram18: 4, uram: 0 });
    expect(atLeast(some, [])).toBe(some);
  });
});
