/**
 * The tests in a real VS Code: the desktop one where it is given (`VSCODE_TEST_PATH`) or can be downloaded and shown,
 * else the embedded one.
 *
 *     node test/host/run.mjs [--embedded | --desktop] [--only=suite|web|user]
 */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { root, setUp } from '../../scripts/setup.mjs';
import fetchAll from '../support/fetched.mjs';

/**
 * @typedef {object} HostResult
 * @property {number} passed
 * @property {{ name: string, message: string }[]} failures
 * @property {boolean} finished
 */

/**
 * Runs the suite, on the bundles that are in `dist`.
 * @param {(line: string) => void} say
 * @param {{ host?: 'embedded' | 'desktop' | undefined }} [options]
 * @returns {Promise<HostResult>}
 */
export async function runSuite(say, { host } = {}) {
  // A model is run in the editor as well.
  await fetchAll();
  const work = await mkdtemp(join(tmpdir(), 'exeunt-host-'));
  try {
    const folder = join(work, 'designs');
    await cp(join(root, 'test', 'host', 'designs'), folder, { recursive: true });
    const resultFile = join(work, 'result.json');
    const suite = join(work, 'suite.cjs');
    await bundleSuite(suite);
    const desktop = host === 'desktop' || (host === undefined && (await hasDesktop()));
    const { runOnDesktop } = await import('./desktop.mjs');
    const { runEmbedded } = await import('./embedded.mjs');
    const runIn = desktop ? runOnDesktop : runEmbedded;
    say(desktop ? 'desktop VS Code' : 'embedded VS Code');
    const output = await runIn({ work, folder, suite, resultFile, say });
    const result = existsSync(resultFile)
      ? JSON.parse(await readFile(resultFile, 'utf8'))
      : { passed: 0, failures: [], finished: false };
    if (!result.finished) {
      result.failures.push({ name: 'the suite comes to its end', message: output });
    }
    return result;
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} outfile */
async function bundleSuite(outfile) {
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/host/suite/index.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** Whether a desktop VS Code is given, or can be downloaded and has a screen to appear on. */
async function hasDesktop() {
  if (process.env['VSCODE_TEST_PATH']) return true;
  const hasScreen = process.platform !== 'linux' || Boolean(process.env['DISPLAY']);
  if (!hasScreen) return false;
  const timeout = AbortSignal.timeout(5000);
  return fetch('https://update.code.visualstudio.com/api/releases/stable', { signal: timeout }).then(
    (response) => response.ok,
    () => false,
  );
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await setUp(console.log);
  const args = argv.slice(2);
  const host = args.includes('--embedded') ? 'embedded' : args.includes('--desktop') ? 'desktop' : undefined;
  const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);
  /** @type {HostResult[]} */
  const results = [];
  if (only !== 'user') {
    const { bundle } = await import('../../scripts/bundle.mjs');
    await bundle();
  }
  if (only === undefined || only === 'suite') results.push(await runSuite(console.log, { host }));
  if (only === undefined || only === 'web') {
    const { runWebSuite } = await import('./web/run.mjs');
    results.push(await runWebSuite(console.log));
  }
  if (only === undefined || only === 'user') {
    const { runUserTests } = await import('./user/run.mjs');
    results.push(await runUserTests(console.log));
  }
  for (const { name, message } of results.flatMap(({ failures }) => failures)) {
    console.log(`FAILED ${name}\n  ${message.replaceAll('\n', '\n  ')}`);
  }
  const failed = results.flatMap(({ failures }) => failures).length;
  console.log(`${results.reduce((sum, { passed }) => sum + passed, 0)} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
