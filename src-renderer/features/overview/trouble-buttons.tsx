import { Link } from 'wouter';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { paths } from '../../routes.ts';
import type { ActOptions, Verb } from '../../state/operations.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { say } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';
import { LogLink } from '../actions/log-link.tsx';
import { reportOf } from './cause-text.ts';

export type Remedy =
  | { readonly kind: 'act'; readonly verb: Verb; readonly label: string; readonly options?: ActOptions }
  | { readonly kind: 'link'; readonly href: string; readonly label: string; readonly icon: IconName }
  | { readonly kind: 'log'; readonly label: string }
  | { readonly kind: 'copy'; readonly label: string; readonly text: () => string };

const act = (verb: Verb, label: string, options?: ActOptions): Remedy => ({
  kind: 'act',
  verb,
  label: say(label),
  ...(options === undefined ? {} : { options }),
});
const again = (): Remedy => act('restart', 'page.do.try-again');
const log = (label: string): Remedy => ({ kind: 'log', label: say(label) });

/** The first one helps. Restart is no answer where a restart cannot help: brief.md §5. */
export function remediesOf(server: ServerStatus): readonly Remedy[] {
  const { name, reason, state, cause, pausedUntil } = server;
  const params = cause?.happened.params ?? {};
  const edit = (label: string): Remedy => ({
    kind: 'link',
    href: paths.edit(name),
    label: say(label),
    icon: 'edit',
  });
  const copy = (label: string, text: () => string): Remedy => ({ kind: 'copy', label: say(label), text });
  const copyParam = (key: string, label: string): readonly Remedy[] => {
    const value = params[key];
    return value === undefined || value === '?' ? [] : [copy(label, () => String(value))];
  };
  const report = copy('overview.do.copy-report', () => reportOf(server));
  if (state === 'UNHEALTHY')
    return [
      act('check', 'page.do.check'),
      act('restart', 'page.do.restart'),
      pausedUntil === null ? act('pause', 'page.do.pause') : act('resume', 'page.do.resume'),
    ];
  switch (reason) {
    case 'RESTART_LIMIT':
      return [act('restart', 'page.do.restart'), log('page.do.log-crash'), edit('page.do.edit')];
    case 'NOT_FOUND': {
      const path = copyParam('path', 'overview.do.copy-path');
      return [edit('overview.do.edit-command'), again(), ...(path.length > 0 ? path : [report])];
    }
    case 'CONFIG': {
      const { line } = cause?.remedy.params ?? {};
      const copyText = copy('page.log.copy', () => reportOf(server));
      if (line === undefined) return [edit('page.do.edit'), copyText];
      const open = say('overview.do.open-line', { line });
      return [{ kind: 'link', href: paths.file(Number(line)), label: open, icon: 'edit' }, copyText];
    }
    case 'PORT_CONFLICT':
      return [again(), edit('overview.do.edit-port'), ...copyParam('pid', 'overview.do.copy-pid')];
    case 'DEPENDENCY': {
      const dependency = params.server ?? params.name;
      const anyway = act('start', 'page.do.start-anyway', { dependencies: false });
      if (dependency === undefined) return [anyway, edit('page.do.edit')];
      return [
        {
          kind: 'link',
          href: paths.server(String(dependency)),
          label: say('overview.do.open-named', { name: String(dependency) }),
          icon: 'right',
        },
        anyway,
      ];
    }
    case 'HOST':
      return [again(), report];
    case 'EXITED':
      return [act('start', 'page.do.start'), log('overview.do.log-end'), edit('page.do.edit')];
    case 'PROTOCOL':
      return [log('page.do.log'), edit('overview.do.edit-command'), again()];
    case 'AUTH':
      return [edit('page.do.edit'), again()];
    case 'UNKILLABLE':
      return [act('check', 'overview.do.look-again'), ...copyParam('pid', 'overview.do.copy-pid')];
    default:
      return [again(), log('page.do.log-crash'), edit('page.do.edit')];
  }
}

/** At most `most` of them, the first one solid. Of several servers an action is on all; what leads somewhere, to the first. */
export function TroubleButtons(props: { readonly servers: readonly ServerStatus[]; readonly most?: number }) {
  const [first] = props.servers;
  if (first === undefined) return null;
  const names = props.servers.map(({ name }) => name);
  return remediesOf(first)
    .slice(0, props.most ?? 3)
    .map((remedy, index) => (
      <Button key={remedy.label} remedy={remedy} names={names} {...(index === 0 ? { look: 'do' } : {})} />
    ));
}

function Button(props: { readonly remedy: Remedy; readonly names: readonly string[]; readonly look?: 'do' }) {
  const { remedy, names } = props;
  const look = props.look === undefined ? {} : { look: props.look };
  switch (remedy.kind) {
    case 'act':
      return (
        <ActionButton
          verb={remedy.verb}
          target={names}
          label={remedy.label}
          {...look}
          {...(remedy.options === undefined ? {} : { options: remedy.options })}
        />
      );
    case 'link':
      return (
        <Link className={`btn ${props.look ?? ''}`} href={remedy.href}>
          <Icon name={remedy.icon} />
          <bdi>{remedy.label}</bdi>
        </Link>
      );
    case 'log':
      return <LogLink server={names[0] ?? ''} crash label={remedy.label} {...look} />;
    case 'copy':
      return <CopyButton label={remedy.label} text={remedy.text} {...look} />;
  }
}
