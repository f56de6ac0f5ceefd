/**
 * The extension's side of the channel, played by a page: theme and snapshot from the address, messages kept for tests.
 * By hand, http://127.0.0.1:8000/page.html?snapshot=one-region&theme=light after
 * `npx esbuild webview=webview/src/main.ts page=test/webview/page.ts --bundle --servedir=test/webview --outdir=test/webview`.
 */
import type { FromView, ViewSnapshot } from '../../server/src/base/protocol/view';

declare global {
  interface Window {
    fromView: FromView[];
  }
}

const query = new URLSearchParams(location.search);
const bodyClasses: Record<string, string[]> = {
  dark: ['vscode-dark'],
  light: ['vscode-light'],
  'contrast-dark': ['vscode-high-contrast'],
  'contrast-light': ['vscode-high-contrast', 'vscode-high-contrast-light'],
};

const classes = bodyClasses[query.get('theme') ?? 'dark'] ?? ['vscode-dark'];
document.body.classList.add(...classes);
document.body.setAttribute('data-vscode-theme-kind', classes.at(-1) ?? '');

window.fromView = [];
window.addEventListener('exeunt-from-view', (event) => {
  const message = (event as CustomEvent<FromView>).detail;
  window.fromView.push(message);
  const name = query.get('snapshot');
  if (message.type === 'ready' && name !== null) void sendSnapshot(name);
});

async function sendSnapshot(name: string): Promise<void> {
  const snapshot = (await (await fetch(`snapshots/${name}.json`)).json()) as ViewSnapshot;
  window.postMessage({ type: 'snapshot', snapshot });
}
