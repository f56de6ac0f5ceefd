import esbuild from 'esbuild';
import { textLoaders } from '../../scripts/bundle.mjs';
import { root } from '../../scripts/setup.mjs';

/** ES modules have no `require`, which CommonJS packages inside a bundle call for Node's own modules. */
const banner = [
  "import { createRequire as createRequireOfNode } from 'node:module';",
  'const require = createRequireOfNode(import.meta.url);',
].join('\n');

/**
 * As it is packaged: minified.
 * @param {string} entry
 * @param {string} outfile
 * @param {'cjs' | 'esm'} format
 * @param {string[]} packages folders of further packages
 */
export async function bundled(entry, outfile, format, packages = []) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format,
    nodePaths: packages,
    ...(format === 'esm' && { banner: { js: banner } }),
    mainFields: ['module', 'main'],
    loader: textLoaders,
    logLevel: 'warning',
  });
  return outfile;
}
