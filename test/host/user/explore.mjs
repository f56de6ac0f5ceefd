/** A search from the editor. */
import assert from 'node:assert/strict';
import { choose, patience, viewFrame } from './gestures.mjs';

/** @type {import('./steps.mjs').Step['body']} */
export async function explore(page, picture) {
  await page.keyboard.press('Control+1');
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type('Exeunt: Explore');
  await choose(page, 'Explore…');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Best Folding' }).waitFor();
  await page.keyboard.type('All Else');
  await choose(page, 'Best Exits, All Else as Written');
  const view = await viewFrame(page);
  const candidate = view.locator('#exploration [data-candidate="4"]');
  await candidate.waitFor({ timeout: patience });
  await picture('5-explored-light');
  const row = view.locator('#exploration tr:has([data-candidate="4"])');
  const mean = (await row.locator('td').nth(3).textContent()) ?? '';
  assert.match(mean, /^\d.* ms$/);
  await candidate.click();
  await view.getByText('which is not in the text yet').waitFor({ timeout: patience });
  await view.locator('#panel-figures').filter({ hasText: mean }).waitFor({ timeout: patience });
  await picture('5-candidate-light');
  // A name that only the exit has which the candidate leaves out.
  const shown = page.locator('.monaco-editor .view-lines').first();
  assert.ok((await shown.textContent())?.includes('b2fc'));
  await view.locator('#exploration .preview').getByText('Apply').click();
  await shown.filter({ hasNotText: 'b2fc' }).waitFor({ timeout: patience });
  await view.getByText('which is not in the text yet').waitFor({ state: 'hidden', timeout: patience });
  await picture('5-applied-light');
  await view.locator('#exploration header').getByText('Close').click();
  await page.keyboard.press('Control+1');
  await page.locator('.monaco-editor.focused').first().waitFor({ timeout: patience });
  await page.keyboard.press('Control+z');
  await shown.filter({ hasText: 'b2fc' }).waitFor({ timeout: patience });
}
