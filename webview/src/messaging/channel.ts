import type { FromView, ToView } from '../../../server/src/base/protocol/view';

/** How the view talks to whoever shows it, and where it keeps its state over a reload. */
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

/** Name of the event in which a page without VS Code gets the view's messages. */
const fromViewEvent = 'exeunt-from-view';
const stateKey = 'exeunt-view-state';

/** VS Code's channel inside a webview; in a plain page window messages come in and events go out. */
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

const known: ReadonlySet<unknown> = new Set<ToView['type']>(['snapshot', 'computing', 'cursor', 'empty']);

/** Other scripts send window messages too: only those of the contract pass. */
function listenToWindow(listener: (message: ToView) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const data = event.data;
    if (typeof data === 'object' && data !== null && 'type' in data && known.has(data.type)) {
      listener(data as ToView);
    }
  });
}
