/** A Chromium for tests: the system's, else the one that npm's `@sparticuz/chromium` ships (Linux on x64). */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { chromium } from 'playwright-core';
import { cached, npmInstall } from '../../scripts/cache.mjs';
import { onPath, run } from '../../scripts/commands.mjs';

const packageName = '@sparticuz/chromium';
const packageVersion = '147.0.0';
const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Without a display, a GPU or a sandbox (root in a container), and without a word to the network. */
const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A headless Chromium; the caller closes it. `EXEUNT_CHROMIUM` names another program than the system's, or `fetch` to
 * take npm's all the same.
 */
export async function launchBrowser() {
  const { path, env } = await findChromium();
  const ours = /** @type {Record<string, string>} */ (process.env);
  return chromium.launch({ executablePath: path, args: chromiumFlags, env: { ...ours, ...env } });
}

/**
 * @returns {Promise<{ path: string, env: Record<string, string> }>} the program, and what its environment needs
 */
async function findChromium() {
  const given = process.env['EXEUNT_CHROMIUM'];
  if (given === 'fetch') return fetchedChromium();
  if (given) return { path: given, env: {} };
  const path = onPath(systemNames);
  return path ? { path, env: {} } : fetchedChromium();
}

async function fetchedChromium() {
  const folder = await cached(`chromium-${packageVersion}`, unpackChromium);
  const path = join(folder, 'chromium');
  /** @type {Record<string, string>} */
  const env = {};
  // A machine without NSS and the like gets the package's own copies, others keep theirs.
  const missing = await run('ldd', [path]).then(
    (text) => text.includes('not found'),
    () => false,
  );
  if (missing) env['LD_LIBRARY_PATH'] = join(folder, 'al2023', 'lib');
  if (!existsSync('/etc/fonts/fonts.conf')) env['FONTCONFIG_PATH'] = join(folder, 'fonts');
  return { path, env };
}

/** @param {string} folder */
async function unpackChromium(folder) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium or Chrome found. Install one, or set EXEUNT_CHROMIUM to its path.');
  }
  await npmInstall(folder, [`${packageName}@${packageVersion}`]);
  const packed = join(folder, 'node_modules', packageName, 'bin');
  const program = join(folder, 'chromium');
  await writeFile(program, await decompressed(join(packed, 'chromium.br')));
  await chmod(program, 0o755);
  for (const name of ['al2023', 'fonts', 'swiftshader']) {
    // The software GL libraries are looked for beside the program.
    const target = name === 'swiftshader' ? folder : join(folder, name);
    const archive = join(folder, `${name}.tar`);
    await writeFile(archive, await decompressed(join(packed, `${name}.tar.br`)));
    await mkdir(target, { recursive: true });
    await run('tar', ['--no-same-owner', '-xf', archive, '-C', target]);
    await rm(archive);
  }
  await rm(join(folder, 'node_modules'), { recursive: true });
}

/** @param {string} file */
async function decompressed(file) {
  return promisify(brotliDecompress)(await readFile(file));
}
