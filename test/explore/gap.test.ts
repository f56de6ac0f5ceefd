import { describe, expect, it } from 'vitest';
import { gapBetween } from '../../server/src/explore/gap';

describe('the gap between what was found and a bound', () => {
  it('is a share of what was found, and none where they meet', () => {
    expect(gapBetween(100, 75)).toBe(0.25);
    expect(gapBetween(100, 100)).toBe(0);
    expect(gapBetween(0, 0)).toBe(0);
  });

  it('is not known of what is below the bound, but for rounding', () => {
    expect(gapBetween(99, 100)).toBeUndefined();
    expect(gapBetween(99.5, 100, 1)).toBe(0);
  });
});
