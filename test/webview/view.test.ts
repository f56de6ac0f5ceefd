/** The view in a real browser, on a page that plays the extension. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import type { PlanWindow } from '../../webview/src/drawing/window';
import type { KeptState } from '../../webview/src/state/store';
import { newViewPage, openView, settle, type OpenView, type ViewOptions } from './support/open-view';
import { snapshot } from './support/snapshots';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await newViewPage(browser);
}, 120_000);

afterAll(() => browser.close());

async function withView(options: ViewOptions, check: (view: OpenView) => Promise<void>): Promise<void> {
  const view = await openView(page, options);
  await check(view);
  expect(view.errors).toEqual([]);
}

/** Descriptions of the items of a diagram, as a screen reader has them. */
function options(diagram: string): Promise<string[]> {
  return page.$$eval(`#${diagram} [role=option]`, (found) => found.map((one) => one.textContent));
}

function selected(): Promise<string | null> {
  return page.evaluate(
    () => document.querySelector('[data-id][aria-selected=true]')?.getAttribute('data-id') ?? null,
  );
}

/** What a person would call the colours of the canvas: anything but one flat ground. */
function colours(diagram: string): Promise<number> {
  return page.$eval(`#${diagram} canvas`, (canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const { data } = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height) ?? {
      data: [],
    };
    const seen = new Set<number>();
    for (let at = 0; at < data.length; at += 4 * 37) {
      seen.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    }
    return seen.size;
  });
}

/** Middle of the first place of an item, in the page. */
async function placeOf(diagram: string, share: { x: number; y: number }): Promise<{ x: number; y: number }> {
  const box = await page.locator(`#${diagram} canvas`).boundingBox();
  if (!box) throw new Error('no diagram');
  return { x: box.x + box.width * share.x, y: box.y + box.height * share.y };
}

const inRp0 = { x: 0.85, y: 0.45 };

describe('a design in the view', () => {
  test('shows its regions, tasks, exits, budgets and figures', () =>
    withView({ snapshot: 'two-regions' }, async (view) => {
      expect(await options('floorplan')).toEqual([
        'rp0, 857,740 B · loads in 6.71 ms, LUT 61 %, FF 32 %, DSP 77.5 %, RAMB18 92.5 %',
        'rp1, 857,740 B · loads in 6.71 ms, LUT 44 %, FF 20.3 %, DSP 50 %, RAMB18 70 %',
      ]);
      expect(await options('timeline')).toHaveLength(12);
      expect(await page.textContent('#panel-figures')).toContain(
        'the worst input misses its budget by 1.31 ms',
      );
      expect(await page.textContent('#panel-region')).toContain('RAMB18 at 92.5 %, over the limit of 80 %');
      expect(await colours('floorplan')).toBeGreaterThan(20);
      expect(await colours('timeline')).toBeGreaterThan(20);
      expect(await view.received()).toEqual([{ type: 'ready' }]);
    }));

  test('without a network has a floorplan only', () =>
    withView({ snapshot: 'region-only' }, async () => {
      expect(await page.isVisible('#floorplan')).toBe(true);
      expect(await page.isVisible('#timeline')).toBe(false);
      expect(await page.textContent('.missing')).toContain('Add a network');
    }));

  test('without a device says what to add', () =>
    withView({ snapshot: 'no-device' }, async () => {
      expect(await page.isVisible('#floorplan')).toBe(false);
      expect(await page.textContent('.missing')).toContain('Add a device block');
      expect(await page.textContent('.notice')).toContain('2 errors');
    }));

  test('that is none says why', () =>
    withView({}, async (view) => {
      expect(await page.textContent('.empty')).toBe('Reading the design…');
      await view.send({ type: 'empty', reason: 'Open a design to see it here.' });
      expect(await page.textContent('.empty')).toBe('Open a design to see it here.');
      await view.send({ type: 'snapshot', snapshot: snapshot('one-region') });
      expect(await page.isVisible('.empty')).toBe(false);
      expect(await options('floorplan')).toHaveLength(1);
      expect(await colours('floorplan')).toBeGreaterThan(20);
    }));
});

