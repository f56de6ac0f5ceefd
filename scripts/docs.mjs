/**
 * Writes the generated part of `docs/`: the language reference, a page for each diagnostic code, the commands.
 *
 *     npm run docs
 */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = await mkdtemp(join(root, 'node_modules', '.exeunt-docs-'));
try {
  const outfile = join(folder, 'pages.mjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['scripts/docs/pages.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  });
  /** @type {typeof import('./docs/pages')} */
  const { generatedPages } = await import(pathToFileURL(outfile).href);
  const pages = await generatedPages(root);
  for (const [path, text] of pages) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await removeRetired([...pages.keys()]);
  console.log(`${pages.size} pages`);
} finally {
  await rm(folder, { recursive: true });
}

/**
 * Removes pages of retired codes.
 * @param {string[]} pages
 */
async function removeRetired(pages) {
  const codes = 'docs/diagnostics';
  for (const name of await readdir(join(root, codes))) {
    if (!pages.includes(`${codes}/${name}`)) await rm(join(root, codes, name));
  }
}
