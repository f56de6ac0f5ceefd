/** One input in time: tasks on their lanes, exits and budgets. */
import { perObject } from '../../../../server/src/base/memo';
import type { PathView, TimelineView } from '../../../../server/src/base/protocol/view';
import { ganttGutter, layoutGantt } from '../gantt/layout';
import { eventScale, isUneven, linearScale, type TimeScale } from '../gantt/scale';
import { itemId } from '../items';
import { panTime, zoomTime, type TimeWindow } from '../window';
import type { Choice, Diagram, LegendEntry, Subject } from './diagram';
import type { Table } from './table';

export const timeline: Diagram<TimeWindow> = {
  id: 'timeline',
  title: 'Timeline',
  label: 'Timeline: tasks on their lanes, exits and budgets',
  facts(subject) {
    const shown = subject.snapshot.timeline;
    if (!shown || !subject.path) return null;
    const batch = shown.batch === 1 ? '1 input' : `batch of ${shown.batch}`;
    const axis = isByEvents(subject) ? ' · widths are not to scale: ticks and figures tell times' : '';
    return `policy ${shown.policy} · ${batch}${axis}`;
  },
  choices(subject) {
    const { snapshot, path } = subject;
    return snapshot.timeline && path ? [pathChoice(snapshot.timeline, path), axisChoice(subject)] : [];
  },
  legend(subject) {
    const shown = subject.snapshot.timeline;
    if (!shown) return [];
    const broken: LegendEntry = {
      label: 'break: longer than drawn',
      look: { stroke: 'muted', dash: true, mark: 'break' },
    };
    return [
      ...legendOf(shown),
      ...(isByEvents(subject) && byEvents(shown).breaks.length > 0 ? [broken] : []),
    ];
  },
  gutter: ({ snapshot, width, measure }) =>
    snapshot.timeline ? ganttGutter(snapshot.timeline, width, measure) : 0,
  layout(input) {
    const { snapshot, path, width, gutter, window, measure } = input;
    const scale = scaleOf(input);
    if (!snapshot.timeline || !path || !scale) return null;
    return layoutGantt(snapshot.timeline, { width, gutter, path, window, scale, measure });
  },
  zoom(input, { x }, factor) {
    const scale = scaleOf(input);
    return scale && zoomTime(input.window, scale, x, factor);
  },
  pan(input, { x }) {
    const scale = scaleOf(input);
    return scale && panTime(input.window, scale, x);
  },
  keeps: () => true,
  tables: ({ snapshot, path }) =>
    snapshot.timeline && path ? [taskTable(path), exitTable(snapshot.timeline)] : [],
};

const axisId = 'axis';

const byEvents = perObject(eventScale);
const byTime = perObject(linearScale);
const isUnevenOnce = perObject(isUneven);

function isByEvents({ snapshot: { timeline: shown }, chosen }: Subject): boolean {
  if (!shown) return false;
  const choice = chosen[axisId];
  return choice === undefined ? isUnevenOnce(shown) : choice === 'events';
}

function scaleOf(subject: Subject): TimeScale | null {
  const shown = subject.snapshot.timeline;
  return shown && (isByEvents(subject) ? byEvents(shown) : byTime(shown));
}

function axisChoice(subject: Subject): Choice {
  return {
    id: axisId,
    label: 'Time axis',
    options: [
      { value: 'events', label: 'event axis' },
      { value: 'linear', label: 'linear axis' },
    ],
    value: isByEvents(subject) ? 'events' : 'linear',
  };
}

/** Id of the choice of the path that is shown; its value is the name of an exit. */
export const pathChoiceId = 'path';

function pathChoice({ paths }: TimelineView, shown: PathView): Choice {
  const last = paths.length - 1;
  return {
    id: pathChoiceId,
    label: 'Path shown',
    options: paths.map((path, index) => ({ value: path.exit, label: pathLabel(path, index === last) })),
    value: shown.exit,
  };
}

function pathLabel({ exit, isEnd }: PathView, isLast: boolean): string {
  if (isEnd !== true && !isLast) return `path to exit ${exit}`;
  return exit === 'end' ? 'path to the end' : `path ${exit}`;
}

function legendOf({ lanes, budgets, paths }: TimelineView): LegendEntry[] {
  const region = lanes.find((lane) => lane.accent !== null)?.accent ?? null;
  const hasChecks = paths.some(({ tasks }) => tasks.some((task) => task.kind === 'check'));
  return [
    { label: 'compute', look: { fill: region === null ? 'static' : `bar-${region}` } },
    ...(region === null
      ? []
      : [
          {
            label: 'load of a region',
            look: { fill: `load-${region}`, stroke: `accent-${region}`, pattern: 'hatch' },
          } satisfies LegendEntry,
        ]),
    ...(hasChecks
      ? [
          { label: 'check', look: { fill: 'check' } } satisfies LegendEntry,
          { label: 'decision', look: { fill: 'exit', mark: 'dot' } } satisfies LegendEntry,
        ]
      : []),
    ...(budgets.length > 0
      ? [{ label: 'budget', look: { stroke: 'budget', dash: true, mark: 'line' } } satisfies LegendEntry]
      : []),
  ];
}

function taskTable({ tasks }: PathView): Table {
  return {
    title: 'Tasks',
    columns: [
      { name: 'task' },
      { name: 'module' },
      { name: 'lanes' },
      { name: 'start', unit: 'ns' },
      { name: 'end', unit: 'ns' },
      { name: 'takes', unit: 'ns' },
    ],
    rows: tasks.map((task) => ({
      id: itemId.task(task),
      cells: [
        task.kind,
        task.module,
        task.lanes.join(' '),
        task.startNs,
        task.endNs,
        task.endNs - task.startNs,
      ],
    })),
  };
}

function exitTable({ paths }: TimelineView): Table {
  return {
    title: 'Ways out',
    columns: [
      { name: 'exit' },
      { name: 'leave', unit: 'share' },
      { name: 'latency', unit: 'ns' },
      { name: 'hidden', unit: 'ns' },
      { name: 'staying wait', unit: 'ns' },
      { name: 'leaving wait', unit: 'ns' },
    ],
    rows: paths.map((path) => ({
      id: itemId.exit(path),
      cells: [path.exit, path.rate, path.latencyNs, path.hiddenNs, path.exposedNs, path.leavingNs],
    })),
  };
}
