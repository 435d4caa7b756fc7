import '../../theme/settings.css';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { keepsFromForce } from '../../../src-shared/model/keeps-from-force.ts';
import { paths } from '../../routes.ts';
import { useDesktop, useInstance, useLive } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { usePageTitle } from '../../ui/page-title.ts';
import { say } from '../../ui/words.ts';
import { useDocument } from '../edit/use-document.ts';
import { About } from './about.tsx';
import { Application, ApplicationUnread } from './application.tsx';
import { orchestratorKeys, policyKeys, type SettingKey } from './default-keys.ts';
import { DiagnosticsRow } from './diagnostics.tsx';
import { Look } from './look.tsx';
import { Notifications } from './notifications.tsx';
import { SettingRow, UnreadRow } from './setting-row.tsx';
import { StopRow } from './stop-row.tsx';

const SECTIONS = ['look', 'notifications', 'application', 'defaults', 'orchestrator', 'about'] as const;
type SectionName = (typeof SECTIONS)[number];

/** What a person can set, and what the orchestrator says of itself. */
export function SettingsPage() {
  const title = say('settings.title');
  usePageTitle(title);
  const [here, setHere] = useState<string>(() => location.hash.slice(1));
  useEffect(() => {
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, []);
  const desktop = useDesktop();
  // The page in the window has this section before the application's first word.
  const inWindow = desktop !== null || location.protocol === 'app:';
  const sections = SECTIONS.filter((name) => name !== 'application' || inWindow);
  const current = sections.find((name) => name === here) ?? SECTIONS[0];
  return (
    <div className="wrap">
      <div className="page-head">
        <h1>{title}</h1>
        <span className="muted">{say('settings.saved')}</span>
      </div>
      <div className="settings">
        <nav className="side" aria-label={say('settings.sections')}>
          {sections.map((name) => (
            <a
              key={name}
              href={`#${name}`}
              {...(name === current ? { 'aria-current': 'true' as const } : {})}
              onClick={() => setHere(name)}
            >
              {say(`settings.section.${name}`)}
            </a>
          ))}
        </nav>
        <div>
          <Section name="look">
            <Look />
          </Section>
          <Section name="notifications">
            <Notifications />
          </Section>
          {inWindow ? (
            <Section name="application">
              {desktop === null ? <ApplicationUnread /> : <Application state={desktop} />}
            </Section>
          ) : null}
          <FileSections isOwn={inWindow && desktop?.mode !== 'attached'} />
          <Section name="about">
            <DiagnosticsRow />
            <About application={desktop?.versions ?? null} />
          </Section>
        </div>
      </div>
    </div>
  );
}

function Section({ name, children }: { readonly name: SectionName; readonly children: React.ReactNode }) {
  return (
    <section className="set panel" id={name} aria-labelledby={`${name}-head`}>
      <header>
        <h2 id={`${name}-head`}>{say(`settings.section.${name}`)}</h2>
      </header>
      {children}
    </section>
  );
}

/**
 * What stands in the file: the same for every server, and the orchestrator's own. `isOwn`: of the application around this
 * page, where stopping it is the application's Quit.
 */
function FileSections({ isOwn }: { readonly isOwn: boolean }) {
  const live = useLive();
  const { document, problem, reload } = useDocument();
  const config = useInstance()?.config ?? null;
  const note =
    problem === null ? null : (
      <p className="set-note" role="alert">
        <CodeText text={say('settings.unreadable', { problem })} />
        <button type="button" className="btn" disabled={!live} onClick={() => void reload()}>
          {say('settings.read-again')}
        </button>
      </p>
    );
  const rows = (keys: readonly SettingKey[]) =>
    keys.map((setting) => {
      const key = setting.path.join('.');
      return document === null ? (
        <UnreadRow key={key} setting={setting} />
      ) : (
        <SettingRow key={key} setting={setting} document={document} reload={reload} />
      );
    });
  // Other mistakes keep nothing that is set here from holding.
  const blocking = document?.problems.filter(keepsFromForce) ?? [];
  // What could not be read has no rows; what is not read yet has those that it will have, so that nothing moves.
  const unreadable = document === null && problem !== null;
  // Its path is known before what stands in it: a long one that came later would move all that is below.
  const file = document?.file ?? config;
  return (
    <>
      <Section name="defaults">
        {unreadable ? null : (
          <p className="set-note where muted">
            <span>
              <CodeText
                text={file === null ? say('settings.loading') : say('settings.defaults.where', { file })}
              />
            </span>
          </p>
        )}
        {note}
        {blocking.length > 0 ? (
          <p className="set-note">
            {say('settings.file-problems', { count: blocking.length })}{' '}
            <Link className="link" href={paths.file(blocking[0]?.line ?? null)}>
              {say('settings.file-problems.where')}
            </Link>
          </p>
        ) : null}
        {unreadable
          ? null
          : policyKeys.map(({ group, keys }) => (
              <fieldset key={group} className="group">
                <legend>{say(`settings.group.${group}`)}</legend>
                {rows(keys)}
              </fieldset>
            ))}
      </Section>
      <Section name="orchestrator">
        {unreadable ? note : rows(orchestratorKeys)}
        {isOwn ? null : <StopRow />}
      </Section>
    </>
  );
}
