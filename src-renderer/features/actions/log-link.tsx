import { Link } from 'wouter';
import { paths } from '../../routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { say } from '../../ui/words.ts';

/** Leads to its log; `crash`: at its newest end. */
export function LogLink(props: {
  readonly server: string;
  readonly crash?: boolean;
  readonly label?: string;
  readonly look?: 'do' | 'only';
}) {
  const { server, crash = false, look } = props;
  const label = props.label ?? say(crash ? 'page.do.log-crash' : 'page.do.log');
  const only = look === 'only';
  return (
    <Link
      className={only ? 'btn only quiet' : `btn ${look ?? ''}`}
      href={crash ? paths.crash(server) : paths.server(server, 'log')}
      {...(only ? { 'aria-label': say('page.do.named', { verb: label, name: server }), title: label } : {})}
    >
      <Icon name="log" />
      {only ? null : label}
    </Link>
  );
}
