import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { panPlan, panTime, zoomPlan, zoomTime } from '../../../webview/src/drawing/window';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const endNs = 1_000_000;
const whole = { at: (ns: number) => ns / endNs, ns: (at: number) => at * endNs };

describe('zooming and panning', () => {
  test('keeps what is under the pointer', () => {
    fc.assert(
      fc.property(share, share, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (x, y, factor) => {
        const window = zoomPlan(null, x, y, factor);
        expect(window).not.toBeNull();
        if (!window) return;
        expect(window.left + x * window.size).toBeCloseTo(x, 9);
        expect(window.top + y * window.size).toBeCloseTo(y, 9);
      }),
    );
    const later = zoomTime(null, whole, 0.25, 0.5);
    expect(later?.startNs).toBeCloseTo(125_000);
    expect(later?.endNs).toBeCloseTo(625_000);
  });

  test('never leaves the whole, and ends at it', () => {
    const step = fc.tuple(share, share, fc.double({ min: 0.2, max: 4, noNaN: true }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const plan = steps.reduce(
          (at, [x, y, factor]) => panPlan(zoomPlan(at, x, y, factor), x - 0.5, y),
          zoomPlan(null, 0, 0, 0.5),
        );
        const time = steps.reduce(
          (at, [x, y, factor]) => panTime(zoomTime(at, whole, x, factor), whole, y - 0.5),
          zoomTime(null, whole, 0, 0.5),
        );
        if (plan) {
          expect(plan.left).toBeGreaterThanOrEqual(0);
          expect(plan.top).toBeGreaterThanOrEqual(0);
          expect(Math.max(plan.left, plan.top) + plan.size).toBeLessThanOrEqual(1 + 1e-9);
        }
        if (time) {
          expect(time.startNs).toBeGreaterThanOrEqual(-1e-6);
          expect(time.endNs).toBeLessThanOrEqual(endNs + 1e-6);
        }
      }),
    );
    expect(zoomPlan({ left: 0.1, top: 0.1, size: 0.5 }, 0.5, 0.5, 3)).toBeNull();
    expect(zoomTime({ startNs: 10, endNs: 500_000 }, whole, 0.5, 3)).toBeNull();
  });
});

test('dragging to the right shows what was on the left', () => {
  expect(panPlan({ left: 0.4, top: 0.4, size: 0.5 }, 0.2, 0)?.left).toBeCloseTo(0.3);
  const moved = panTime({ startNs: 400_000, endNs: 600_000 }, whole, 0.5);
  expect(moved?.startNs).toBeCloseTo(300_000);
  expect(moved?.endNs).toBeCloseTo(500_000);
});

test('nothing moves while all is shown', () => {
  expect(panPlan(null, 0.2, 0.2)).toBeNull();
  expect(panTime(null, whole, 0.2)).toBeNull();
});
