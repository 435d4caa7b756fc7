import './../../theme/tools.css';
import './../../theme/tools-form.css';
import './../../theme/tools-result.css';
import { useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import { paths, type ToolKind, toolKinds } from '../../routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { plainText, say } from '../../ui/words.ts';
import { type Source, useSources } from './catalogue.ts';
import { CatalogueView } from './catalogue-view.tsx';
import { Workbench } from './workbench.tsx';

/** What every server offers, and a form to try it. */
export function ToolsPage(props: {
  readonly kind: ToolKind;
  readonly server: string | null;
  readonly item: string | null;
}) {
  const { kind, server, item } = props;
  const [, navigate] = useLocation();
  const sources = useSources(kind);
  const chosen = useMemo(() => ({ server, item }), [server, item]);
  usePageTitle(item === null ? say(`tools.${kind}`) : plainText(item));
  return (
    <div className="wrap tools-page">
      <div className="page-head">
        <h1>{say(`tools.${kind}`)}</h1>
        <span className="muted">{totalOf(kind, sources)}</span>
        <div className="row push">
          <Segmented
            label={say('tools.kinds')}
            value={kind}
            choices={toolKinds.map((value) => ({ value, text: say(`tools.${value}`) }))}
            onChange={(next) => navigate(paths.tools(next))}
          />
        </div>
      </div>
      {sources.length === 0 ? (
        <p className="nothing">{say('tools.no-servers')}</p>
      ) : (
        <div className={server === null ? 'tool-panes' : 'tool-panes chosen'}>
          <CatalogueView
            key={kind}
            kind={kind}
            sources={sources}
            chosen={chosen}
            hrefOf={(ofServer, key) => paths.tools(kind, ofServer, key)}
          />
          <Link className="btn back" href={paths.tools(kind)}>
            <Icon name="back" />
            {say(`tools.back.${kind}`)}
          </Link>
          <Workbench kind={kind} sources={sources} chosen={chosen} />
        </div>
      )}
    </div>
  );
}

function totalOf(kind: ToolKind, sources: readonly Source[]): string {
  const reading = sources.filter(({ list }) => list?.state === 'reading').length;
  if (reading > 0) return say('tools.reading', { count: reading });
  const listed = sources.flatMap(({ list }) => (list?.state === 'listed' ? [list.entries.length] : []));
  return say(`tools.count.${kind}`, {
    count: listed.reduce((sum, each) => sum + each, 0),
    servers: listed.length,
  });
}
