import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useTold } from '../../state/now.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Sign } from '../../ui/sign.tsx';
import { ago, exactTime, say, sayTold } from '../../ui/words.ts';

export function Warnings({ server }: { readonly server: ServerStatus }) {
  if (server.warnings.length === 0) return null;
  return (
    <ul className="server-warnings" aria-label={say('page.warnings')}>
      {server.warnings.map((warning) => (
        <li key={warning.kind} className="note warning">
          <Sign kind="warning" />
          <span>
            <CodeText text={sayTold(warning)} />
          </span>
          <Since at={warning.since} />
        </li>
      ))}
    </ul>
  );
}

function Since({ at }: { readonly at: string }) {
  const text = useTold((now) => ago(at, now));
  return (
    <time dateTime={at} title={exactTime(at)}>
      {text}
    </time>
  );
}
