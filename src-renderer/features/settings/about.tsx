import { useEffect, useState } from 'react';
import type { About as AboutFacts } from '../../../src-shared/contract/host.ts';
import type { DesktopState } from '../../../src-shared/schema/desktop.ts';
import { useDashboard, useInstance, useLive } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plainText, say, sayError } from '../../ui/words.ts';
import { Option } from './setting-row.tsx';

const PLACES = ['config', 'home', 'logs'] as const;

/** Which version of what this is, and where it keeps its things. */
export function About({ application }: { readonly application: DesktopState['versions'] | null }) {
  const { about, problem } = useAbout();
  const instance = useInstance();
  const [licences, setLicences] = useState(false);
  const version = about?.version ?? instance?.version ?? '–';
  const facts =
    about === null
      ? []
      : [
          [say('settings.about.node'), plainVersion(about.node)],
          [say('settings.about.platform'), about.platform],
          ...(application === null
            ? [[say('settings.about.browser'), navigator.userAgent] as const]
            : applicationFacts(application, about)),
          ...PLACES.map((place) => [say(`settings.about.${place}`), about.places[place]] as const),
        ];
  const text = () =>
    [say('settings.about.version', { version }), ...facts.map(([name, value]) => `${name}: ${value}`)].join(
      '\n',
    );
  return (
    <>
      <Option name={say('settings.about.version', { version })} help={say('settings.about.what')}>
        {about === null ? null : (
          <>
            <button type="button" className="btn quiet" onClick={() => setLicences(true)}>
              {say('settings.licences')}
            </button>
            <CopyButton label={say('settings.copy')} text={text} />
          </>
        )}
      </Option>
      {problem === null ? null : (
        <p className="set-note" role="alert">
          <CodeText text={say('settings.about.failed', { problem })} />
        </p>
      )}
      <dl className="facts-list about">
        {facts.map(([name = '', value = '']) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{plainText(value)}</bdi>
              <CopyButton look="only" label={say('settings.copy.named', { name })} text={() => value} />
            </dd>
          </div>
        ))}
      </dl>
      {licences && about !== null ? (
        <Licences licences={about.licences} onClose={() => setLicences(false)} />
      ) : null}
    </>
  );
}

/** What the window runs on. An orchestrator that was there before may be of another version, on another Node. */
function applicationFacts(
  { app, electron, chromium, node }: DesktopState['versions'],
  about: AboutFacts,
): readonly (readonly [name: string, value: string])[] {
  return [
    ...(app === about.version ? [] : [[say('settings.about.application'), app] as const]),
    [say('settings.about.electron'), electron],
    [say('settings.about.chromium'), chromium],
    ...(node === plainVersion(about.node) ? [] : [[say('settings.about.application-node'), node] as const]),
  ];
}

/** Node.js tells its own both with and without a `v`. */
const plainVersion = (version: string): string => version.replace(/^v/, '');

function Licences(props: { readonly licences: AboutFacts['licences']; readonly onClose: () => void }) {
  const { licences } = props;
  return (
    <Dialog
      title={say('settings.licences.title', { count: licences.length })}
      className="licences"
      onClose={props.onClose}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className="in" tabIndex={0}>
        {licences.length === 0 ? <p>{say('settings.licences.none')}</p> : null}
        <table hidden={licences.length === 0}>
          <thead>
            <tr>
              <th>{say('settings.licences.name')}</th>
              <th>{say('settings.licences.version')}</th>
              <th>{say('settings.licences.licence')}</th>
            </tr>
          </thead>
          <tbody>
            {licences.map(({ name, version, licence }) => (
              <tr key={`${name} ${version}`}>
                <td>{name}</td>
                <td>{version}</td>
                <td>{licence}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}

function useAbout(): { readonly about: AboutFacts | null; readonly problem: string | null } {
  const dashboard = useDashboard();
  const live = useLive();
  const [about, setAbout] = useState<AboutFacts | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!live) return;
    let shown = true;
    const ask = () => dashboard.client().host.about();
    ask().then(
      (found) => {
        if (!shown) return;
        setAbout(found);
        setProblem(null);
      },
      (error: unknown) => shown && setProblem(sayError(error)),
    );
    return () => {
      shown = false;
    };
  }, [dashboard, live]);
  return { about, problem };
}
