import './../../theme/tools.css';
import './../../theme/tools-form.css';
import './../../theme/tools-result.css';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { paths, type ToolKind, useQuery } from '../../routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { say } from '../../ui/words.ts';
import { useSources } from './catalogue.ts';
import { CatalogueView } from './catalogue-view.tsx';
import { Workbench } from './workbench.tsx';

/** What one server offers, inside of its own page; what is chosen is `?item=` of the address. */
export function ToolsPanel({ server, kind }: { readonly server: string; readonly kind: ToolKind }) {
  const item = useQuery().get('item');
  const sources = useSources(kind, server);
  const chosen = useMemo(() => ({ server, item }), [server, item]);
  const base = paths.server(server, kind);
  const listed = sources[0]?.list?.state === 'listed' && sources[0].list.entries.length > 0;
  return (
    <div className={`tool-panes one ${item === null ? '' : 'chosen'} ${listed ? '' : 'bare'}`}>
      {listed ? (
        <>
          <CatalogueView
            key={kind}
            alone
            kind={kind}
            sources={sources}
            chosen={chosen}
            hrefOf={(_, key) => (key === null ? base : `${base}?item=${encodeURIComponent(key)}`)}
          />
          <Link className="btn back" href={base}>
            <Icon name="back" />
            {say(`tools.back.${kind}`)}
          </Link>
        </>
      ) : null}
      <Workbench kind={kind} sources={sources} chosen={chosen} />
    </div>
  );
}
