// Runs in the window's sandbox, bundled as CommonJS, and knows nothing of ours: it hands one port per document from the
// page to the main process and gives the page nothing.
import { ipcRenderer } from 'electron';

const CHANNEL = 'mcp-orchestrator:port';
const ORIGIN = 'app://dashboard';

function relay(event: MessageEvent): void {
  if (event.source !== window || event.origin !== ORIGIN || event.data !== CHANNEL) return;
  const [port] = event.ports;
  if (port === undefined || event.ports.length !== 1) return;
  window.removeEventListener('message', relay);
  ipcRenderer.postMessage(CHANNEL, null, [port]);
}

// Frames inside the page, were there any, have no port.
if (window.top === window && location.origin === ORIGIN) window.addEventListener('message', relay);
