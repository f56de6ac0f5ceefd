/** The panel of a search in a real browser: what it shows, and what its buttons ask for. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import { expect, test } from 'vitest';
import type { ShownExploration } from '../../../server/src/base/protocol/view';
import { viewInBrowser } from '../support/view-in-browser';

const { withView } = viewInBrowser();
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const point = { value: 2e6, accuracy: 0.99, fits: true };
const exits: ShownExploration = {
  title: 'Best Exits',
  sentences: ['One exit is <b>best</b>.'],
  tables: [
    {
      title: 'The best of each number',
      head: ['#', 'mean'],
      rows: [
        ['1', '1 ms'],
        ['2', '2 ms'],
      ],
    },
    { title: 'Prices', head: ['exit', 'mean'], rows: [['1', '-3 ms']] },
  ],
  notes: ['All were timed.'],
  picture: {
    kind: 'curve',
    model: {
      ...{ title: 'By number', measured: 'mean latency', unit: 's' },
      lines: [
        {
          name: 'overlap',
          points: [
            { count: 0, ...point },
            { count: 1, ...point },
          ],
        },
      ],
    },
  },
  candidates: ['1'],
};
const cell = { winner: 'resident', isReconfigured: false, factor: 2, undecided: false, text: '1 ms' };
const map: ShownExploration = {
  title: 'Map',
  sentences: [],
  tables: [
    {
      ...{ title: 'Ahead', head: ['part', '1', '64'], rows: [['xc7z010', 'resident 2', '']] },
      candidates: [[null, '7', null]],
    },
  ],
  notes: [],
  picture: {
    kind: 'map',
    model: {
      title: 'Map',
      columns: { name: 'batch', values: ['1'] },
      rows: { name: 'part', values: ['xc7z010'] },
      cells: [[cell]],
    },
  },
  candidates: ['7'],
};

test('is hidden without a search, and shows sentences, picture, tables and notes of one', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    const { page } = view;
    const panel = page.locator('#exploration');
    expect(await panel.isVisible()).toBe(false);
    await view.send({ type: 'exploration', exploration: exits });
    expect(await panel.locator('p').allTextContents()).toEqual(exits.sentences);
    expect(await panel.locator('caption').allTextContents()).toEqual(['The best of each number', 'Prices']);
    expect(await panel.locator('figure svg').textContent()).toContain('overlap');
    expect(await panel.locator('.notes').textContent()).toBe('All were timed.');
    // The second is not in the design's own text, and the table of prices numbers nothing.
    expect(await panel.locator('[data-candidate]').allTextContents()).toEqual(['1']);
    await page.evaluate(axeSource);
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof axeCore };
      const { violations } = await axe.run('#exploration', { resultTypes: ['violations'] });
      return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    });
    expect(found.map(({ id }) => id)).toEqual([]);
    await view.send({ type: 'exploration', exploration: null });
    expect(await panel.isVisible()).toBe(false);
  }));

test('a candidate is previewed, applied, left; the panel is closed', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    const { page } = view;
    const asked = async (button: string) => {
      await view.received();
      await page.click(button);
      return view.received();
    };
    await view.send({ type: 'exploration', exploration: exits });
    const banner = page.locator('#exploration .preview');
    const own = page.locator('#exploration [data-candidate="1"]');
    expect(await banner.isVisible()).toBe(false);
    expect(await asked('#exploration [data-candidate="1"]')).toContainEqual({
      type: 'previewCandidate',
      candidate: '1',
    });
    await view.send({ type: 'preview', candidate: '1' });
    expect(await banner.textContent()).toContain('number 1, which is not in the text yet');
    expect(await own.getAttribute('aria-pressed')).toBe('true');
    expect(await asked('#exploration .preview >> text=Apply')).toContainEqual({
      type: 'applyCandidate',
      candidate: '1',
    });
    expect(await asked('#exploration .preview >> text=Back')).toContainEqual({ type: 'endPreview' });
    await view.send({ type: 'preview', candidate: null });
    expect(await banner.isVisible()).toBe(false);
    expect(await own.getAttribute('aria-pressed')).toBe('false');
    expect(await asked('#exploration header >> text=Close')).toContainEqual({ type: 'closeExploration' });
  }));

test('cells of a map are candidates', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    const { page } = view;
    await view.send({ type: 'exploration', exploration: map });
    expect(await page.locator('#exploration figure svg').count()).toBe(1);
    await page.click('#exploration [data-candidate="7"]');
    expect(await view.received()).toContainEqual({ type: 'previewCandidate', candidate: '7' });
  }));
