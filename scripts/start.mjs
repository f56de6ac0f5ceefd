/**
 * Opens VS Code on a sample with the extension: the desktop version if installed, otherwise the embedded one.
 *
 *     npm start [-- --embedded] [-- --port=8080]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { onPath } from './commands.mjs';
import { root, setUp } from './setup.mjs';

const sample = join(root, 'samples', 'blenet-pynq-z2');
const design = join(sample, 'blenet.exeunt');

const args = argv.slice(2);
const port = args.find((arg) => arg.startsWith('--port='))?.slice('--port='.length);

await setUp(say);
// In a terminal of a remote VS Code, `code` is another program, which knows no extensions in development.
const isRemote = Boolean(process.env['VSCODE_IPC_HOOK_CLI']);
const code = args.includes('--embedded') || isRemote ? undefined : onPath(['code', 'code.cmd']);
if (code) await startDesktop(code);
else await startEmbedded();

/** @param {string} program */
async function startDesktop(program) {
  const { bundle } = await import('./bundle.mjs');
  await bundle();
  say(`opening ${program}`);
  const options = [`--extensionDevelopmentPath=${root}`, '--new-window', sample, design];
  // VS Code is the user's own and keeps running.
  spawn(program, options, { stdio: 'ignore', detached: true, shell: program.endsWith('.cmd') }).unref();
}

async function startEmbedded() {
  const { makePackage } = await import('./package.mjs');
  const { installExtension, startCodeServer } = await import('./code-server.mjs');
  say('packaging the extension');
  const { path } = await makePackage();
  const home = join(root, '.cache', 'embedded');
  await writeSettings(home);
  await installExtension(home, path, say);
  say('starting');
  const server = await startCodeServer({ home, auth: true, say, ...(port ? { port: Number(port) } : {}) });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => void server.stop());
  }
  const remoteFile = `vscode-remote://${new URL(server.url).host}${design}`;
  const payload = encodeURIComponent(JSON.stringify([['openFile', remoteFile]]));
  say(`\nVS Code runs at  ${server.url}/?folder=${encodeURI(sample)}&payload=${payload}`);
  say(`Password         ${server.password ?? ''}`);
  say('Ctrl+C ends it.');
  process.exitCode = (await server.ended) ?? 0;
}

/**
 * Settings of a first start; later changes by the user are kept.
 * @param {string} home
 */
async function writeSettings(home) {
  const folder = join(home, 'user-data', 'User');
  const file = join(folder, 'settings.json');
  if (existsSync(file)) return;
  await mkdir(folder, { recursive: true });
  const settings = {
    'files.autoSave': 'off',
    'telemetry.telemetryLevel': 'off',
    'workbench.startupEditor': 'none',
    'exeunt.view.openOnStart': true,
  };
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** @param {string} line */
function say(line) {
  console.log(line);
}
