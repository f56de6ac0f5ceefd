import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);

afterAll(() => browser.close());

test('a page can be filled, run and looked at', async () => {
  const page = await browser.newPage();
  await page.setContent('<p id="p">columns</p>');
  await page.evaluate(() => document.getElementById('p')?.append(' and rows'));
  expect(await page.textContent('#p')).toBe('columns and rows');
  const picture = await page.screenshot();
  expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
});
