import esbuild from 'esbuild';
import { textLoaders } from '../../scripts/bundle.mjs';
import { root } from '../../scripts/setup.mjs';

/**
 * As it is packaged: minified.
 * @param {string} entry
 * @param {string} outfile
 * @param {'cjs' | 'esm'} format
 */
export async function bundled(entry, outfile, format) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format,
    mainFields: ['module', 'main'],
    loader: textLoaders,
    logLevel: 'warning',
  });
  return outfile;
}
