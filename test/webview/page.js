/* The extension's side of the channel, played by a page: theme and snapshot from the address, messages kept for tests. */
const query = new URLSearchParams(location.search);
const classes = {
  dark: ['vscode-dark'],
  light: ['vscode-light'],
  'contrast-dark': ['vscode-high-contrast'],
  'contrast-light': ['vscode-high-contrast', 'vscode-high-contrast-light'],
};
document.body.classList.add(...(classes[query.get('theme') ?? 'dark'] ?? classes.dark));
window.fromView = [];
window.addEventListener('exeunt-from-view', async (event) => {
  window.fromView.push(event.detail);
  const name = query.get('snapshot');
  if (event.detail.type !== 'ready' || name === null) return;
  const snapshot = await (await fetch(`snapshots/${name}.json`)).json();
  window.postMessage({ type: 'snapshot', snapshot });
});
