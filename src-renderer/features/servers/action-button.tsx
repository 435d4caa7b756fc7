import { useDashboard, useDashboardState } from '../../state/dashboard.ts';
import { useNow } from '../../state/now.ts';
import { pendingKey, type Verb } from '../../state/operations.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { say } from '../../ui/words.ts';

/** After this the button says that it is still at it. */
const LONG_MS = 10_000;

const ICON_OF: Readonly<Record<Verb, IconName>> = {
  start: 'start',
  stop: 'stop',
  restart: 'restart',
  check: 'check',
  pause: 'pause',
  resume: 'start',
};

/** Asks for something and waits, disabled, for the event that ends it: a state never moves because a button was pressed. */
export function ActionButton(props: {
  readonly verb: Verb;
  /** null: all servers. */
  readonly server: string | null;
  readonly label: string;
  readonly look?: 'do' | 'quiet' | 'only';
  readonly dependencies?: boolean;
  /** Instead of asking at once. */
  readonly onPress?: () => void;
}) {
  const { verb, server, label, look, dependencies = true } = props;
  const dashboard = useDashboard();
  const live = useDashboardState((state) => state.connection.kind === 'live');
  const key = pendingKey(verb, server);
  const pending = useDashboardState((state) => state.pending.find((one) => one.key === key));
  const text = pending === undefined ? label : null;
  const className = look === 'only' ? 'btn only quiet' : `btn ${look ?? ''}`;
  return (
    <button
      type="button"
      className={className}
      disabled={!live || pending !== undefined}
      aria-busy={pending !== undefined}
      {...(look === 'only' ? { 'aria-label': `${label} ${server ?? ''}`.trim(), title: label } : {})}
      onClick={() => (props.onPress ? props.onPress() : void dashboard.act(verb, server, { dependencies }))}
    >
      <Icon name={ICON_OF[verb]} />
      {look === 'only' ? null : (text ?? <PendingWord verb={verb} since={pending?.since ?? 0} />)}
    </button>
  );
}

function PendingWord({ verb, since }: { readonly verb: Verb; readonly since: number }) {
  const long = useNow() - since >= LONG_MS;
  return say(`page.${long ? 'still' : 'doing'}.${verb}`);
}

export function LogButton(props: {
  readonly server: string;
  readonly label?: string;
  readonly look?: 'do' | 'only';
}) {
  const dashboard = useDashboard();
  const label = props.label ?? say('page.do.log');
  const only = props.look === 'only';
  return (
    <button
      type="button"
      className={only ? 'btn only quiet' : `btn ${props.look ?? ''}`}
      {...(only ? { 'aria-label': `${label} ${props.server}`, title: label } : {})}
      onClick={() => dashboard.openLog(props.server)}
    >
      <Icon name="log" />
      {only ? null : label}
    </button>
  );
}
