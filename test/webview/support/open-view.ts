import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { FromView, ToView } from '../../../server/src/base/protocol/view';

const origin = 'http://view.test/';
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

/** The bundles that the page loads, by their name. Built once for a test run. */
async function bundles(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [
      { in: 'webview/src/main.ts', out: 'webview' },
      { in: 'test/webview/page.ts', out: 'page' },
    ],
    bundle: true,
    write: false,
    format: 'iife',
    outdir: '/',
  });
  return new Map(outputFiles.map((file) => [file.path.replace(/^.*[\\/]/, ''), file.text]));
}

let built: Promise<Map<string, string>> | undefined;

export interface OpenView {
  page: Page;
  /** Errors of the page, those of its content security policy included. */
  errors: string[];
  send(message: ToView): Promise<void>;
  /** Messages of the view since the last time. */
  received(): Promise<FromView[]>;
}

export interface ViewOptions {
  snapshot?: string;
  theme?: string;
  width?: number;
  reducedMotion?: 'reduce';
}

/** A page whose requests are answered from here; nothing goes over the network. */
export async function newViewPage(browser: Browser): Promise<Page> {
  built ??= bundles();
  const made = await built;
  const page = await browser.newPage();
  await page.route(`${origin}**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === 'favicon.ico') return route.fulfill({ status: 204 });
    const body = made.get(name) ?? readFileSync(`test/webview/${name}`, 'utf8');
    return route.fulfill({ body, contentType: types[extname(name)] ?? 'text/plain' });
  });
  await page.goto(`${origin}page.html`);
  return page;
}

/** Opens the view afresh in a page that plays the extension. */
export async function openView(page: Page, options: ViewOptions): Promise<OpenView> {
  await page.evaluate(() => sessionStorage.clear());
  await page.setViewportSize({ width: options.width ?? 1200, height: 800 });
  await page.emulateMedia({ reducedMotion: options.reducedMotion ?? 'no-preference' });
  await page.mouse.move(0, 0);
  const errors: string[] = [];
  page.removeAllListeners('pageerror').removeAllListeners('console');
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const query = new URLSearchParams({
    theme: options.theme ?? 'dark',
    ...(options.snapshot === undefined ? {} : { snapshot: options.snapshot }),
  });
  await page.goto(`${origin}page.html?${query.toString()}`);
  if (options.snapshot !== undefined) await page.waitForSelector('main:not([hidden])');
  await settle(page);
  return {
    page,
    errors,
    async send(message) {
      await page.evaluate((data) => window.postMessage(data), message);
      await settle(page);
    },
    received: () => page.evaluate(() => window.fromView.splice(0)),
  };
}

/** Two frames: one that takes the message, one that draws. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}
