/**
 * Everything in the view that can be hovered, selected and revealed, with one description for the tooltip, the screen
 * reader and the cursor's highlight.
 */
import type { RangeJson, ResourcesJson } from '../../../server/src/base/protocol/report';
import type {
  ModuleFillView,
  PathView,
  TaskView,
  ViewSnapshot,
} from '../../../server/src/base/protocol/view';
import { formatAtLeast, formatBytes, formatShare, withBetween } from '../../../server/src/base/format';
import { duration } from './duration';
import { fillText, fills, fullest } from './fill';

export interface Item {
  id: string;
  kind: 'device' | 'region' | 'module' | 'task' | 'exit' | 'budget';
  name: string;
  /** Lines under the name. */
  lines: string[];
  range: RangeJson;
  /** Region that the panel shows if this is selected. */
  region: string | null;
  /** Related module in the other diagram. */
  module: string | null;
}

export const itemId = {
  device: 'device',
  region: (name: string) => `region:${name}`,
  module: (owner: string, name: string) => `module:${owner}/${name}`,
  task: (task: TaskView) => `task:${task.id}`,
  exit: (path: PathView) => `exit:${path.exit}`,
  budget: (index: number) => `budget:${index}`,
};

/** Owner of modules in the static part, in place of a region's name. */
export const staticOwner = '';

/** Items of one version of a design; for the timeline, those of the shown path. */
export function itemsOf(snapshot: ViewSnapshot, path: PathView | null): Map<string, Item> {
  const items: Item[] = [];
  const { device, regions, staticPart, timeline } = snapshot;
  if (device) {
    items.push({
      ...plain('device', itemId.device, device.range),
      name: device.part,
      lines: [device.board ?? device.family],
    });
  }
  for (const region of regions) {
    const filled = fills(region.used, region.available, region.limit);
    items.push({
      ...plain('region', itemId.region(region.name), region.range),
      name: region.name,
      region: region.name,
      lines: [
        ...(region.placing ? ['being placed'] : []),
        ...(region.placing && region.rects.length === 0
          ? []
          : [
              `${withBetween(formatBytes(region.bitstreamBytes), region.bitstreamBytes, region.bitstreamBand)} · loads in ${withBetween(duration(region.loadNs), region.loadNs, region.loadBandNs)}`,
            ]),
        filled
          .map((fill) => `${fill.label} ${formatAtLeast(fill.atLeast, formatShare(fill.share))}`)
          .join(', '),
        ...region.violations,
      ],
    });
    for (const module of region.modules) {
      items.push(moduleItem(module, region.name, fillOf(module, region.available)));
    }
  }
  for (const module of staticPart?.modules ?? []) {
    items.push(moduleItem(module, staticOwner, fillOf(module, staticPart?.available)));
  }
  if (timeline && path) {
    const regionOf = new Map(
      regions.flatMap((region) => region.modules.map((module) => [module.module, region.name] as const)),
    );
    items.push(...path.tasks.map((task) => taskItem(task, regionOf.get(task.module) ?? null)));
    items.push(
      ...timeline.paths.map((one, index) =>
        exitItem(one, one.isEnd === true || index === timeline.paths.length - 1),
      ),
    );
    items.push(
      ...timeline.budgets.map((budget, index) => ({
        ...plain('budget' as const, itemId.budget(index), budget.range),
        name: budget.label,
        lines: [duration(budget.ns), budget.missed ? 'missed' : budget.unknown ? 'not known' : 'met'],
      })),
    );
  }
  return new Map(items.map((item) => [item.id, item]));
}

/** The items with the smallest range around a position in the source. */
export function itemsAt(items: Iterable<Item>, place: { line: number; character: number }): Set<string> {
  let best: Item[] = [];
  for (const item of items) {
    if (!covers(item.range, place)) continue;
    const order = best[0] === undefined ? -1 : compareSize(item.range, best[0].range);
    if (order < 0) best = [item];
    else if (order === 0) best.push(item);
  }
  return new Set(best.map((item) => item.id));
}

/** Items outlined with a selected one: itself, and the module that it works on. */
export function relatedTo(selected: Item, items: Iterable<Item>): Set<string> {
  const related = new Set([selected.id]);
  if (selected.module === null) return related;
  for (const item of items) {
    if (item.module === selected.module && item.kind !== selected.kind) related.add(item.id);
  }
  return related;
}

export function describe(item: Item): string {
  return [item.name, ...item.lines.filter((line) => line !== '')].join(', ');
}

function plain<K extends Item['kind']>(kind: K, id: string, range: RangeJson) {
  return { id, kind, range, region: null, module: null };
}

/** How far a module fills its place, in words. */
function fillOf({ used }: ModuleFillView, available: ResourcesJson | undefined): string {
  return fillText(used, available ? fullest(used, available) : 1);
}

function moduleItem(module: ModuleFillView, owner: string, fill: string): Item {
  return {
    ...plain('module', itemId.module(owner, module.module), module.range),
    name: module.module,
    lines: [module.layers, `fills ${fill} of ${owner === staticOwner ? 'the static part' : owner}`],
    region: owner === staticOwner ? null : owner,
    module: module.module,
  };
}

function taskItem(task: TaskView, region: string | null): Item {
  return {
    ...plain('task', itemId.task(task), task.range),
    name: task.kind === 'compute' ? task.module : `${task.kind} ${task.module}`,
    lines: [
      `${withBetween(formatAtLeast(task.atLeast, duration(task.endNs - task.startNs)), task.endNs - task.startNs, task.takesNs)}, from ${duration(task.startNs)} to ${duration(task.endNs)}`,
      `on ${task.lanes.join(' and ')}`,
      task.detail,
    ],
    region,
    module: task.module,
  };
}

function exitItem(path: PathView, isEnd: boolean): Item {
  return {
    ...plain('exit', itemId.exit(path), path.range),
    name: isEnd ? (path.exit === 'end' ? 'end of the network' : `path ${path.exit}`) : `exit ${path.exit}`,
    lines: [
      `${formatShare(path.rate)} of inputs leave after ${duration(path.latencyNs)}`,
      ...(path.check === '' ? [] : [path.check]),
    ],
    region: null,
    module: isEnd ? null : path.exit,
  };
}

interface Place {
  line: number;
  character: number;
}

function covers(range: RangeJson, place: Place): boolean {
  return comparePlace(range.start, place) <= 0 && comparePlace(place, range.end) <= 0;
}

/** Of two ranges around one position, the inner one is smaller; compares lines, then characters. */
function compareSize(a: RangeJson, b: RangeJson): number {
  return (
    a.end.line - a.start.line - (b.end.line - b.start.line) ||
    a.end.character - a.start.character - (b.end.character - b.start.character)
  );
}

function comparePlace(a: Place, b: Place): number {
  return a.line - b.line || a.character - b.character;
}
