import { useEffect, useState } from 'react';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { download } from '../../ui/download.ts';
import { Icon } from '../../ui/icon.tsx';
import { plainText, say, sayError } from '../../ui/words.ts';
import { Option } from './setting-row.tsx';

interface Part {
  readonly name: string;
  readonly text: string;
}

/** What one sends with a report: read before it leaves this computer. */
export function DiagnosticsRow() {
  const live = useLive();
  const [open, setOpen] = useState(false);
  return (
    <Option name={say('settings.diagnostics')} help={say('settings.diagnostics.help')}>
      <button type="button" className="btn" disabled={!live} onClick={() => setOpen(true)}>
        <Icon name="file" />
        {say('settings.diagnostics.preview')}
      </button>
      {open ? <Preview onClose={() => setOpen(false)} /> : null}
    </Option>
  );
}

function Preview({ onClose }: { readonly onClose: () => void }) {
  const dashboard = useDashboard();
  const [parts, setParts] = useState<readonly Part[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let shown = true;
    const ask = async () => (await dashboard.client().host.diagnostics()).parts;
    ask().then(
      (found) => shown && setParts(found),
      (error: unknown) => shown && setProblem(sayError(error)),
    );
    return () => {
      shown = false;
    };
  }, [dashboard]);
  const report = () => (parts ?? []).map(({ name, text }) => `== ${name}\n${text}\n`).join('\n');
  return (
    <Dialog title={say('settings.diagnostics.title')} className="report" onClose={onClose}>
      <div className="in">
        {problem !== null ? (
          <p role="alert">
            <CodeText text={say('settings.diagnostics.failed', { problem })} />
          </p>
        ) : parts === null ? (
          <p className="muted" role="status">
            {say('settings.diagnostics.loading')}
          </p>
        ) : (
          parts.map(({ name, text }) => (
            <details key={name} open>
              <summary>{plainText(name)}</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
              <pre tabIndex={0}>{plainText(text)}</pre>
            </details>
          ))
        )}
      </div>
      <div className="foot">
        <span className="muted">{say('settings.diagnostics.what')}</span>
        {parts === null ? null : (
          <span className="row push">
            <CopyButton label={say('settings.copy')} text={report} />
            <button
              type="button"
              className="btn do"
              onClick={() =>
                download(`diagnostics-${new Date().toISOString().slice(0, 10)}.txt`, 'text/plain', report())
              }
            >
              <Icon name="download" />
              {say('settings.download')}
            </button>
          </span>
        )}
      </div>
    </Dialog>
  );
}
