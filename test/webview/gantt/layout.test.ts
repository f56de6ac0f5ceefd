import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TimelineView } from '../../../server/src/base/protocol/view';
import { ganttGutter, layoutGantt } from '../../../webview/src/drawing/gantt/layout';
import { rowsOf } from '../../../webview/src/drawing/gantt/rows';
import { eventScale, linearScale } from '../../../webview/src/drawing/gantt/scale';
import { intersect, type Scene, type Shape } from '../../../webview/src/drawing/scene/shapes';
import type { TimeWindow } from '../../../webview/src/drawing/window';
import { crossedTexts, outside, overlappingTexts, texts } from '../support/boxes';
import { measure, path, task, timelineOf } from '../support/snapshots';

const widths = [260, 420, 700, 900, 1600];

function gantt(
  timeline: TimelineView,
  width = 800,
  options: { exit?: string; window?: TimeWindow; axis?: 'events' } = {},
): Scene {
  const shown = timeline.paths.find((one) => one.exit === options.exit) ?? timeline.paths.at(-1);
  if (!shown) throw new Error('no path');
  const gutter = ganttGutter(timeline, width, measure);
  const scale = options.axis === 'events' ? eventScale(timeline) : linearScale(timeline);
  return layoutGantt(timeline, {
    width,
    gutter,
    path: shown,
    window: options.window ?? null,
    scale,
    measure,
  });
}

function find(scene: Scene, key: string): Shape | undefined {
  return [...scene.still(), ...scene.layers]
    .flatMap((layer) => layer.shapes)
    .find((shape) => shape.key === key);
}

