/** What the user does, in order; each step goes on from where the one before left. */
import assert from 'node:assert/strict';
import { explore } from './explore.mjs';
import { choose, chooseTheme, patience, putCursor, settleMs, shownInAFrame, viewFrame } from './gestures.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {(page: Page, picture: (name: string) => Promise<unknown>) => Promise<void>} body
 */

const file = 'blenet.exeunt';

/** The user's own files beside the sample: what a build has left, and constraints of another project. */
export const userFiles = {
  'build/board.log': 'exeunt load module=mid bytes=857740 ms=8.000 MB/s=107.22\n',
  'build/notes.txt': 'no report',
  'floor.xdc': [
    'create_pblock pblock_rp0',
    'resize_pblock [get_pblocks pblock_rp0] -add {SLICE_X50Y0:SLICE_X67Y49}',
    '',
  ].join('\n'),
};

/** @type {Step[]} */
export const steps = [
  { name: 'the sample opens with lenses and hints', body: openSample },
  { name: 'the button in the title opens the view beside the editor', body: openView },
  { name: 'a mistake gets its squiggle, and a quick fix mends it', body: mistakeAndFix },
  { name: 'pasted lines of a constraint file become the ranges of the region', body: pasteConstraints },
  {
    name: 'a region is dragged to other rows; the text follows, and one undo takes it back',
    body: dragRegion,
  },
  { name: 'a click on a bar of the timeline puts the cursor on its source', body: clickBar },
  { name: 'a search is shown, a candidate looked at and applied, and one undo takes it back', body: explore },
  { name: 'dark and high contrast themes are followed', body: themes },
  { name: 'a constraint file dropped onto a region becomes its ranges', body: dropConstraints },
  { name: 'the folder of a build dropped onto the design calibrates it', body: dropReports },
  { name: 'a search through all files finds what a sample says', body: searchFiles },
  { name: 'an export ends in one message, whose button opens the README', body: exportProject },
];

/** @type {Step['body']} */
async function openSample(page, picture) {
  await page.locator('.explorer-folders-view').getByText(file).dblclick({ timeout: patience });
  await page.locator('.codelens-decoration').first().waitFor({ timeout: patience });
  assert.ok((await page.locator('.view-lines').textContent())?.includes('blenet'));
  await picture('1-editor-light');
}

/** @type {Step['body']} */
async function openView(page, picture) {
  await page.getByRole('button', { name: 'Open Floorplan and Timeline' }).first().click();
  const view = await viewFrame(page);
  await view.getByText('rp0').first().waitFor({ timeout: patience });
  await page.waitForTimeout(500);
  await picture('2-view-light');
}

/** @type {Step['body']} */
async function mistakeAndFix(page, picture) {
  await putCursor(page, 'pe 4 simd 6');
  await page.keyboard.press('ArrowLeft');
  for (const key of Array.from('pe ', () => 'ArrowRight')) await page.keyboard.press(key);
  await page.keyboard.press('Delete');
  await page.keyboard.type('5');
  await page.locator('.squiggly-error').first().waitFor({ timeout: patience });
  await picture('3-mistake-light');
  await page.keyboard.press('Control+.');
  const fixes = page.locator('.action-widget .monaco-list-row.action');
  await fixes.first().waitFor({ timeout: patience });
  await picture('4-quick-fixes-light');
  await page.keyboard.press('Enter');
  await page.locator('.squiggly-error').first().waitFor({ state: 'detached', timeout: patience });
}

/** @type {Step['body']} */
async function pasteConstraints(page, picture) {
  const lines = [
    'create_pblock pblock_rp0',
    'add_cells_to_pblock [get_pblocks pblock_rp0] [get_cells system_i/rp0]',
    'resize_pblock [get_pblocks pblock_rp0] -add {SLICE_X50Y0:SLICE_X67Y49}',
    'set_property SNAPPING_MODE ON [get_pblocks pblock_rp0]',
  ];
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), lines.join('\n'));
  await putCursor(page, 'region rp0 {');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+v');
  const shown = page.locator('.monaco-editor .view-lines').first();
  await shown.filter({ hasText: 'SLICE_X50Y0:SLICE_X67Y49' }).waitFor({ timeout: patience });
  const text = (await shown.textContent()) ?? '';
  await picture('4-pasted-light');
  assert.ok(!text.includes('resize_pblock'), text);
  // The region's former place has gone.
  assert.ok(!text.includes('SLICE_X82Y50'), text);
  for (let i = 0; i < 4 && !((await shown.textContent()) ?? '').includes('SLICE_X82Y50'); i += 1)
    await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
}

/** @type {Step['body']} */
async function dragRegion(page, picture) {
  const view = await viewFrame(page);
  const canvas = view.locator('#floorplan canvas').first();
  await canvas.scrollIntoViewIfNeeded({ timeout: patience });
  const box = await settledBox(page, canvas);
  // The middle of rp0, which is in the middle of the three rows of clock regions; from there one row down.
  const at = { x: box.x + box.width * 0.845, y: box.y + box.height * 0.49 };
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + box.height * 0.15, { steps: 4 });
  await page.mouse.move(at.x, at.y + box.height * 0.286, { steps: 4 });
  await view.locator('.tooltip', { hasText: 'loads in' }).waitFor({ timeout: patience });
  await picture('5-dragging-light');
  await page.mouse.up();
  const shown = page.locator('.monaco-editor .view-lines').first();
  await shown.filter({ hasText: 'SLICE_X82Y0:SLICE_X113Y49' }).waitFor({ timeout: patience });
  await picture('5-dropped-light');
  // A click would scroll the editor to wherever its middle is.
  await page.keyboard.press('Control+1');
  await page.keyboard.press('Control+z');
  await shown.filter({ hasText: 'SLICE_X82Y50:SLICE_X113Y99' }).waitFor({ timeout: patience });
  assert.ok(!((await shown.textContent()) ?? '').includes('SLICE_X82Y0:'));
}