describe('pointing at an item', () => {
  test('a click selects and reveals the source', () =>
    withView({ snapshot: 'two-regions' }, async (view) => {
      const at = await placeOf('floorplan', inRp0);
      // A click is lost while a busy machine still lays out the page.
      await expect
        .poll(async () => {
          await page.mouse.click(at.x, at.y);
          return selected();
        })
        .toBe('region:rp0');
      await expect
        .poll(() => view.received())
        .toContainEqual({ type: 'reveal', range: snapshot('two-regions').regions[0]?.range });
    }));

  test('hovering shows the item, and the fabric elsewhere', () =>
    withView({ snapshot: 'two-regions' }, async () => {
      const region = await placeOf('floorplan', inRp0);
      await page.mouse.move(region.x, region.y);
      expect(await page.textContent('.tooltip')).toContain('857,740 B · loads in 6.71 ms');
      const fabric = await placeOf('floorplan', { x: 0.5, y: 0.2 });
      await page.mouse.move(fabric.x, fabric.y);
      expect(await page.textContent('.tooltip')).toContain('CLOCKREGION_X0Y2');
      await page.mouse.move(5, 5);
      expect(await page.isVisible('.tooltip')).toBe(false);
    }));

  test('the wheel zooms with Ctrl and alone scrolls the page, dragging pans, a double click fits', () =>
    withView({ snapshot: 'one-region' }, async () => {
      const kept = (): Promise<KeptState | null> =>
        page.evaluate(
          () => JSON.parse(sessionStorage.getItem('exeunt-view-state') ?? 'null') as KeptState | null,
        );
      const plan = async (): Promise<PlanWindow | null> =>
        ((await kept())?.windows['floorplan'] ?? null) as PlanWindow | null;
      const at = await placeOf('floorplan', { x: 0.5, y: 0.2 });
      await page.mouse.move(at.x, at.y);
      await page.mouse.wheel(0, 40);
      await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0);
      expect(await plan()).toBeNull();
      await page.evaluate(() => scrollTo(0, 0));
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -300);
      await page.keyboard.up('Control');
      await expect.poll(async () => (await plan())?.size ?? 1).toBeLessThan(0.9);
      const before = await plan();
      await page.mouse.down();
      await page.mouse.move(at.x - 60, at.y, { steps: 4 });
      await page.mouse.up();
      await expect.poll(async () => (await plan())?.left ?? 0).toBeGreaterThan(before?.left ?? 1);
      expect(await selected()).toBeNull();
      await page.mouse.dblclick(at.x, at.y);
      await expect.poll(plan).toBeNull();
    }));
});

test('the keyboard walks through all items, Enter reveals, Escape clears', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    await page.focus('#timeline');
    const seen = new Set<string | null>();
    for (let index = 0; index < 11; index++) {
      await page.keyboard.press('ArrowRight');
      await settle(page);
      seen.add(await selected());
    }
    expect(seen.size).toBe(11);
    await view.received();
    await page.keyboard.press('Enter');
    expect(await view.received()).toEqual([
      { type: 'reveal', range: snapshot('one-region').timeline?.budgets[0]?.range },
    ]);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('[data-id][aria-selected=true]') === null);
    expect(await page.getAttribute('#timeline', 'aria-activedescendant')).toBeNull();
  }));

test('a module in the table is selected everywhere and revealed', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    await page.click('#panel-region button:has-text("mid")');
    await expect
      .poll(() => page.getAttribute('#panel-region button:has-text("mid")', 'aria-current'))
      .toBe('true');
    await expect
      .poll(() => view.received())
      .toContainEqual({ type: 'reveal', range: snapshot('one-region').regions[0]?.modules[1]?.range });
  }));

