export { launchBrowser } from './chromium.mjs';
