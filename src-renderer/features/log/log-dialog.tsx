import { useLayoutEffect, useRef, useState } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { clockSeconds, plainText, say } from '../../ui/words.ts';
import { lineClass } from '../servers/trouble-card.tsx';
import { type NumberedLine, useLog } from './use-log.ts';

/** Closer to the end than this counts as at the end. */
const AT_END_PX = 24;

/** The output of one server as it comes. Following stops at the first scroll up; a button brings it back. */
export function LogDialog({ server, onClose }: { readonly server: string; readonly onClose: () => void }) {
  const log = useLog(server);
  const [following, setFollowing] = useState(true);
  const [seen, setSeen] = useState(0);
  const [copied, setCopied] = useState(false);
  const pane = useRef<HTMLElement>(null);
  const newest = log.lines.at(-1)?.number ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was drawn decides, and that changes with the newest line
  useLayoutEffect(() => {
    const element = pane.current;
    if (following && element !== null) element.scrollTop = element.scrollHeight;
  }, [following, newest]);

  const onScroll = () => {
    const element = pane.current;
    if (element === null) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
    if (following && !atEnd) setSeen(newest);
    setFollowing(atEnd);
  };
  const copy = () => {
    const text = log.lines.map(({ line }) => plainText(line.text)).join('\n');
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const fresh = following ? 0 : newest - seen;

  return (
    <Dialog
      title={<bdi>{say('page.log.title', { name: server })}</bdi>}
      className="log-dialog"
      onClose={onClose}
    >
      <section
        className="log"
        ref={pane}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reachable by keyboard
        tabIndex={0}
        aria-label={say('page.log.title', { name: server })}
      >
        {log.missed === 0 ? null : <p className="missed">{say('page.missed', { count: log.missed })}</p>}
        {log.lines.length === 0 ? (
          <p className="missed">{say(log.loaded ? 'page.log.empty' : 'page.log.loading')}</p>
        ) : null}
        {log.lines.map((one) => (
          <Line key={one.number} {...one} />
        ))}
      </section>
      <div className="foot">
        <button type="button" className="btn" onClick={copy}>
          <Icon name="copy" />
          {say(copied ? 'page.log.copied' : 'page.log.copy')}
        </button>
        {following ? (
          <span className="push muted">{say('page.log.following')}</span>
        ) : (
          <button type="button" className="btn push" onClick={() => setFollowing(true)}>
            {fresh > 0 ? say('page.log.new', { count: fresh }) : say('page.log.follow')}
          </button>
        )}
      </div>
    </Dialog>
  );
}

function Line({ line }: NumberedLine) {
  return (
    <div className={`l ${KIND[lineClass(line.text)] ?? ''} ${line.stream === 'orchestrator' ? 'ours' : ''}`}>
      <time dateTime={line.at}>{clockSeconds(line.at)}</time>
      <span className="s">{say(`page.log.stream.${line.stream}`)}</span>
      <span dir="auto">
        {plainText(line.text)}
        {line.truncated ? <i className="muted"> {say('page.log.cut')}</i> : null}
      </span>
    </div>
  );
}

const KIND: Readonly<Record<string, string>> = { err: 'e', wrn: 'w' };