describe('layoutGantt', () => {
  test.each(
    widths.flatMap((width) => ['one-region', 'two-regions', 'static'].map((name) => [name, width] as const)),
  )('%s at width %i: nothing leaves the canvas, no label meets another or a line', (name, width) => {
    for (const axis of [undefined, 'events'] as const) {
      const scene = gantt(timelineOf(name), width, { ...(axis && { axis }) });
      expect(outside(scene)).toEqual([]);
      expect(overlappingTexts(scene)).toEqual([]);
      expect(crossedTexts(scene)).toEqual([]);
    }
  });

  test('bars lie in the row of their lane, and a load in that of its region', () => {
    const timeline = timelineOf('two-regions');
    const scene = gantt(timeline);
    const rows = rowsOf(timeline);
    expect(rows.map((row) => row.label)).toEqual(['rp0', 'rp1', 'early (static)', 'late (cpu)']);
    for (const one of timeline.paths.at(-1)?.tasks ?? []) {
      const row = rows.find(({ lanes }) => one.lanes.some((lane) => lanes.includes(lane)));
      const bar = find(scene, `bar ${one.id}@${row?.id ?? ''}`);
      const band = find(scene, `lane ${row?.id ?? ''}`);
      if (bar?.type !== 'rect' || band?.type !== 'rect') throw new Error(`no bar of ${one.id}`);
      expect(bar.y).toBeGreaterThanOrEqual(band.y);
      expect(bar.y + bar.h).toBeLessThanOrEqual(band.y + band.h);
    }
  });

  test('lanes whose tasks meet on a path do not share a row', () => {
    const timeline = timelineOf('static');
    const lane = (id: string) => ({ id, label: id, kind: 'static' as const, accent: null });
    const of = (second: number) => ({
      ...timeline,
      lanes: [lane('a'), lane('b')],
      paths: [path('end', 9, [task('a', ['a'], 0, 5), task('b', ['b'], second, 9)])],
    });
    expect(rowsOf(of(5)).map((row) => row.label)).toEqual(['static']);
    expect(rowsOf(of(4)).map((row) => row.label)).toEqual(['a', 'b']);
  });

  test('a load with a band ends between two stops', () => {
    const timeline = timelineOf('one-region');
    const load = timeline.paths.at(-1)?.tasks.find((t) => t.kind === 'load');
    if (!load) throw new Error('no load');
    const takes = load.endNs - load.startNs;
    load.takesNs = { low: takes * 0.9, high: takes * 1.25 };
    const scene = gantt(timeline);
    const port = load.lanes.find((lane) => find(scene, `bar ${load.id}@${lane}`)) ?? '';
    const bar = find(scene, `bar ${load.id}@${port}`);
    const band = find(scene, `band ${load.id}@${port}`);
    if (bar?.type !== 'rect' || band?.type !== 'line') throw new Error('no band');
    expect((band.x - bar.x) / bar.w).toBeCloseTo(0.9, 2);
    expect(band.w / bar.w).toBeCloseTo(0.35, 2);
    expect(outside(scene)).toEqual([]);
    expect(find(gantt(timelineOf('one-region')), `band ${load.id}@${port}`)).toBeUndefined();
  });

  test('lengths are proportional to time', () => {
    const scene = gantt(timelineOf('one-region'));
    const front = find(scene, 'bar compute front@rp0');
    const load = find(scene, 'bar load mid@rp0');
    if (front?.type !== 'rect' || load?.type !== 'rect') throw new Error('no bars');
    expect(load.w / front.w).toBeCloseTo(6.708 / 2.58, 3);
  });

  test('loads are hatched in the colour of their region; decisions have a dot', () => {
    const scene = gantt(timelineOf('two-regions'));
    expect(find(scene, 'bar load mid@rp1')).toMatchObject({ fill: 'load-1', pattern: 'hatch' });
    expect(find(scene, 'bar compute front@rp0')).toMatchObject({ fill: 'bar-0' });
    expect(find(scene, 'dot check early@early')).toMatchObject({ type: 'dot' });
  });

  test('flags say name, time and share, budgets whether they are missed', () => {
    expect(texts(gantt(timelineOf('two-regions'), 1400))).toEqual(
      expect.arrayContaining([
        'early · 5.68 ms · 62 % leave',
        'end · 15.3 ms · 17 %',
        'worst ≤ 14 ms missed',
      ]),
    );
  });

  test('the path to an exit shows its tasks and no later exit', () => {
    const scene = gantt(timelineOf('one-region'), 800, { exit: 'early' });
    expect(scene.hits.map((hit) => hit.id)).toContain('task:check early');
    expect(scene.hits.map((hit) => hit.id)).not.toContain('task:compute mid');
    expect(scene.hits.map((hit) => hit.id)).not.toContain('exit:late');
  });

  test('another path does not change the scale', () => {
    const timeline = timelineOf('one-region');
    const bar = (exit: string): Shape | undefined =>
      find(gantt(timeline, 800, { exit }), 'bar compute front@rp0');
    expect(bar('early')).toEqual(bar('end'));
  });

  test('a budget far off does not squeeze the bars', () => {
    const timeline = timelineOf('static');
    expect(linearScale(timeline).endNs).toBeLessThan(2 * timeline.worstNs);
    const scene = gantt(timeline);
    expect(texts(scene)).toContain('mean ≤ 200 ms →');
    expect(find(scene, 'line budget:0')).toBeUndefined();
  });

  test('zoomed in, labels stay in what is visible of the bar', () => {
    const scene = gantt(timelineOf('one-region'), 800, { window: { startNs: 6e6, endNs: 8e6 } });
    expect(outside(scene)).toEqual([]);
    expect(texts(scene).some((one) => one.startsWith('load mid'))).toBe(true);
    expect(texts(scene)).not.toContain('front');
  });

  test('its height depends on how many things there are, not on their figures', () => {
    const timeline = timelineOf('one-region');
    const later = {
      ...timeline,
      budgets: timeline.budgets.map((budget) => ({ ...budget, ns: 21_000_000, label: 'worst case of all' })),
    };
    expect(gantt(later).height).toBe(gantt(timeline).height);
  });

  test('labels keep clear of each other and of lines, whatever the times', () => {
    const time = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(time, time), { minLength: 1, maxLength: 20 }),
        fc.array(time, { minLength: 1, maxLength: 12 }),
        fc.array(time, { maxLength: 3 }),
        fc.integer({ min: 240, max: 1400 }),
        (starts, latencies, budgets, width) => {
          let now = 0;
          const tasks = starts.map(([wait, length], index) => {
            const start = now + wait;
            now = start + length;
            return task(`t${index}`, ['rp0'], start, now);
          });
          const sorted = [...latencies].sort((a, b) => a - b);
          const scene = gantt(
            {
              ...timelineOf('one-region'),
              paths: sorted.map((latency, index) => path(`exit${index}`, latency, tasks)),
              budgets: budgets.map((ns, index) => ({
                label: `b${index}`,
                ns,
                missed: index > 0,
                range: path('', 0, []).range,
              })),
              worstNs: Math.max(now, ...sorted),
            },
            width,
          );
          expect([...overlappingTexts(scene), ...crossedTexts(scene), ...outside(scene)]).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('two thousand bars are laid out in reading order of their lanes', () => {
    const tasks = Array.from({ length: 2000 }, (_, index) =>
      task(`t${index}`, ['rp0'], index * 1000, index * 1000 + 900),
    );
    const timeline = { ...timelineOf('one-region'), paths: [path('end', 2e6, tasks)], worstNs: 2e6 };
    const hits = gantt(timeline).hits.filter((hit) => hit.id.startsWith('task:'));
    expect(hits).toHaveLength(2000);
    expect(hits.slice(1).every((hit, index) => hit.x >= (hits[index]?.x ?? 0))).toBe(true);
    expect(hits.slice(1).every((hit, index) => !intersect(hit, { ...(hits[index] ?? hit), w: 0.2 }))).toBe(
      true,
    );
  });
});
