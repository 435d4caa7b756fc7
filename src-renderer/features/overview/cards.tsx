import { memo } from 'react';
import { plainText, say } from '../../ui/words.ts';
import { ActionButton } from '../actions/action-button.tsx';
import type { Arrangement, Section } from './arrange.ts';
import { GroupActions } from './group-actions.tsx';
import { Seen } from './item.tsx';
import { ServerCard } from './server-card.tsx';
import { TroubleCard } from './trouble-card.tsx';

/** Below this all of them are there at once. */
const MANY = 60;

export const Cards = memo(function Cards({ arrangement }: { readonly arrangement: Arrangement }) {
  const { trouble, sections, flat } = arrangement;
  // As wide in every group: where none has more, they may grow.
  const few = sections.every(({ calm }) => calm.length < 4);
  const lazily = sections.reduce((sum, { calm }) => sum + calm.length, 0) > MANY;
  return (
    <>
      <NeedsYou trouble={trouble} />
      {sections.map((section) =>
        section.calm.length === 0 ? null : (
          <CalmSection
            key={section.key}
            section={section}
            title={titleOf(section, sections.length, flat)}
            lazily={lazily}
            few={few}
          />
        ),
      )}
    </>
  );
});

export function titleOf({ name }: Section, count: number, flat: boolean): string {
  return name ?? say(count === 1 || flat ? 'page.servers' : 'page.others');
}

function NeedsYou({ trouble }: Pick<Arrangement, 'trouble'>) {
  if (trouble.length === 0) return null;
  const all = trouble.flat();
  // Where a restart cannot help, one for all of them would only look like an answer.
  const restartable = all.filter(({ reason }) => reason !== 'UNKILLABLE' && reason !== 'CONFIG');
  return (
    <section aria-label={say('page.needs-you')}>
      <div className="section-head">
        <h2>{say('page.needs-you')}</h2> <span className="count">{all.length}</span>
        {restartable.length > 1 ? (
          <div className="row">
            <ActionButton
              verb="restart"
              target={restartable.map(({ name }) => name)}
              label={say('overview.do.restart-these', { count: restartable.length })}
              look="quiet"
            />
          </div>
        ) : null}
      </div>
      <div className="alarms">
        {trouble.map((servers) => (
          <TroubleCard key={servers[0]?.name} names={servers.map(({ name }) => name)} />
        ))}
      </div>
    </section>
  );
}

const CalmSection = memo(
  function CalmSection(props: {
    readonly section: Section;
    readonly title: string;
    readonly lazily: boolean;
    readonly few: boolean;
  }) {
    const { section, title, lazily, few } = props;
    const { members, calm } = section;
    return (
      <section className="section" aria-label={plainText(title)}>
        <div className="section-head">
          <h2>
            <bdi>{plainText(title)}</bdi>
          </h2>{' '}
          <span className="count">
            {say('overview.group.count', { here: calm.length, above: members.length - calm.length })}
          </span>
          <GroupActions members={members} />
        </div>
        <div className={few ? 'cards few' : 'cards'}>
          {calm.map(({ name }) => (
            <Seen key={name} name={name} lazily={lazily}>
              {() => <ServerCard name={name} />}
            </Seen>
          ))}
        </div>
      </section>
    );
  },
  (a, b) =>
    a.title === b.title &&
    a.lazily === b.lazily &&
    a.few === b.few &&
    sameMembers(a.section.members, b.section.members) &&
    sameMembers(a.section.calm, b.section.calm),
);

/** The shapes that a group's head shows; what a card shows, it takes for itself. */
function sameMembers(a: Section['members'], b: Section['members']): boolean {
  return (
    a.length === b.length &&
    a.every(({ name, state, enabled }, index) => {
      const other = b[index];
      return other?.name === name && other.state === state && other.enabled === enabled;
    })
  );
}
