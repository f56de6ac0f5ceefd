import { startView } from './ui/view';
import { registerControls } from './ui/controls';
import { openChannel } from './messaging/channel';

const channel = openChannel();
window.addEventListener('error', (event) => channel.post({ type: 'log', message: event.message }));
window.addEventListener('unhandledrejection', (event) => {
  channel.post({ type: 'log', message: String(event.reason) });
});
registerControls();
startView(document.getElementById('view') ?? document.body, channel);
channel.post({ type: 'ready' });
