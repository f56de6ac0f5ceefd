/** Connects the view to VS Code or to a plain page. */
import type { FromView, ToView } from '../../../server/src/base/protocol/view';

/** Messages between the view and its host, and storage that survives a reload. */
export interface Channel {
  post(message: FromView): void;
  onMessage(listener: (message: ToView) => void): void;
  loadState(): unknown;
  saveState(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}

/** Event that carries the view's messages in a page without VS Code. */
const fromViewEvent = 'exeunt-from-view';
const stateKey = 'exeunt-view-state';

/** VS Code's channel in a webview; in a plain page, window messages in and DOM events out. */
export function openChannel(): Channel {
  return 'acquireVsCodeApi' in globalThis ? vsCodeChannel(acquireVsCodeApi()) : pageChannel();
}

function vsCodeChannel(api: VsCodeApi): Channel {
  return {
    post: (message) => api.postMessage(message),
    onMessage: listenToWindow,
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
  };
}

function pageChannel(): Channel {
  return {
    post: (detail) => window.dispatchEvent(new CustomEvent(fromViewEvent, { detail })),
    onMessage: listenToWindow,
    loadState: () => JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') as unknown,
    saveState: (state) => sessionStorage.setItem(stateKey, JSON.stringify(state)),
  };
}

const known: ReadonlySet<unknown> = new Set<ToView['type']>([
  'snapshot',
  'computing',
  'cursor',
  'placement',
  'empty',
  'exploration',
  'preview',
]);

/** Other scripts send window messages too: only known types pass. */
function listenToWindow(listener: (message: ToView) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const data = event.data;
    if (typeof data === 'object' && data !== null && 'type' in data && known.has(data.type)) {
      listener(data as ToView);
    }
  });
}
