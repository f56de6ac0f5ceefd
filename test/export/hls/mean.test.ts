import { expect, test } from 'vitest';
import { reciprocals } from '../../../server/src/export/hls/mean';

test.each([
  // Counts of windows and images, sums of 8 bits, an output's zero point.
  [[4], 4 * 255, 0],
  [[4, 6, 9], 9 * 128, 3],
  [[49], 49 * 255, -128],
  [[1, 2, 3, 5, 7], 7 * 255, 127],
  [[1000], 1000 * 15, 1],
])('means of %j values multiply by an exact reciprocal', (counts, largest, zero) => {
  const { shift, offset, reciprocal } = reciprocals(counts, largest, zero);
  for (const n of counts) {
    for (let sum = -largest; sum <= largest; sum++) {
      const lifted = sum + zero * n + n * offset;
      const product = (BigInt(lifted) * BigInt(reciprocal(n))) >> BigInt(shift);
      if (lifted < 0 || Number(product) !== Math.floor(lifted / n)) expect.fail(`${sum} of ${n}`);
    }
  }
});
