import { readFileSync } from 'node:fs';
import type { PathView, TaskView, TimelineView, ViewSnapshot } from '../../../server/src/base/protocol/view';
import type { Measure } from '../../../webview/src/drawing/scene/shapes';

/** A recorded snapshot; each call gives a copy of its own. */
export function snapshot(name: string): ViewSnapshot {
  return JSON.parse(readFileSync(`test/webview/snapshots/${name}.json`, 'utf8')) as ViewSnapshot;
}

export function timelineOf(name: string): TimelineView {
  const { timeline } = snapshot(name);
  if (!timeline) throw new Error(`${name} has no timeline`);
  return timeline;
}

export function deviceOf(name: string): NonNullable<ViewSnapshot['device']> {
  const { device } = snapshot(name);
  if (!device) throw new Error(`${name} has no device`);
  return device;
}

/** About the widths of DejaVu Sans and DejaVu Sans Mono. */
export const measure: Measure = (text, font) =>
  text.length * font.size * (font.mono ? 0.602 : font.bold ? 0.66 : 0.6);

export function task(id: string, lanes: string[], startNs: number, endNs: number): TaskView {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  return { id, kind: 'compute', module: id, lanes, startNs, endNs, detail: '', range };
}

export function path(exit: string, latencyNs: number, tasks: TaskView[]): PathView {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const none = { hiddenNs: null, exposedNs: null, leavingNs: null, hiddenBehind: [], check: '' };
  return { exit, rate: 0.5, latencyNs, ...none, tasks, range };
}
