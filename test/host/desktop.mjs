/** The suite in a desktop VS Code, by way of `@vscode/test-electron`. */
import { join } from 'node:path';
import { cacheFolder } from '../../server/src/node/cache-folder.mjs';
import { root } from '../../scripts/setup.mjs';

/** The oldest VS Code that the extension says it runs in. */
const oldestVersion = '1.100.3';

/**
 * @param {{ work: string, folder: string, suite: string, resultFile: string, say: (line: string) => void }} run
 * @returns {Promise<string>} what there is to say when no result was written
 */
export async function runOnDesktop({ work, folder, suite, resultFile }) {
  const electron = await import('@vscode/test-electron');
  const given = process.env['VSCODE_TEST_PATH'];
  const path =
    given ??
    (await electron.downloadAndUnzipVSCode({
      version: oldestVersion,
      cachePath: join(cacheFolder(), 'vscode'),
      reporter: new electron.SilentReporter(),
    }));
  try {
    await electron.runTests({
      vscodeExecutablePath: path,
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      extensionTestsEnv: { EXEUNT_HOST_RESULT: resultFile },
      launchArgs: [
        folder,
        `--user-data-dir=${join(work, 'user-data')}`,
        `--extensions-dir=${join(work, 'extensions')}`,
        '--disable-workspace-trust',
        '--disable-gpu',
        '--no-sandbox',
      ],
    });
    return '';
  } catch (error) {
    // Failed tests end VS Code with an error as well; they are in the result.
    return String(error);
  }
}
