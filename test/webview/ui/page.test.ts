/** The page around the diagrams in a real browser: widths, folds, themes, and what axe says. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import { describe, expect, test } from 'vitest';
import { openView, settle } from '../support/open-view';
import { snapshot } from '../support/snapshots';
import { viewInBrowser } from '../support/view-in-browser';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { withView } = viewInBrowser();

describe('the layout of the page', () => {
  test.each([1200, 700, 500, 320])('at width %i nothing scrolls sideways', (width) =>
    withView({ snapshot: 'two-regions', width }, async ({ page }) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      const canvas = await page.locator('#floorplan canvas').boundingBox();
      expect(canvas?.width).toBeLessThanOrEqual(width);
    }),
  );

  test('what the figures of a place leave out is folded away, and stays unfolded', () =>
    withView({ snapshot: 'two-regions' }, async (view) => {
      const { page } = view;
      const notes = '#panel-region .notes';
      expect(await page.textContent(`${notes} summary`)).toBe('Left out or assumed: 2 notes');
      expect(await page.isVisible(`${notes} li`)).toBe(false);
      await page.click(`${notes} summary`);
      expect(await page.isVisible('text=The division of a softmax layer is not modelled.')).toBe(true);
      const newer = snapshot('two-regions');
      await view.send({
        type: 'snapshot',
        snapshot: { ...newer, version: newer.version + 1, design: 'other' },
      });
      await view.send({ type: 'cursor', line: 0, character: 0 });
      await settle(page);
      expect(await page.isVisible('text=The division of a softmax layer is not modelled.')).toBe(true);
    }));

  test('panels stand beside the diagrams where there is room, else under them', () =>
    withView({}, async ({ page }) => {
      const below = async (width: number): Promise<boolean> => {
        await openView(page, { snapshot: 'one-region', width });
        const [gantt, panel] = await Promise.all([
          page.locator('#timeline').boundingBox(),
          page.locator('#panel-region').boundingBox(),
        ]);
        return (panel?.y ?? 0) > (gantt?.y ?? 0);
      };
      expect(await below(1200)).toBe(false);
      expect(await below(600)).toBe(true);
    }));
});

describe('accessibility of the view', () => {
  test.each(['dark', 'light', 'contrast-dark', 'contrast-light'])(
    'axe finds nothing serious in %s',
    (theme) =>
      withView({ snapshot: 'two-regions', theme }, async ({ page }) => {
        await page.focus('#timeline');
        await page.keyboard.press('ArrowRight');
        await page.evaluate(axeSource);
        const found = await page.evaluate(async () => {
          const { axe } = window as unknown as { axe: typeof axeCore };
          const { violations } = await axe.run({ resultTypes: ['violations'] });
          return violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
        });
        expect(found).toEqual([]);
      }),
  );

  test('a change of theme is followed', () =>
    withView({ snapshot: 'one-region', theme: 'dark' }, async ({ page }) => {
      const drawn = (): Promise<string> =>
        page.$eval('#timeline canvas', (canvas) => (canvas as HTMLCanvasElement).toDataURL());
      const before = await drawn();
      await page.evaluate(() => document.body.classList.replace('vscode-dark', 'vscode-light'));
      await expect.poll(drawn).not.toEqual(before);
    }));
});
