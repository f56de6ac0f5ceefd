/** The view's line on what is wrong with the design, and the verdict's look, in a real browser. */
import { describe, expect, test } from 'vitest';
import type { ViewSnapshot } from '../../../server/src/base/protocol/view';
import { snapshot } from '../support/snapshots';
import { viewInBrowser } from '../support/view-in-browser';

const { withView } = viewInBrowser();

describe('the line on what is wrong', () => {
  const problem = '.notice .problem';
  const wrong = (change: Partial<ViewSnapshot>): ViewSnapshot => {
    const made = snapshot('one-region');
    const found = {
      code: 'EX6002',
      message: 'Mean latency is 2.94 ms, 1.94 ms over the budget of 1 ms. An earlier exit helps.',
      range: { start: { line: 33, character: 2 }, end: { line: 33, character: 22 } },
    };
    return {
      ...made,
      diagnostics: { errors: 1, warnings: 0 },
      problem: found,
      understood: true,
      ...change,
    };
  };

  test('is named with its line, leads there, and is not called misunderstood', () =>
    withView({ snapshot: 'one-region' }, async (view) => {
      const { page } = view;
      const made = wrong({});
      await view.send({ type: 'snapshot', snapshot: made });
      expect(await page.textContent(problem)).toContain('1 error · line 34: Mean latency is 2.94 ms');
      expect(await page.textContent('.notice')).not.toContain('understood');
      await page.click(problem);
      expect(await view.received()).toContainEqual({
        type: 'reveal',
        range: made.problem?.range,
      });
      await view.send({ type: 'snapshot', snapshot: wrong({ understood: false }) });
      expect(await page.textContent('.notice')).toContain('only what could be understood');
    }));

  test('moves nothing, however long it is', () =>
    withView({ snapshot: 'one-region', width: 700 }, async (view) => {
      const { page } = view;
      const top = async () => (await page.locator('#floorplan').boundingBox())?.y;
      await view.send({
        type: 'snapshot',
        snapshot: wrong({ diagnostics: { errors: 0, warnings: 0 }, problem: null }),
      });
      const quiet = await top();
      expect(await page.textContent(problem)).toBe('No problems');
      expect(await page.isEnabled(problem)).toBe(false);
      await view.send({ type: 'snapshot', snapshot: wrong({ understood: false }) });
      expect(await top()).toBe(quiet);
    }));

  test('takes the green from the verdict', () =>
    withView({ snapshot: 'one-region' }, async (view) => {
      const { page } = view;
      const bar = () =>
        page.locator('#panel-figures .verdict').evaluate((e) => getComputedStyle(e).borderLeftColor);
      const looks = new Map<string, string>();
      for (const verdictLook of ['good', 'caution', 'invalid'] as const) {
        await view.send({ type: 'snapshot', snapshot: { ...snapshot('one-region'), verdictLook } });
        looks.set(await bar(), verdictLook);
      }
      expect([...looks.values()]).toEqual(['good', 'caution', 'invalid']);
    }));
});
