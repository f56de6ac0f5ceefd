import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchBrowser } from '../../support/browser';
import { newViewPage, openView, type OpenView, type ViewOptions } from './open-view';

interface ViewInBrowser {
  /** Opens the view afresh, and holds that its page had no errors. */
  readonly withView: (options: ViewOptions, check: (view: OpenView) => Promise<void>) => Promise<void>;
}

/** One browser for the tests of a file. */
export function viewInBrowser(): ViewInBrowser {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    page = await newViewPage(browser);
  }, 120_000);
  afterAll(() => browser.close());
  return {
    async withView(options, check) {
      const view = await openView(page, options);
      await check(view);
      expect(view.errors).toEqual([]);
    },
  };
}
