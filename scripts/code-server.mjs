/**
 * The embedded VS Code: code-server, the real workbench and the real extension host behind a web page, for machines
 * without a desktop VS Code.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { cached, npmInstall } from './cache.mjs';
import { npm, run } from './commands.mjs';

/** VS Code 1.100.3, the newest code-server that runs on Node 20. */
const version = '4.100.3';
/** The first version whose per-platform packages contain the program itself. */
const ripgrepVersion = '1.18.0';

/** Loaded into code-server: ends its process group if this process is killed. */
const endWithParent = `data:text/javascript,${encodeURIComponent(
  "process.on('disconnect', () => { try { process.kill(-process.pid, 'SIGTERM'); } catch {} });",
)}`;

/**
 * The folder of code-server's package, fetched and built once: about a minute.
 * @param {(line: string) => void} say
 */
export async function fetchCodeServer(say) {
  const folder = await cached(`code-server-${version}`, async (temporary) => {
    say(`fetching the embedded VS Code (code-server ${version}), once, about a minute`);
    await npmInstall(temporary, [`code-server@${version}`]);
    const vscode = join(temporary, 'node_modules', 'code-server', 'lib', 'vscode');
    const withoutScripts = ['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'];
    await run(npm, withoutScripts, { cwd: vscode });
    say('building its native modules');
    await Promise.all([run(npm, ['rebuild', 'argon2'], { cwd: temporary }), buildNativeModules(vscode, say)]);
    // The web page requests modules under the name of the desktop's archive.
    await symlink('node_modules', join(vscode, 'node_modules.asar'), 'dir');
  });
  const code = join(folder, 'node_modules', 'code-server');
  // Not in `fill`: a cache made by an earlier version lacks it.
  await addRipgrep(join(code, 'lib', 'vscode'), say);
  return code;
}

/**
 * Search, `findFiles` and the build tasks found with it need ripgrep. Its package downloads the program at install
 * time, which some networks block; per-platform packages contain it.
 * @param {string} vscode
 * @param {(line: string) => void} say
 */
async function addRipgrep(vscode, say) {
  const bin = join(vscode, 'node_modules', '@vscode', 'ripgrep', 'bin');
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const target = join(bin, program);
  if (existsSync(target)) return;
  const name = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  try {
    const folder = await cached(`${name.replace(/^.*\//, '')}-${ripgrepVersion}`, async (temporary) => {
      say('fetching ripgrep for the search, once');
      await npmInstall(temporary, [`${name}@${ripgrepVersion}`]);
    });
    await mkdir(bin, { recursive: true });
    // Renamed when complete, so that two concurrent starts never see a partial file.
    const part = `${target}.part-${process.pid}`;
    await copyFile(join(folder, 'node_modules', name, 'bin', program), part);
    await chmod(part, 0o755);
    await rename(part, target);
  } catch (error) {
    say(`without search and build tasks: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Terminal, file watcher, log: VS Code runs without any of them, so one that cannot be built is reported and skipped.
 * @param {string} vscode
 * @param {(line: string) => void} say
 */
async function buildNativeModules(vscode, say) {
  for (const name of ['@vscode/spdlog', 'native-watchdog', 'node-pty', '@parcel/watcher']) {
    try {
      await run(npm, ['rebuild', name], { cwd: vscode });
    } catch (error) {
      // node-pty's step after its build always fails outside of VS Code's own repository.
      if (name !== 'node-pty')
        say(`${name} was not built: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/**
 * @typedef {object} CodeServer
 * @property {string} url
 * @property {string | undefined} password
 * @property {Promise<number | null>} ended its exit code
 * @property {() => Promise<void>} stop ends it and its child processes
 */

/**
 * Starts it on a free port of this machine's loopback, and waits until it answers.
 * @param {object} options
 * @param {string} options.home folder that keeps settings and extensions
 * @param {string | undefined} [options.folder] folder to open
 * @param {boolean} [options.auth] requires a random password; without it, any user of this machine has access
 * @param {number} [options.port]
 * @param {Record<string, string>} [options.env] additional environment variables
 * @param {(line: string) => void} options.say
 * @returns {Promise<CodeServer>}
 */
export async function startCodeServer({ home, folder, auth = false, port, env = {}, say }) {
  const code = await fetchCodeServer(say);
  const chosenPort = port ?? (await freePort());
  const password = auth ? randomBytes(12).toString('base64url') : undefined;
  const child = spawn(
    process.execPath,
    [
      ...['--import', endWithParent],
      join(code, 'out', 'node', 'entry.js'),
      ...['--auth', auth ? 'password' : 'none'],
      ...['--bind-addr', `127.0.0.1:${chosenPort}`],
      ...folders(home),
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-workspace-trust',
      '--disable-getting-started-override',
      ...(folder ? [folder] : []),
    ],
    {
      // Its own process group, so that its children can be ended with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...env, ...(password ? { PASSWORD: password } : {}) },
    },
  );
  let output = '';
  child.stdout?.on('data', (data) => (output += data));
  child.stderr?.on('data', (data) => (output += data));
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.on('close', resolve));
  const url = `http://127.0.0.1:${chosenPort}`;
  const stop = () => endGroup(child, ended);
  // However this process exits, end the group.
  process.once('exit', () => signalGroup(child, 'SIGKILL'));
  try {
    await untilAnswering(url, ended, () => output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, password, ended, stop };
}

/**
 * Installs a packaged extension into `home`.
 * @param {string} home
 * @param {string} vsix
 * @param {(line: string) => void} say
 */
export async function installExtension(home, vsix, say) {
  const code = await fetchCodeServer(say);
  const entry = join(code, 'out', 'node', 'entry.js');
  await run(process.execPath, [entry, ...folders(home), '--install-extension', vsix, '--force']);
}

/** @param {string} home */
function folders(home) {
  return [
    ...['--user-data-dir', join(home, 'user-data')],
    ...['--extensions-dir', join(home, 'extensions')],
    // Ignore the settings of a code-server that the user may have.
    ...['--config', join(home, 'config.yaml')],
  ];
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === 'string') throw new Error('No port is free');
  return address.port;
}

/**
 * @param {string} url
 * @param {Promise<number | null>} ended
 * @param {() => string} output
 */
async function untilAnswering(url, ended, output) {
  const limit = Date.now() + 60_000;
  const early = ended.then(() => Promise.reject(new Error(`code-server ended\n${output()}`)));
  // After the first answer, its exit is not an error.
  early.catch(() => undefined);
  while (Date.now() < limit) {
    const answered = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await Promise.race([early, new Promise((resolve) => setTimeout(resolve, 200))]);
  }
  throw new Error(`code-server did not answer within a minute\n${output()}`);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {Promise<number | null>} ended
 */
async function endGroup(child, ended) {
  signalGroup(child, 'SIGTERM');
  const impatience = setTimeout(() => signalGroup(child, 'SIGKILL'), 3000);
  await ended;
  clearTimeout(impatience);
  // The leader has exited; end the rest of its group.
  signalGroup(child, 'SIGKILL');
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // No process of the group is left.
  }
}
