/**
 * Packages the extension and checks that the package is small and holds only what a user needs.
 *
 *     node scripts/package.mjs
 */
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { run } from './commands.mjs';
import { root, setUp } from './setup.mjs';

const largest = 2 * 1024 * 1024;

/** Files that a package may hold: no sources, tests, maps or samples. */
const allowed = [
  /^extension\/(package\.json|readme\.md|changelog\.md|contributing\.md|LICENSE(\.txt)?)$/i,
  /^extension\/docs\/([\w-]+\/)?[\w-]+\.md$/,
  /^extension\/dist\/(client\.cjs|client\.browser\.js|server\.cjs|exeunt\.cjs|server\.browser\.js|cli\.mjs|webview\.(js|css))$/,
  /^extension\/grammar\/(exeunt\.tmLanguage|language-configuration|snippets)\.json$/,
  /^extension\/grammar\/icons\/[\w-]+\.(svg|png)$/,
  /^extension\/client\/media\/[\w-]+\.(svg|png|md)$/,
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
];

/**
 * Builds for production and packages the result.
 * @returns {Promise<{ path: string, bytes: number }>}
 */
export async function makePackage() {
  // Imported lazily: before the set-up node_modules may be missing.
  const { bundle } = await import('./bundle.mjs');
  await bundle({ production: true });
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const path = join(root, `${name}-${version}.vsix`);
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  // The README's pictures are in the package, so its links are not rewritten.
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(process.execPath, [vsce, 'package', ...options, '--out', path], { cwd: root });
  return { path, bytes: (await stat(path)).size };
}

/**
 * Faults of a package, in words; empty if there are none.
 * @param {string} path
 * @returns {Promise<string[]>}
 */
export async function faultsOfPackage(path) {
  const faults = [];
  const { size } = await stat(path);
  if (size > largest) faults.push(`${size} bytes exceed the limit of ${largest}`);
  const names = await namesInZip(path);
  for (const name of names) {
    if (!allowed.some((pattern) => pattern.test(name))) faults.push(`${name} does not belong in the package`);
  }
  for (const needed of [
    'client.cjs',
    'server.cjs',
    'cli.mjs',
    'exeunt.cjs',
    'client.browser.js',
    'server.browser.js',
    'webview.js',
  ]) {
    if (!names.includes(`extension/dist/${needed}`)) faults.push(`dist/${needed} is missing`);
  }
  // What the codes of diagnostics lead to.
  const pages = (await readdir(join(root, 'docs', 'diagnostics'))).map((name) => `docs/diagnostics/${name}`);
  for (const page of pages) if (!names.includes(`extension/${page}`)) faults.push(`${page} is missing`);
  return faults;
}

/**
 * Names of the files in a zip archive, read from its central directory (PKWARE's APPNOTE, 4.3.12).
 * @param {string} path
 */
async function namesInZip(path) {
  const zip = await readFile(path);
  const endSignature = 0x06054b50;
  const entrySignature = 0x02014b50;
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== endSignature) end--;
  if (end < 0) throw new Error(`${path} is not a zip archive`);
  const names = [];
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === entrySignature) {
    const nameLength = zip.readUInt16LE(at + 28);
    names.push(zip.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return names.filter((name) => !name.endsWith('/'));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await setUp(console.log);
  const { path, bytes } = await makePackage();
  const faults = await faultsOfPackage(path);
  for (const fault of faults) console.error(fault);
  console.log(`${path} (${Math.round(bytes / 1024)} KiB)`);
  if (faults.length) process.exitCode = 1;
}
