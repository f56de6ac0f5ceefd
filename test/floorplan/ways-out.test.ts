/** What the message of an illegal pblock names as the way out makes it legal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePblock, siteGrid } from '../../server/src/device';
import { checkPblock } from '../../server/src/floorplan';
import { partNamed } from '../device/fixture';
import { runs } from '../support/seed';

const part = partNamed('xc7z020');
const { across = 0, up = 0 } = siteGrid(part).get('SLICE') ?? {};

const slices = fc
  .tuple(fc.nat(across - 1), fc.nat(up - 1), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 80 }))
  .map(([x, y, w, h]) => `SLICE_X${x}Y${y}:SLICE_X${Math.min(across - 1, x + w)}Y${Math.min(up - 1, y + h)}`);

const errors = (pblock: string, options: { snapping: boolean; reset: boolean }) =>
  checkPblock(part, 'rp0', parsePblock(part, [pblock]).ranges, options).filter((v) => v.severity === 'error');

describe('of any pblock', () => {
  const named = { reset: 0, snapping: 0, nearest: 0 };

  it('`reset off`, `snapping on` and the nearest legal ranges each mend what they are named for', () => {
    fc.assert(
      fc.property(slices, (pblock) => {
        const strict = { snapping: false, reset: true };
        for (const { rule, message, nearest } of errors(pblock, strict)) {
          const isLeft = (left: readonly { rule: string }[]) => left.some((v) => v.rule === rule);
          if (message.includes('`reset off`')) {
            named.reset += 1;
            expect(isLeft(errors(pblock, { ...strict, reset: false })), message).toBe(false);
          }
          if (message.includes('`snapping on`')) {
            named.snapping += 1;
            expect(isLeft(errors(pblock, { ...strict, snapping: true })), message).toBe(false);
          }
          if (nearest !== undefined) {
            named.nearest += 1;
            expect(errors(nearest.join(' '), strict), message).toEqual([]);
          }
          const hasWay = /`(?:reset off|snapping on)`/.test(message) || nearest !== undefined;
          expect(hasWay, message).toBe(true);
        }
      }),
      { numRuns: runs(150) },
    );
    expect(Math.min(named.reset, named.snapping, named.nearest)).toBeGreaterThan(10);
  });
});
