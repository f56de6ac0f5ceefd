/** What a user does in the editor, whatever for. */
import assert from 'node:assert/strict';

/** @typedef {import('playwright-core').Page} Page */

/** What is awaited comes in well under a second; a machine busy with other things may take longer. */
export const patience = 60_000;
/** The view follows an edit within this. */
export const settleMs = 1000;

/**
 * @param {Page} page
 * @param {string} text
 */
export async function shownInAFrame(page, text) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      // Frames come and go while one looks.
      const shown = await frame.evaluate(() => document.body.textContent).catch(() => '');
      if (shown.includes(text)) return;
    }
    await page.waitForTimeout(200);
  }
  assert.fail(`no page shows: ${text}`);
}

/**
 * The page inside the view: VS Code puts it two frames deep.
 * @param {Page} page
 */
export async function viewFrame(page) {
  await page.locator('iframe.webview.ready').first().waitFor({ timeout: patience });
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

/**
 * Puts the cursor before a text in the editor, by way of the search.
 * @param {Page} page
 * @param {string} text
 */
export async function putCursor(page, text) {
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+f');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Escape');
}

/**
 * @param {Page} page
 * @param {string} theme
 */
export async function chooseTheme(page, theme) {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+t');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type(theme);
  await choose(page, theme);
}

/**
 * Takes what a list of choices has first, once that is what is wanted.
 * @param {Page} page
 * @param {string} wanted
 */
export async function choose(page, wanted) {
  const first = page.locator('.quick-input-list .monaco-list-row.focused');
  await first.filter({ hasText: wanted }).waitFor({ timeout: patience });
  await page.keyboard.press('Enter');
}
