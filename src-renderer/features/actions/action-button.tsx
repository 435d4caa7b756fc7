import { useDashboard, useDashboardState, useLive } from '../../state/dashboard.ts';
import { useNow } from '../../state/now.ts';
import { type ActOptions, pendingKey, type Target, type Verb } from '../../state/operations.ts';
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
  reset: 'undo',
};

/** Asks for something and waits, disabled, for the event that ends it: a state never moves because a button was pressed. */
export function ActionButton(props: {
  readonly verb: Verb;
  readonly target: Target;
  readonly label: string;
  /** `do`: the one that helps, solid. `only`: the sign alone, its label for those who listen. */
  readonly look?: 'do' | 'quiet' | 'only';
  readonly options?: ActOptions;
  /** It makes no sense now. */
  readonly disabled?: boolean;
  /** Instead of asking at once. */
  readonly onPress?: () => void;
}) {
  const { verb, target, label, look } = props;
  const dashboard = useDashboard();
  const live = useLive();
  const key = pendingKey(verb, target);
  const pending = useDashboardState((state) => state.pending.find((one) => one.key === key));
  const text = pending === undefined ? label : null;
  const className = look === 'only' ? 'btn only quiet' : `btn ${look ?? ''}`;
  const off = !live || pending !== undefined || props.disabled === true;
  return (
    <button
      type="button"
      className={className}
      // Not `disabled`, which takes the keyboard away from who has just pressed it.
      aria-disabled={off}
      aria-busy={pending !== undefined}
      {...(look === 'only' ? { 'aria-label': nameOf(label, target), title: label } : {})}
      onClick={() => {
        if (off) return;
        if (props.onPress) props.onPress();
        else void dashboard.act(verb, target, props.options);
      }}
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

/** `Restart postgres`: among many such buttons each says whose it is. */
function nameOf(label: string, target: Target): string {
  return target === 'all' || target.length !== 1
    ? label
    : say('page.do.named', { verb: label, name: target[0] ?? '' });
}
