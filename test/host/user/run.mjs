/**
 * A user's first minutes in the embedded VS Code with the packaged extension installed: everything goes through the
 * keyboard, the mouse and what is to be seen. Pictures of it are left in `.cache/screenshots` to be looked at.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installExtension, startCodeServer } from '../../../scripts/code-server.mjs';
import { faultsOfPackage, makePackage } from '../../../scripts/package.mjs';
import { root } from '../../../scripts/setup.mjs';
import { launchBrowser } from '../../support/chromium.mjs';
import { steps, userFiles } from './steps.mjs';

/**
 * @param {(line: string) => void} say
 * @returns {Promise<import('../run.mjs').HostResult>}
 */
export async function runUserTests(say) {
  const work = await mkdtemp(join(tmpdir(), 'exeunt-user-'));
  /** @type {import('../run.mjs').HostResult} */
  const result = { passed: 0, failures: [], finished: false };
  /** @type {(() => Promise<unknown>)[]} */
  const closing = [() => rm(work, { recursive: true, force: true, maxRetries: 5 })];
  try {
    const { path } = await makePackage();
    record(result, 'the package is small and has nothing in it but the product', await faultsOfPackage(path));
    const folder = join(work, 'samples');
    await cp(join(root, 'samples'), folder, { recursive: true });
    await writeSettings(work);
    for (const [name, text] of Object.entries(userFiles)) {
      const path = join(folder, 'blenet-pynq-z2', name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
    await installExtension(work, path, say);
    const server = await startCodeServer({ home: work, say });
    closing.unshift(server.stop);
    const browser = await launchBrowser();
    closing.unshift(() => browser.close());
    const screenshots = join(root, '.cache', 'screenshots');
    await mkdir(screenshots, { recursive: true });
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.goto(`${server.url}/?folder=${encodeURIComponent(join(folder, 'blenet-pynq-z2'))}`);
    for (const { name, body } of steps) {
      const faults = await body(page, (picture) =>
        page.screenshot({ path: join(screenshots, `${picture}.png`) }),
      ).then(
        () => [],
        (/** @type {unknown} */ error) => [String(error)],
      );
      record(result, name, faults);
      if (faults.length)
        await page.screenshot({ path: join(screenshots, `failed-${result.failures.length}.png`) });
    }
    return { ...result, finished: true };
  } finally {
    for (const close of closing) await close();
  }
}

/**
 * @param {import('../run.mjs').HostResult} result
 * @param {string} name
 * @param {string[]} faults
 */
function record(result, name, faults) {
  if (faults.length === 0) result.passed++;
  else result.failures.push({ name, message: faults.join('\n') });
}

/** @param {string} home of code-server */
async function writeSettings(home) {
  const user = join(home, 'user-data', 'User');
  await mkdir(user, { recursive: true });
  const settings = {
    'files.autoSave': 'off',
    'git.enabled': false,
    'telemetry.telemetryLevel': 'off',
    'workbench.startupEditor': 'none',
    'workbench.colorTheme': 'Default Light Modern',
    'editor.minimap.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
  };
  await writeFile(join(user, 'settings.json'), JSON.stringify(settings));
}
