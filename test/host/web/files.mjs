/** The newest VS Code as files: its web workbench, as code-server's package in npm carries it. Nothing is installed. */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../../scripts/cache.mjs';
import { npm, run } from '../../../scripts/commands.mjs';

/** The newest in npm when this was written; its server would need a newer Node than 20, its pages need none. */
const version = '4.139.1';

/**
 * The folder that holds `out`, `extensions` and `product.json`, fetched once: 47 MB.
 * @param {(line: string) => void} say
 */
export function fetchWebFiles(say) {
  return cached(`vscode-web-${version}`, async (folder) => {
    say(`fetching the newest VS Code for the web (out of code-server ${version}), once`);
    await run(npm, ['pack', '--ignore-scripts', `code-server@${version}`], { cwd: folder });
    const archive = `code-server-${version}.tgz`;
    const inside = 'package/lib/vscode';
    const parts = ['out', 'extensions', 'product.json'];
    await run('tar', ['-xzf', archive, ...parts.map((part) => `${inside}/${part}`)], { cwd: folder });
    for (const part of parts) await rename(join(folder, inside, part), join(folder, part));
    for (const rest of ['package', archive]) await rm(join(folder, rest), { recursive: true });
  });
}
