/** Diagrams as files and on the clipboard, from a real browser. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { FromView } from '../../../server/src/base/protocol/view';
import { snapshot } from '../support/snapshots';
import { viewInBrowser } from '../support/view-in-browser';

const { withView } = viewInBrowser();

function form(page: Page) {
  const section = page.locator('section[aria-label=Timeline]');
  return {
    open: () => section.locator('vscode-button:has-text("Export")').click(),
    choose: (name: string, value: string) =>
      section.getByLabel(name, { exact: false }).first().selectOption(value),
    width: (mm: string) => section.getByLabel('Width in mm').fill(mm),
    press: (name: string) => section.locator(`.exporter vscode-button:has-text("${name}")`).click(),
  };
}

function saved(messages: FromView[]): Extract<FromView, { type: 'save' }> {
  const found = messages.find((one) => one.type === 'save');
  if (found?.type !== 'save') throw new Error('nothing was saved');
  return found;
}

test('as SVG at the width of a column of a paper, with caption, legend and source', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    const { open, width, press } = form(view.page);
    await view.received();
    await open();
    await width('85');
    await press('Save');
    const { name, data } = saved(await view.received());
    expect(name).toBe('blenet-pynq-z2-timeline.svg');
    const svg = await view.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      return { tag: parsed.tagName, width: parsed.getAttribute('width'), text: parsed.textContent };
    }, data);
    expect(svg).toMatchObject({ tag: 'svg', width: '85mm' });
    for (const part of ['blenet-pynq-z2: timeline', 'policy overlap', 'check', 'estimates of a model'])
      expect(svg.text).toContain(part);
  }));

test('as PNG of 300 dpi, as seen, in dark', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    const { open, width, choose, press } = form(view.page);
    await view.page.locator('section[aria-label=Timeline] vscode-button[title*="Zoom into"]').click();
    await view.received();
    await open();
    await choose('Format', 'png');
    await choose('Part', 'seen');
    await choose('Theme', 'dark');
    await width('127');
    await press('Save');
    const { name, data } = saved(await view.received());
    expect(name).toBe('blenet-pynq-z2-timeline.png');
    const png = Buffer.from(data, 'base64');
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    // 127 mm are 5 inches.
    expect(png.readUInt32BE(16)).toBe(1500);
  }));

test('its figures as CSV, and on the clipboard', () =>
  withView({ snapshot: 'one-region' }, async (view) => {
    const { open, choose, press } = form(view.page);
    await open();
    await choose('Format', 'csv');
    await view.received();
    await press('Copy');
    const [message] = await view.received();
    expect(message).toMatchObject({ type: 'copy' });
    const load = snapshot('one-region')
      .timeline?.paths.at(-1)
      ?.tasks.find(({ id }) => id === 'load mid');
    const text = message?.type === 'copy' ? message.text : '';
    expect(text).toContain(`load,mid,rp0 port,${load?.startNs},${load?.endNs}`);
    expect(text.split('\r\n')[0]).toBe('task,module,lanes,start (ns),end (ns),takes (ns)');
  }));
