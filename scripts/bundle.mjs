/**
 * Makes the bundles of `dist/`.
 *
 *     node scripts/bundle.mjs [NAME…] [--production] [--watch]
 *
 * NAME is one of the bundles below; all of them without one.
 */
import { createRequire } from 'node:module';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @type {esbuild.BuildOptions} The oldest supported VS Code, 1.100, has Node 20. */
const forNode = { platform: 'node', target: 'node20' };
/** @type {esbuild.BuildOptions} */
const forBrowser = { platform: 'browser', target: 'es2022', conditions: ['browser'] };

/**
 * Files that exporters copy into exported folders, bundled as text.
 * @type {Record<string, 'text'>}
 */
export const textLoaders = Object.fromEntries(
  ['tcl', 'c', 'h', 'cpp', 'hpp', 'py', 'dts', 'mk'].map((extension) => [`.${extension}`, 'text']),
);

const require = createRequire(import.meta.url);

/** Node modules that the server's first answers do not need; each takes some milliseconds to load. */
const lazyModules = ['child_process', 'crypto', 'fs/promises', 'os', 'v8'];

/**
 * Loads a Node module at the first use of one of its members instead of at its import.
 * @type {esbuild.Plugin}
 */
const lazy = {
  name: 'lazy',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(node:)?(${lazyModules.join('|')})$`) }, ({ path, namespace }) =>
      namespace === 'lazy' ? { path, external: true } : { path, namespace: 'lazy' },
    );
    onLoad({ filter: /./, namespace: 'lazy' }, ({ path }) => {
      const getters = Object.keys(require(path)).map((name) => `get ${name}() { return loaded().${name}; }`);
      // `require` itself takes microseconds also of what is loaded.
      const loaded = `let module_;\nconst loaded = () => module_ ??= require('${path}');`;
      return { contents: `${loaded}\nmodule.exports = {\n${getters.join(',\n')}\n};` };
    });
  },
};

/** @type {Record<string, esbuild.BuildOptions>} */
const bundles = {
  client: {
    ...forNode,
    entryPoints: ['client/src/extension.ts'],
    outfile: 'dist/client.cjs',
    format: 'cjs',
    external: ['vscode'],
  },
  'client.browser': {
    ...forBrowser,
    entryPoints: ['client/src/extension.browser.ts'],
    outfile: 'dist/client.browser.js',
    format: 'cjs',
    external: ['vscode'],
  },
  server: {
    ...forNode,
    entryPoints: ['server/src/start.node.ts'],
    plugins: [lazy],
    outfile: 'dist/server.cjs',
    format: 'cjs',
  },
  programs: {
    ...forNode,
    entryPoints: ['server/src/programs.ts'],
    plugins: [lazy],
    outfile: 'dist/exeunt.cjs',
    format: 'cjs',
  },
  'server.browser': {
    ...forBrowser,
    entryPoints: ['server/src/main.browser.ts'],
    outfile: 'dist/server.browser.js',
    format: 'iife',
  },
  cli: {
    ...forNode,
    entryPoints: ['server/src/cli.ts'],
    outfile: 'dist/cli.mjs',
    format: 'esm',
    banner: { js: '#!/usr/bin/env node' },
  },
  webview: {
    ...forBrowser,
    entryPoints: ['webview/src/main.ts'],
    outfile: 'dist/webview.js',
    format: 'iife',
  },
};

/**
 * @param {{ names?: string[], production?: boolean, watch?: boolean }} [options]
 * @returns {Promise<void>} resolves once all are built; with `watch`, once all are watched
 */
export async function bundle({ names = Object.keys(bundles), production = false, watch = false } = {}) {
  await removeStale();
  await Promise.all(
    names.map(async (name) => {
      const options = withDefaults(name, production);
      if (watch) await (await esbuild.context(options)).watch();
      else await esbuild.build(options);
    }),
  );
}

/** Removes bundles that an earlier version built under other names, which could be started or packaged by mistake. */
async function removeStale() {
  const dist = join(root, 'dist');
  const built = Object.values(bundles).map(({ outfile = '' }) => basename(outfile));
  const current = [...built, ...built.map((name) => name.replace(/\.js$/, '.css'))];
  for (const name of await readdir(dist).catch(() => []))
    if (!current.includes(name.replace(/\.map$/, ''))) await rm(join(dist, name), { recursive: true });
}

/**
 * @param {string} name
 * @param {boolean} production
 * @returns {esbuild.BuildOptions}
 */
function withDefaults(name, production) {
  const options = bundles[name];
  if (!options) throw new Error(`No bundle ${name}; choose from ${Object.keys(bundles).join(', ')}`);
  return {
    absWorkingDir: root,
    bundle: true,
    minify: production,
    sourcemap: !production,
    // The CommonJS versions of some packages are UMD wrappers, which esbuild cannot follow.
    mainFields: options.platform === 'browser' ? ['browser', 'module', 'main'] : ['module', 'main'],
    logLevel: 'warning',
    legalComments: 'none',
    loader: textLoaders,
    ...options,
  };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const args = argv.slice(2);
  const names = args.filter((arg) => !arg.startsWith('--'));
  await bundle({
    ...(names.length ? { names } : {}),
    production: args.includes('--production'),
    watch: args.includes('--watch'),
  });
}
