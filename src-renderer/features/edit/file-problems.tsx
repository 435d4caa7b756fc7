import { useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { ConfigDocument } from '../../../src-shared/contract/configuration.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import { paths, useQuery } from '../../routes.ts';
import { useServers } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { placed } from '../../ui/placed.ts';
import { Sign } from '../../ui/sign.tsx';
import { say, sayProblem, sayProblemHere } from '../../ui/words.ts';
import { type Stretch, shownLine, stretchesAround } from './file-lines.ts';
import { useDocument } from './use-document.ts';

/** Longer files are shown around their problems only. */
const WHOLE_UP_TO = 1500;
const AROUND = 8;
const MOST_PROBLEMS = 100;

/** The configuration file as it is on the disk, with what is wrong with it at its lines. It is mended in an editor. */
export function FilePage() {
  usePageTitle(say('edit.file'));
  const { document, problem } = useDocument();
  const asked = Number(useQuery().get('line') ?? Number.NaN);
  const problems = document?.problems ?? [];
  return (
    <div className="wrap edit-page">
      <div className="page-head">
        <h1>
          {document === null || problems.length === 0
            ? say('edit.file')
            : say('edit.file.problems', { count: problems.length })}
        </h1>
        {document === null ? null : (
          <div className="row push">
            <code className="path">{document.file}</code>
            <CopyButton label={say('edit.file.copy')} text={() => document.file} />
          </div>
        )}
      </div>
      {problem === null ? null : (
        <p className="fault" role="alert">
          <CodeText text={say('edit.file.unread', { problem })} />
        </p>
      )}
      {document === null ? (
        problem === null ? (
          <p className="muted">{say('edit.file.reading')}</p>
        ) : null
      ) : document.exists ? (
        <>
          <Meanwhile broken={problems.length > 0} />
          <Problems problems={problems} />
          <FileText document={document} asked={Number.isInteger(asked) ? asked : null} />
        </>
      ) : (
        <p className="nothing">
          <CodeText text={say('edit.file.missing', { file: document.file })} />{' '}
          <Link className="btn" href={paths.add()}>
            {say('edit.add')}
          </Link>
        </p>
      )}
    </div>
  );
}

/** What the mistakes do not touch. */
function Meanwhile({ broken }: { readonly broken: boolean }) {
  const servers = useServers();
  const running = servers.filter(({ state }) => state === 'RUNNING').length;
  if (!broken) return <p className="lead">{say('edit.file.fine')}</p>;
  return <p className="lead">{say('edit.file.meanwhile', { running, total: servers.length })}</p>;
}

function Problems({ problems }: { readonly problems: readonly ConfigProblem[] }) {
  if (problems.length === 0) return null;
  const rest = problems.length - MOST_PROBLEMS;
  return (
    <section className="panel" aria-label={say('edit.file.list')}>
      <ul className="problems in">
        {placed(problems.slice(0, MOST_PROBLEMS)).map(({ place, item }) => (
          <li key={place}>
            <Sign kind="crashed" />
            <span>
              <CodeText text={sayProblem(item)} />
            </span>
            {item.line === null ? null : (
              <Link className="link nowrap" href={paths.file(item.line)} replace>
                {say('edit.file.go', { line: item.line })}
              </Link>
            )}
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="in muted">{say('edit.file.more', { count: rest })}</p> : null}
    </section>
  );
}

function FileText({ document, asked }: { readonly document: ConfigDocument; readonly asked: number | null }) {
  const lines = useMemo(() => document.text.split(/\r?\n/), [document.text]);
  const byLine = useMemo(() => groupByLine(document.problems), [document.problems]);
  const [whole, setWhole] = useState(lines.length <= WHOLE_UP_TO);
  const marked = useRef<HTMLLIElement>(null);
  const target = asked ?? document.problems.find(({ line }) => line !== null)?.line ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: to the line, whenever another one is asked for
  useEffect(() => {
    marked.current?.scrollIntoView({ block: 'center' });
  }, [target, document.revision]);
  const wanted = [...byLine.keys(), ...(target === null ? [] : [target])];
  const stretches: readonly Stretch[] =
    whole || wanted.length === 0
      ? [{ from: 1, to: Math.min(lines.length, WHOLE_UP_TO) }]
      : stretchesAround(wanted, lines.length, AROUND);
  return (
    <section className="file-text" aria-label={say('edit.file.text')}>
      {stretches.map(({ from, to }) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        <ol key={from} tabIndex={0} aria-label={say('edit.file.lines', { from, to })}>
          {lines.slice(from - 1, to).map((text, index) => {
            const line = from + index;
            const found = byLine.get(line) ?? [];
            return (
              <li
                key={line}
                ref={line === target ? marked : null}
                className={`${found.length > 0 ? 'wrong' : ''} ${line === asked ? 'asked' : ''}`}
                {...(line === target ? { 'aria-current': 'location' as const } : {})}
              >
                <span className="n">{line}</span>
                <code>{shownLine(text)}</code>
                {placed(found).map(({ place, item }) => (
                  <span key={place} className="here">
                    <CodeText text={sayProblemHere(item)} />
                  </span>
                ))}
              </li>
            );
          })}
        </ol>
      ))}
      {whole || lines.length > WHOLE_UP_TO ? null : (
        <button type="button" className="btn" onClick={() => setWhole(true)}>
          {say('edit.file.whole')}
        </button>
      )}
    </section>
  );
}

function groupByLine(problems: readonly ConfigProblem[]): ReadonlyMap<number, readonly ConfigProblem[]> {
  return Map.groupBy(
    problems.filter((problem): problem is ConfigProblem & { readonly line: number } => problem.line !== null),
    ({ line }) => line,
  );
}
