import { Link } from 'wouter';
import type { ConfigDocument } from '../../../src-shared/contract/configuration.ts';
import { paths } from '../../routes.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Sign } from '../../ui/sign.tsx';
import { say } from '../../ui/words.ts';

/** Whether the file cannot be read as a whole: its servers are not known, and nothing can be written into it. */
export function isBroken(document: ConfigDocument): boolean {
  return (
    document.exists &&
    document.servers.length === 0 &&
    document.problems.some(({ server }) => server === null)
  );
}

export function BrokenFile({ document }: { readonly document: ConfigDocument }) {
  const line = document.problems.find((problem) => problem.line !== null)?.line ?? null;
  return (
    <div className="conflict" role="alert">
      <div className="row">
        <Sign kind="warning" />
        <p>
          <CodeText text={say('edit.file.broken', { file: document.file })} />
        </p>
        <Link className="btn push" href={paths.file(line)}>
          {line === null ? say('edit.file.show') : say('edit.file.open-at', { line })}
        </Link>
      </div>
    </div>
  );
}
