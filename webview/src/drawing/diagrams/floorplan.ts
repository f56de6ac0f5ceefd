/** The device with its regions. */
import type { DeviceView, RegionView, ViewSnapshot } from '../../../../server/src/base/protocol/view';
import { fills } from '../fill';
import { planGeometry } from '../floorplan/geometry';
import { gripAt, stepsOf } from '../floorplan/grip';
import { describeFabric, layoutPlan, roleNames } from '../floorplan/layout';
import { itemId } from '../items';
import { panPlan, zoomPlan, type PlanWindow } from '../window';
import type { Diagram, LegendEntry } from './diagram';
import type { Cell, Table } from './table';

const gutter = 46;

export const floorplan: Diagram<PlanWindow> = {
  id: 'floorplan',
  title: 'Floorplan',
  label: 'Floorplan: regions of the device',
  facts: ({ snapshot: { device } }) => device && factsOf(device),
  legend: ({ snapshot: { device } }) => (device ? legendOf(device) : []),
  gutter: () => gutter,
  layout: ({ snapshot: { device, regions }, ...options }) => device && layoutPlan(device, regions, options),
  zoom: ({ window }, { x, y }, factor) => zoomPlan(window, x, y, factor),
  pan: ({ window }, { x, y }) => panPlan(window, x, y),
  keeps: (old, now) => old.device?.part === now.device?.part,
  describeAt({ snapshot: { device }, window }, { plot }, x, y) {
    return device ? describeFabric(device, planGeometry(device, plot, window), x, y) : [];
  },
  movable: {
    gripAt: ({ snapshot: { device, regions }, window }, { plot }, x, y) =>
      device && gripAt(regions, planGeometry(device, plot, window), x, y),
    steps: ({ snapshot: { device }, window }, { plot }, dx, dy) =>
      device ? stepsOf(device, planGeometry(device, plot, window), dx, dy) : { columns: 0, rows: 0 },
  },
  tables: ({ snapshot }) => [regionTable(snapshot)],
};

function factsOf({ part, board, clockRegions: { rows, columnStarts } }: DeviceView): string {
  // UltraScale+ has rows only: the columns of its clock regions are not known.
  const clock =
    columnStarts.length === 1
      ? `${rows} rows of clock regions`
      : `${columnStarts.length} × ${rows} clock regions`;
  return [part, ...(board === null ? [] : [board]), clock].join(' · ');
}

const shownRoles = ['clb', 'clbm', 'bram', 'dsp', 'uram', 'io'] as const;

/** The device's kinds of column. */
function legendOf(device: DeviceView): LegendEntry[] {
  const there = new Set(device.columns.map((column) => column.role));
  return shownRoles
    .filter((role) => there.has(role))
    .map((role) => ({ label: roleNames[role], look: { fill: role } }));
}

function regionTable({ regions }: ViewSnapshot): Table {
  return {
    title: 'Regions',
    columns: [
      { name: 'region' },
      { name: 'pblock' },
      { name: 'bytes', unit: 'B' },
      { name: 'load time', unit: 'ns' },
      { name: 'config frames', unit: 'count' },
      { name: 'block RAM frames', unit: 'count' },
      { name: 'fullest' },
      { name: 'of it', unit: 'share' },
      { name: 'legal' },
    ],
    rows: regions.map((region) => ({ id: itemId.region(region.name), cells: regionCells(region) })),
  };
}

function regionCells(region: RegionView): Cell[] {
  const { name, pblock, rects, bitstreamBytes, loadNs, frames, used, available, limit, violations } = region;
  const fullest = fills(used, available, limit).sort((a, b) => b.share - a.share)[0];
  const placed = rects.length > 0;
  return [
    name,
    pblock.join(' '),
    placed ? bitstreamBytes : null,
    placed ? loadNs : null,
    placed ? frames.config : null,
    placed ? frames.bram : null,
    used && fullest ? fullest.label : null,
    used && fullest && Number.isFinite(fullest.share) ? fullest.share : null,
    !placed ? null : violations.length === 0 ? 'yes' : violations.join('; '),
  ];
}
