import { expect, test } from 'vitest';
import { layoutPlan } from '../../../webview/src/drawing/floorplan/layout';
import { ganttGutter, layoutGantt } from '../../../webview/src/drawing/gantt/layout';
import { linearScale } from '../../../webview/src/drawing/gantt/scale';
import { sceneToSvg } from '../../../webview/src/drawing/scene/svg';
import type { Scene } from '../../../webview/src/drawing/scene/shapes';
import { makePalette } from '../../../webview/src/drawing/palette';
import { deviceOf, measure, snapshot, timelineOf } from '../support/snapshots';

const paper = makePalette('light', () => '');

function plan(name = 'rp0'): Scene {
  const regions = snapshot('one-region').regions.map((region) => ({ ...region, name }));
  return layoutPlan(deviceOf('one-region'), regions, { width: 900, gutter: 46, window: null, measure });
}

test('an SVG has a shape for each shape of the scene', () => {
  const scene = plan();
  const svg = sceneToSvg(scene, 'a floorplan', paper);
  const shapes = [...scene.still(), ...scene.layers].flatMap((layer) => layer.shapes);
  const texts = shapes.filter((shape) => shape.type === 'text').length;
  expect(svg.match(/<text /g)).toHaveLength(texts);
  expect(svg).toContain('<title>a floorplan</title>');
  expect(svg).toContain('857,740 B · 6.71 ms');
});

test('hatching is a pattern, defined once a colour', () => {
  const timeline = timelineOf('one-region');
  const [path, gutter] = [timeline.paths.at(-1), ganttGutter(timeline, 900, measure)];
  if (!path) throw new Error('no path');
  const svg = sceneToSvg(
    layoutGantt(timeline, { width: 900, gutter, path, window: null, scale: linearScale(timeline), measure }),
    't',
    paper,
  );
  expect(svg.match(/<pattern /g)).toHaveLength(1);
  expect(svg.match(/url\(#hatch-/g)).toHaveLength(2);
});

test.each(['<script>', 'a & "b"', '\u0007bell', '阶段'])(
  'a region named %j leaves the SVG well formed',
  (name) => {
    const svg = sceneToSvg(plan(name), name, paper);
    expect(svg).not.toContain('<script>');
    expect(svg).not.toMatch(/&(?!amp;|lt;|gt;|quot;)|[\u0000-\u0008]/);
  },
);

test('there is nothing in it that is loaded from elsewhere', () => {
  expect(sceneToSvg(plan(), 't', paper).replace('http://www.w3.org/2000/svg', '')).not.toMatch(
    /https?:|href|@import/,
  );
});

test('pictures of one page do not clip each other', () => {
  const timeline = timelineOf('one-region');
  const [path] = timeline.paths.slice(-1);
  if (!path) throw new Error('no path');
  const scale = linearScale(timeline);
  const gantt = layoutGantt(timeline, { width: 900, gutter: 60, path, window: null, scale, measure });
  const boxes = new Map<string, string>();
  for (const svg of [sceneToSvg(plan(), 'a', paper), sceneToSvg(gantt, 'b', paper)])
    for (const [, id = '', box = ''] of svg.matchAll(/<clipPath id="([^"]+)">(.*?)<\/clipPath>/g)) {
      expect(boxes.get(id) ?? box).toBe(box);
      boxes.set(id, box);
    }
  expect(boxes.size).toBeGreaterThan(1);
});