/** @type {Step['body']} */
async function dropConstraints(page, picture) {
  const shown = page.locator('.monaco-editor .view-lines').first();
  await dropOnto(page, 'floor.xdc', 'region\u00a0rp0');
  await shown.filter({ hasText: 'SLICE_X50Y0:SLICE_X67Y49' }).waitFor({ timeout: patience });
  const text = (await shown.textContent()) ?? '';
  await picture('6-dropped-constraints');
  assert.ok(!text.includes('resize_pblock') && !text.includes('SLICE_X82Y50'), text);
  await page.keyboard.press('Control+z');
  await shown.filter({ hasText: 'SLICE_X82Y50' }).waitFor({ timeout: patience });
}

/** @type {Step['body']} */
async function dropReports(page, picture) {
  await dropOnto(page, 'build', 'region\u00a0rp0');
  await explorerRow(page, 'blenet.calibration.json').waitFor({ timeout: patience });
  await page
    .locator('.codelens-decoration')
    .filter({ hasText: 'load 8 ms' })
    .first()
    .waitFor({ timeout: patience });
  await picture('6-dropped-reports');
}

/**
 * Drags something of the explorer to the end of a line of the editor, with Shift held, as the editor asks for.
 * @param {Page} page
 * @param {string} name
 * @param {string} line a text in it, as it is shown
 */
async function dropOnto(page, name, line) {
  const from = await explorerRow(page, name).boundingBox({ timeout: patience });
  const to = await page
    .locator('.view-line')
    .filter({ hasText: line })
    .first()
    .locator('span span')
    .last()
    .boundingBox();
  assert.ok(from && to);
  await page.mouse.move(from.x + from.width / 4, from.y + from.height / 2);
  await page.mouse.down();
  await page.keyboard.down('Shift');
  const end = { x: to.x + to.width - 1, y: to.y + to.height / 2 };
  await page.mouse.move(end.x + 5, end.y + 5, { steps: 12 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
}

/**
 * @param {Page} page
 * @param {string} name
 */
function explorerRow(page, name) {
  return page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name }).first();
}

/** @type {Step['body']} */
async function clickBar(page, picture) {
  const view = await viewFrame(page);
  await page.keyboard.press('Escape');
  const box = await settledBox(page, view.locator('#timeline canvas').first());
  // The widest bar of the first lane, below the axis of time: the load of the second stage.
  await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.22);
  const line = await page.waitForFunction(
    (text) => {
      const shown = [...document.querySelectorAll('.view-line')].find((node) =>
        node.textContent.includes(text),
      );
      const cursor = document.querySelector('.cursors-layer .cursor')?.getBoundingClientRect();
      const at = shown?.getBoundingClientRect();
      return at && cursor && Math.abs(at.top - cursor.top) < 2;
    },
    'stage\u00a0mid',
    { timeout: patience },
  );
  assert.ok(line);
  await picture('5-revealed-light');
}

/**
 * Where it stands once the view has drawn the last edit: before that, a click would meet what has just moved away.
 * @param {Page} page
 * @param {import('playwright-core').Locator} shown
 */
async function settledBox(page, shown) {
  for (let before = ''; ;) {
    const box = await shown.boundingBox({ timeout: patience });
    assert.ok(box, 'no timeline is shown');
    if (JSON.stringify(box) === before) return box;
    before = JSON.stringify(box);
    await page.waitForTimeout(settleMs);
  }
}

/** @type {Step['body']} */
async function themes(page, picture) {
  // Away from the timeline, whose tooltip would cover it.
  await page.mouse.move(5, 5);
  for (const [theme, name] of [
    ['Dark Modern', 'dark'],
    ['Dark High Contrast', 'hc-dark'],
    ['Light High Contrast', 'hc-light'],
  ]) {
    await chooseTheme(page, /** @type {string} */ (theme));
    await page.waitForTimeout(1200);
    await picture(`6-view-${name}`);
  }
}

/** @type {Step['body']} */
async function searchFiles(page, picture) {
  await page.keyboard.press('Control+Shift+f');
  await page.locator('.search-view textarea').first().waitFor({ timeout: patience });
  await page.keyboard.type('network blenet');
  await page.keyboard.press('Enter');
  const found = page.locator('.search-view .results .monaco-list-row');
  await found.filter({ hasText: file }).first().waitFor({ timeout: patience });
  await picture('7-search');
}

/** @type {Step['body']} */
async function exportProject(page, picture) {
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+s');
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').waitFor();
  await page.keyboard.type('Export HLS');
  await choose(page, 'Export HLS');
  await choose(page, 'blenet-out');
  const button = page.locator('.notifications-toasts').getByText('Open README');
  await button.waitFor({ timeout: patience });
  await picture('8-export-done');
  await button.click();
  await page.locator('.tab').filter({ hasText: 'README' }).first().waitFor({ timeout: patience });
  await shownInAFrame(page, 'make csim');
  await picture('9-export-readme');
}
