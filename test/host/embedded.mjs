/**
 * The suite in the embedded VS Code. Its web page takes the paths of an extension in development and of its tests in
 * its address, and calls `codeAutomationExit` when they have ended.
 */
import { startCodeServer } from '../../scripts/code-server.mjs';
import { root } from '../../scripts/setup.mjs';
import { launchBrowser } from '../support/chromium.mjs';

const suiteLimitMs = 600_000;

/**
 * @param {{ work: string, folder: string, suite: string, resultFile: string, say: (line: string) => void }} run
 * @returns {Promise<string>} what there is to say when no result was written
 */
export async function runEmbedded({ work, folder, suite, resultFile, say }) {
  const server = await startCodeServer({ home: work, env: { EXEUNT_HOST_RESULT: resultFile }, say });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    /** @type {string[]} */
    const said = [];
    page.on('console', (message) => said.push(message.text()));
    const ended = new Promise((resolve) => {
      void page.exposeFunction(
        'codeAutomationLog',
        (/** @type {string} */ _, /** @type {unknown[]} */ args) => {
          said.push(args.join(' '));
        },
      );
      void page.exposeFunction('codeAutomationExit', resolve);
      setTimeout(resolve, suiteLimitMs).unref();
    });
    const remote = `vscode-remote://${new URL(server.url).host}`;
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', `${remote}${root}`],
      ['extensionTestsPath', `${remote}${suite}`],
    ]);
    await page.goto(
      `${server.url}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(payload)}`,
    );
    await ended;
    return said.join('\n');
  } finally {
    await browser.close();
    await server.stop();
  }
}
