/** The floorplan's legend. */
import type { DeviceView } from '../../../server/src/base/protocol/view';
import { roleNames } from '../drawing/floorplan/layout';
import { paintLayers } from '../scene/canvas';
import type { Palette } from '../drawing/palette';
import { element } from './dom';

type Role = DeviceView['columns'][number]['role'];

const shownRoles: readonly Role[] = ['clb', 'clbm', 'bram', 'dsp', 'uram', 'io'];
const swatch = 10;

/** The device's kinds of column, in their colours or patterns. */
export function legendItems(device: DeviceView): Role[] {
  const there = new Set(device.columns.map((column) => column.role));
  return shownRoles.filter((role) => there.has(role));
}

export function legend(roles: readonly Role[], palette: Palette): HTMLElement[] {
  return roles.map((role) => {
    const canvas = element('canvas', { 'aria-hidden': 'true' });
    canvas.width = canvas.height = swatch * devicePixelRatio;
    const context = canvas.getContext('2d');
    if (context) {
      context.scale(devicePixelRatio, devicePixelRatio);
      const box = { x: 0.5, y: 0.5, w: swatch - 1, h: swatch - 1 };
      paintLayers(
        context,
        [{ clip: null, shapes: [{ type: 'rect', key: role, ...box, radius: 2, fill: role }] }],
        palette,
      );
    }
    return element('li', {}, canvas, roleNames[role]);
  });
}
