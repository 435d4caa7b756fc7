import { formatMessage } from '../../src-shared/i18n/format.ts';
import { message } from '../../src-shared/i18n/message.ts';

export const GATE_STYLE_PATH = '/gate.css';

/** What a browser without the cookie sees at `/`: how to get in. `notice`: why its address did not work, if it had one. */
export function gatePage(notice: string | null): string {
  const say = (key: string) => escapeHtml(formatMessage(message(key)));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>MCP Orchestrator</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${GATE_STYLE_PATH}">
</head>
<body>
<main>
<p class="name">MCP Orchestrator</p>
<h1>${say('api.gate.title')}</h1>
${notice === null ? '' : `<p class="notice" role="status">${escapeHtml(notice)}</p>\n`}<p>${say('api.gate.how')}</p>
<pre><code>mcp-orchestrator open</code></pre>
</main>
</body>
</html>
`;
}

/** The page that says that there is none. */
export function unbuiltPage(): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>MCP Orchestrator</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="${GATE_STYLE_PATH}">
<main><p class="name">MCP Orchestrator</p><p>${escapeHtml(formatMessage(message('api.page.missing')))}</p></main></html>
`;
}

/** The few colours of src-renderer/theme/tokens.css that this page needs: it must show without the built page. */
export const gateStyle = `:root { color-scheme: light dark; --surface: #f1f0eb; --raised: #fbfaf7; --line: #d9d6cc; --text: #1a1d1b; --muted: #565b56; --edge: #d8c577; --tint: #f5edca; }
@media (prefers-color-scheme: dark) { :root { --surface: #101312; --raised: #171b1a; --line: #2a302e; --text: #e6e8e3; --muted: #9ea6a1; --edge: #5c521f; --tint: #2a260f; } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--surface); color: var(--text); font: 0.875rem/1.5 Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", Ubuntu, Cantarell, "Noto Sans", sans-serif; }
main { box-sizing: border-box; max-width: 32rem; margin: 1.5rem; padding: 2rem; background: var(--raised); border: 1px solid var(--line); border-radius: 5px; }
h1 { margin: 0 0 1rem; font-size: 1.25rem; line-height: 1.2; text-wrap: balance; }
p { margin: 0 0 0.75rem; }
.name { color: var(--muted); font-size: 0.75rem; }
.notice { padding: 0.5rem 0.75rem; border: 1px solid var(--edge); border-radius: 4px; background: var(--tint); }
pre { margin: 0; padding: 0.75rem; overflow-x: auto; background: var(--surface); border: 1px solid var(--line); border-radius: 4px; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace; }
`;

function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/`([^`]*)`/g, '<code>$1</code>');
}
