/** Entry point of the webview. */
import './main.css';
import { startView } from './ui/view';
import { registerControls } from './ui/controls';
import { openChannel } from './messaging/channel';

const channel = openChannel();
window.addEventListener('error', (event) => channel.post({ type: 'log', message: event.message }));
window.addEventListener('unhandledrejection', (event) => {
  channel.post({ type: 'log', message: String(event.reason) });
});
registerControls();
startView(viewRoot(), channel);
channel.post({ type: 'ready' });

/** The page's root element, created if the page has none. */
function viewRoot(): HTMLElement {
  const given = document.getElementById('view');
  if (given) return given;
  const made = document.createElement('div');
  made.id = 'view';
  document.body.append(made);
  return made;
}
