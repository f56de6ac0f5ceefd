/**
 * Serves the web workbench with the extension in development in it, as vscode.dev would have it: no server behind it,
 * no files but those in the browser's memory.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { root } from '../../../scripts/setup.mjs';

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.cjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
};

/** What code-server has put into VS Code for its own server, undone: the pages that it is served from are no host. */
const undone = [
  { from: /,remoteAuthority:location\.host\}/, to: '}' },
  { from: /(\.with\(\{scheme:\w+)\.vscodeRemote\}\),"User"\)/, to: '$1.vscodeUserData}),"User")' },
];

/**
 * @param {object} options
 * @param {string} options.vscode folder of the workbench's files
 * @param {string} options.suite bundled tests
 * @param {string} options.folder what is opened, a URI of the browser's own file system
 * @param {(result: string) => void} options.onResult what the tests have posted
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function serveWeb({ vscode, suite, folder, onResult }) {
  const product = JSON.parse(await readFile(join(vscode, 'product.json'), 'utf8'));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin());
    if (request.method === 'POST') {
      let text = '';
      request.on('data', (data) => (text += data));
      request.on('end', () => {
        onResult(text);
        response.end();
      });
      return;
    }
    contents(pathname).then(
      (body) => response.setHeader('Content-Type', types[extname(pathname)] ?? 'text/html').end(body),
      () => response.writeHead(404).end(),
    );
  });
  const origin = () => {
    const address = server.address();
    return `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`;
  };

  /** @param {string} path @returns {Promise<string | Buffer>} */
  const contents = async (path) => {
    if (path === '/') return page(origin());
    // Tests are loaded from the extension's own path, and as CommonJS.
    if (path === '/extension/suite.cjs') return readFile(suite);
    if (path.startsWith('/extension/')) return readFile(join(root, path.slice('/extension/'.length)));
    const file = join(vscode, path);
    if (!path.endsWith('/workbench/workbench.js')) return readFile(file);
    return undone.reduce(
      (text, { from, to }) => {
        if (!from.test(text)) throw new Error(`VS Code's workbench has no ${from}`);
        return text.replace(from, to);
      },
      await readFile(file, 'utf8'),
    );
  };

  /** @param {string} base */
  const page = async (base) => {
    const host = new URL(base).host;
    const uri = (/** @type {string} */ path) => ({ scheme: 'http', authority: host, path });
    const configuration = {
      folderUri: { scheme: folder.split(':')[0], path: folder.slice(folder.indexOf(':') + 1) },
      userDataPath: '/user-data',
      isEnabledFileDownloads: true,
      isEnabledFileUploads: true,
      isEnabledCoderGettingStarted: false,
      developmentOptions: {
        extensions: [uri('/extension')],
        extensionTestsPath: uri('/extension/suite.cjs'),
      },
      productConfiguration: {
        ...product,
        // Nothing of ours comes from elsewhere, and the service worker must be of this origin.
        webviewContentExternalBaseUrlTemplate: `${base}/out/vs/workbench/contrib/webview/browser/pre/`,
        extensionsGallery: undefined,
        builtInExtensions: [],
        enableTelemetry: false,
      },
      configurationDefaults: { 'workbench.startupEditor': 'none', 'security.workspace.trust.enabled': false },
    };
    const html = await readFile(join(vscode, 'out/vs/code/browser/workbench/workbench.html'), 'utf8');
    const filled = {
      WORKBENCH_WEB_CONFIGURATION: JSON.stringify(configuration).replaceAll('"', '&quot;'),
      WORKBENCH_AUTH_SESSION: '',
      WORKBENCH_WEB_BASE_URL: base,
      WORKBENCH_NLS_URL: `${base}/out/nls.messages.js`,
      WORKBENCH_NLS_FALLBACK_URL: `${base}/out/nls.messages.js`,
      WORKBENCH_SCRIPT_NONCE: '',
      BASE: base,
      VS_BASE: base,
    };
    return Object.entries(filled).reduce(
      (text, [name, value]) => text.replaceAll(`{{${name}}}`, value),
      html,
    );
  };

  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)));
  const stop = () =>
    new Promise((/** @type {(value: void) => void} */ closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { url: origin(), stop };
}
