/** Regions moved with pointer and keys in a real browser; the test answers for the server. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { PlacementView } from '../../../server/src/base/protocol/view';
import type { FromView, RectView } from '../../../server/src/base/protocol/view';
import { settle, type OpenView } from '../support/open-view';
import { snapshot } from '../support/snapshots';
import { viewInBrowser } from '../support/view-in-browser';

const { withView } = viewInBrowser();
const [rp0] = snapshot('one-region').regions;
const edits = [
  { range: { start: { line: 3, character: 2 }, end: { line: 3, character: 9 } }, text: 'pblock SLICE_X82Y0' },
];

function answer(drawn: RectView, violations: string[] = []): PlacementView {
  if (!rp0) throw new Error('no region');
  const region = { ...rp0, rects: [drawn], bitstreamBytes: 123_456, violations };
  return { version: 1, drawn, region, edits: violations.length > 0 ? null : edits };
}

/** Answers what the view asks, until it asks no more; returns all that it has posted. */
async function answered(view: OpenView, violations: string[] = []): Promise<FromView[]> {
  const all: FromView[] = [];
  for (;;) {
    await settle(view.page);
    const posted = await view.received();
    all.push(...posted);
    const asked = posted.find((one) => one.type === 'place');
    if (!asked) return all;
    await view.send({ type: 'placement', placement: answer(asked.drawn, violations) });
  }
}

async function grab(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator('#floorplan canvas').boundingBox();
  if (!box) throw new Error('no floorplan');
  const at = { x: box.x + box.width * 0.85, y: box.y + box.height * 0.5 };
  await page.mouse.move(at.x, at.y);
  expect(await page.$eval('#floorplan canvas', (canvas) => canvas.style.cursor)).toBe('move');
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 40, { steps: 2 });
  return at;
}

test('a dragged region shows its figures there, asks one thing at a time, and is written on release', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    const { page } = view;
    await view.received();
    const at = await grab(page);
    await settle(page);
    const [first, ...more] = await view.received();
    expect(first).toMatchObject({ type: 'place', region: 'rp0' });
    expect(more).toEqual([]);
    await page.mouse.move(at.x, at.y + 88, { steps: 3 });
    await settle(page);
    expect(await view.received()).toEqual([]);
    if (first?.type !== 'place') return;
    // The view is sent the same version when it gets the focus.
    await view.send({ type: 'snapshot', snapshot: snapshot('one-region') });
    await view.send({ type: 'placement', placement: answer(first.drawn) });
    expect(await page.textContent('.tooltip')).toContain('123,456 B');
    expect(await page.textContent('#panel-region')).toContain('123,456 B');
    const [second] = await answered(view);
    expect(second).toMatchObject({ type: 'place', drawn: { x0: rp0?.rects[0]?.x0 } });
    await page.mouse.up();
    expect(await answered(view)).toEqual([{ type: 'write', version: 1, edits }]);
    // Until the new text is there, the region stays where it was dropped.
    expect(await page.textContent('#panel-region')).toContain('123,456 B');
    await view.send({ type: 'snapshot', snapshot: { ...snapshot('one-region'), version: 2 } });
    expect(await page.textContent('#panel-region')).toContain('857,740 B');
  }));

test('an illegal place says why while it is held, and is not written', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    await view.received();
    await grab(view.page);
    await answered(view, ['the regions overlap in column 5']);
    expect(await view.page.textContent('.tooltip')).toContain('the regions overlap in column 5');
    await view.page.mouse.up();
    expect((await answered(view)).filter(({ type }) => type === 'write')).toEqual([]);
    expect(await view.page.textContent('#panel-region')).toContain('857,740 B');
    expect(await view.page.textContent('[aria-live]')).toContain('Moved back: the regions overlap');
  }));

test('Escape lets a dragged region go back', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    await view.received();
    await view.page.focus('#floorplan');
    await grab(view.page);
    await answered(view);
    await view.page.keyboard.press('Escape');
    await view.page.mouse.up();
    expect((await answered(view)).filter(({ type }) => type === 'write')).toEqual([]);
    expect(await view.page.textContent('#panel-region')).toContain('857,740 B');
  }));

test('keys move a region and its edges, and Enter writes it', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    const { page } = view;
    await view.received();
    await page.focus('#floorplan');
    await page.keyboard.press('Home');
    await page.keyboard.press('m');
    await answered(view);
    await page.keyboard.press('ArrowDown');
    const [down] = await answered(view);
    const rect = rp0?.rects[0];
    expect(down).toMatchObject({ drawn: { y0: (rect?.y0 ?? 0) - 50, y1: (rect?.y1 ?? 0) - 50 } });
    await page.keyboard.press('Shift+ArrowLeft');
    const [narrower] = await answered(view);
    expect(narrower).toMatchObject({ drawn: { x0: rect?.x0, x1: (rect?.x1 ?? 0) - 2 } });
    expect(await page.textContent('[aria-live]')).toContain('123,456 B');
    await page.keyboard.press('Enter');
    expect(await answered(view)).toEqual([{ type: 'write', version: 1, edits }]);
  }));