test("the editor's cursor marks its module", () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    await view.send({ type: 'cursor', line: 32, character: 4 });
    expect(await page.getAttribute('#panel-region button:has-text("back")', 'class')).toBe('outlined');
    await view.send({ type: 'cursor', line: 99, character: 0 });
    expect(await page.getAttribute('#panel-region button:has-text("back")', 'class')).toBeNull();
  }));

describe('a newer version of the design', () => {
  test('keeps selection and focus, and shows the new figures', () =>
    withView({ snapshot: 'two-regions' }, async (view) => {
      await page.focus('#floorplan');
      await page.keyboard.press('End');
      await page.waitForSelector('[data-id][aria-selected=true][data-id="region:rp1"]', {
        state: 'attached',
      });
      const next = { ...snapshot('two-regions'), version: 2 };
      if (next.regions[1]) next.regions[1].bitstreamBytes = 123_456;
      await view.send({ type: 'snapshot', snapshot: next });
      expect(await selected()).toBe('region:rp1');
      expect(await page.textContent('#panel-region')).toContain('123,456 B');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('floorplan');
    }));

  test('is waited for with the old one dimmed', () =>
    withView({ snapshot: 'one-region' }, async (view) => {
      await view.send({ type: 'computing', uri: 'file:///blenet.exeunt', version: 2 });
      await page.waitForSelector('#view.stale');
      await view.send({ type: 'snapshot', snapshot: { ...snapshot('one-region'), version: 2 } });
      expect(await page.$('#view.stale')).toBeNull();
    }));

  test('is drawn at once where motion is to be reduced', () =>
    withView({ snapshot: 'one-region', reducedMotion: 'reduce' }, async (view) => {
      const picture = (): Promise<string> =>
        page.$eval('#timeline canvas', (canvas) => (canvas as HTMLCanvasElement).toDataURL());
      const next = { ...snapshot('one-region'), version: 2 };
      next.timeline?.paths.forEach((path) => path.tasks.forEach((task) => (task.endNs += 100_000)));
      await view.send({ type: 'snapshot', snapshot: next });
      const drawn = await picture();
      await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
      expect(await picture()).toBe(drawn);
    }));
});

test('an idle view asks for no frames', () =>
  withView({ snapshot: 'one-region' }, async () => {
    const frames = await page.evaluate(async () => {
      await new Promise((done) => setTimeout(done, 300));
      let count = 0;
      const ask = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (callback) => {
        count++;
        return ask(callback);
      };
      await new Promise((done) => setTimeout(done, 300));
      return count;
    });
    expect(frames).toBe(0);
  }));

test('the chosen path is shown and kept over a reload', () =>
  withView({ snapshot: 'one-region' }, async () => {
    await page.click('vscode-dropdown');
    await page.click('vscode-option:has-text("exit early")');
    await page.waitForFunction(() => document.querySelectorAll('#timeline [role=option]').length === 5);
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('#timeline [role=option]').length === 5);
  }));

test('buttons zoom and fit; the figures are there as a table', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    const timeline = page.locator('section[aria-label=Timeline]');
    const fit = timeline.locator('vscode-button:has-text("Fit")');
    expect(await fit.getAttribute('disabled')).not.toBeNull();
    await timeline.locator('vscode-button[title*="Zoom into"]').click();
    await page.waitForSelector('#timeline[data-zoomed=true]');
    await fit.click();
    await page.waitForSelector('#timeline[data-zoomed=false]');
    await timeline.locator('summary').click();
    const row = timeline.locator('tr:has-text("load"):has-text("mid")');
    expect(await row.first().textContent()).toContain('6.71 ms');
    await view.received();
    await row.locator('button').first().click();
    const load = snapshot('one-region')
      .timeline?.paths.at(-1)
      ?.tasks.find((one) => one.id === 'load mid');
    await expect.poll(() => view.received()).toContainEqual({ type: 'reveal', range: load?.range });
    expect(await selected()).toBe('task:load mid');
  }));
