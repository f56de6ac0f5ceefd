/**
 * Formats the exported C and C++ by .clang-format.
 *
 *     node scripts/format-c.mjs [--check]
 *
 * With --check it writes nothing, and exits with 1 if files would change.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { root } from './setup.mjs';

const sources = ['server/src/export', 'test/export'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(c|h|cpp|hpp)$/.test(name))
    .map((name) => join(root, folder, name)),
);
const isCheck = process.argv.includes('--check');
const clangFormat = createRequire(import.meta.url).resolve('clang-format-node/build/cli.js');

const changed = sources.filter((path) => {
  const text = readFileSync(path, 'utf8');
  const formatted = inlineOptions(
    execFileSync(process.execPath, [clangFormat, path], { encoding: 'utf8', cwd: root }),
  );
  if (formatted === text) return false;
  if (!isCheck) writeFileSync(path, formatted);
  return true;
});
if (isCheck && changed.length > 0) {
  console.error('Not formatted; `npm run format` does it:');
  for (const path of changed) console.error(`  ${relative(root, path)}`);
  process.exitCode = 1;
}

/**
 * clang-format treats a pragma's options as assignments; the HLS manuals write them without spaces.
 * @param {string} text
 */
function inlineOptions(text) {
  return text.replace(/^#pragma HLS .*$/gm, (line) => line.replaceAll(' = ', '='));
}
