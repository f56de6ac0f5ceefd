/** One input in time: tasks on their lanes, exits and budgets. */
import type { PathView, TimelineView } from '../../../../server/src/base/protocol/view';
import { ganttGutter, layoutGantt, wholeTime } from '../gantt/layout';
import { itemId } from '../items';
import { panTime, zoomTime, type TimeWindow } from '../window';
import type { Choice, Diagram, LegendEntry } from './diagram';
import type { Table } from './table';

export const timeline: Diagram<TimeWindow> = {
  id: 'timeline',
  title: 'Timeline',
  label: 'Timeline: tasks on their lanes, exits and budgets',
  facts({ snapshot, path }) {
    const shown = snapshot.timeline;
    if (!shown || !path) return null;
    return `policy ${shown.policy} · ${shown.batch === 1 ? '1 input' : `batch of ${shown.batch}`}`;
  },
  choices: ({ snapshot, path }) => (snapshot.timeline && path ? [pathChoice(snapshot.timeline, path)] : []),
  legend: ({ snapshot }) => (snapshot.timeline ? legendOf(snapshot.timeline) : []),
  gutter: ({ snapshot, width, measure }) =>
    snapshot.timeline ? ganttGutter(snapshot.timeline.lanes, width, measure) : 0,
  layout({ snapshot, path, width, gutter, window, measure }) {
    const shown = snapshot.timeline;
    return shown && path && layoutGantt(shown, { width, gutter, path, window, measure });
  },
  zoom: ({ snapshot, window }, { x }, factor) =>
    snapshot.timeline && zoomTime(window, wholeTime(snapshot.timeline), x, factor),
  pan: ({ snapshot, window }, { x }) => snapshot.timeline && panTime(window, wholeTime(snapshot.timeline), x),
  keeps: () => true,
  tables: ({ snapshot, path }) =>
    snapshot.timeline && path ? [taskTable(path), exitTable(snapshot.timeline)] : [],
};

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
