/** The suite's part that needs no computer behind it, in the newest VS Code for the web. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../scripts/setup.mjs';
import { launchBrowser } from '../../support/chromium.mjs';
import { fetchWebFiles } from './files.mjs';
import { serveWeb } from './server.mjs';

const limitMs = 60_000;

/**
 * Runs it on the bundles that are in `dist`.
 * @param {(line: string) => void} say
 * @returns {Promise<import('../run.mjs').HostResult>}
 */
export async function runWebSuite(say) {
  const vscode = await fetchWebFiles(say);
  const work = await mkdtemp(join(tmpdir(), 'exeunt-web-'));
  /** @type {(() => Promise<unknown>)[]} */
  const closing = [() => rm(work, { recursive: true, force: true, maxRetries: 5 })];
  try {
    const suite = join(work, 'suite.cjs');
    await bundleWebSuite(suite);
    /** @type {import('../run.mjs').HostResult} */
    let result = { passed: 0, failures: [], finished: false };
    /** @type {() => void} */
    let end = () => undefined;
    const ended = new Promise((/** @type {(value: void) => void} */ resolve) => {
      end = resolve;
      setTimeout(resolve, limitMs).unref();
    });
    const onResult = (/** @type {string} */ text) => {
      result = JSON.parse(text);
      if (result.finished) end();
    };
    const server = await serveWeb({ vscode, suite, folder: 'tmp:/designs', onResult });
    closing.unshift(server.stop);
    const browser = await launchBrowser();
    closing.unshift(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    /** @type {string[]} */
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    // An extension that does not start ends the run before a test has said anything.
    await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _, /** @type {unknown[]} */ args) =>
      said.push(args.join(' ')),
    );
    await page.exposeFunction('codeAutomationExit', end);
    await page.goto(server.url);
    await ended;
    const failures = result.finished
      ? result.failures
      : [...result.failures, { name: 'the suite comes to its end', message: said.join('\n') }];
    return { ...result, failures };
  } finally {
    for (const close of closing) await close();
  }
}

/** @param {string} outfile */
async function bundleWebSuite(outfile) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/host/suite/index.browser.ts'],
    outfile,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    external: ['vscode'],
    alias: { 'node:assert/strict': join(root, 'test', 'host', 'web', 'assert.ts') },
    loader: { '.exeunt': 'text' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
