import { describe, expect, test } from 'vitest';
import type { TimelineView } from '../../../server/src/base/protocol/view';
import { eventScale, isUneven, linearScale } from '../../../webview/src/drawing/gantt/scale';
import { path, task, timelineOf } from '../support/snapshots';

/** A check of 113 µs beside a load of 6.71 ms, as on the B-LeNet sample. */
function uneven(): TimelineView {
  const tasks = [
    task('front', ['rp0'], 0, 203_000),
    { ...task('early', ['static:early'], 203_000, 316_000), kind: 'check' as const },
    { ...task('mid', ['rp0', 'port'], 203_000, 6_913_000), kind: 'load' as const },
    task('last', ['rp0'], 6_913_000, 7_019_000),
  ];
  return {
    ...timelineOf('one-region'),
    budgets: [],
    paths: [path('early', 316_000, tasks.slice(0, 3)), path('end', 7_019_000, tasks)],
    worstNs: 7_019_000,
  };
}

describe('the event axis', () => {
  const scale = eventScale(uneven());

  test('gives a short check room beside a long load, and marks what is longer than drawn', () => {
    const width = (from: number, to: number): number => scale.at(to) - scale.at(from);
    expect(width(203_000, 316_000)).toBeGreaterThan(0.12);
    expect(width(316_000, 6_913_000)).toBeGreaterThan(width(203_000, 316_000));
    expect(scale.breaks).toEqual([(316_000 + 6_913_000) / 2]);
    expect(scale.events).toEqual([0, 203_000, 316_000, 6_913_000, 7_019_000]);
  });

  test('keeps order, and leads back to the time', () => {
    expect(scale.at(0)).toBe(0);
    expect(scale.at(scale.endNs)).toBeCloseTo(1);
    let before = -1;
    for (let ns = 0; ns <= scale.endNs; ns += 10_007) {
      expect(scale.at(ns)).toBeGreaterThan(before);
      before = scale.at(ns);
      expect(scale.ns(before)).toBeCloseTo(ns, 3);
    }
  });

  test('is the better one where durations differ by more than 20 times, and few events are there', () => {
    expect(isUneven(uneven())).toBe(true);
    expect(isUneven(timelineOf('one-region'))).toBe(false);
    const many = Array.from({ length: 200 }, (_, i) =>
      task(`t${i}`, ['rp0'], i * 1000, i * 1000 + (i % 2 ? 1 : 900)),
    );
    expect(isUneven({ ...uneven(), paths: [path('end', 200_000, many)] })).toBe(false);
  });

  test('is defined where nothing takes time', () => {
    const nothing = { ...uneven(), worstNs: 0, paths: [path('end', 0, [task('a', ['rp0'], 0, 0)])] };
    const empty = eventScale(nothing);
    expect([empty.at(0), empty.at(empty.endNs)]).toEqual([0, 1]);
    expect(isUneven(nothing)).toBe(false);
  });
});

test('the linear axis is proportional, and has no breaks', () => {
  const scale = linearScale(uneven());
  expect(scale.at(2_000_000) / scale.at(1_000_000)).toBeCloseTo(2);
  expect(scale.breaks).toEqual([]);
});
