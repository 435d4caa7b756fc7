import { memo, useEffect, useRef } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { useNow } from '../../state/now.ts';
import { Icon } from '../../ui/icon.tsx';
import { Sign } from '../../ui/sign.tsx';
import { ago, plainText, say } from '../../ui/words.ts';
import type { PaletteEntry } from './entries.ts';
import type { Found, Section } from './results.ts';

/** The list below the field. The focus stays in the field; which one is chosen is told by `aria-activedescendant`. */
export function Options(props: {
  readonly id: string;
  readonly sections: readonly Section<PaletteEntry>[];
  readonly chosen: number;
  readonly live: boolean;
  readonly headingOf: (section: Section<PaletteEntry>) => ServerStatus | null;
  readonly onChoose: (index: number) => void;
  readonly onRun: (entry: PaletteEntry) => void;
}) {
  const { id, sections, chosen } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${chosen}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [id, chosen]);
  let count = 0;
  return (
    <div ref={list} id={id} className="options" role="listbox" aria-label={say('palette.results')}>
      {sections.map((section, at) => {
        const first = count;
        count += section.found.length;
        const heading = `${id}-heading-${at}`;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be in a listbox
          <div key={`${section.kind} ${section.server ?? ''}`} role="group" aria-labelledby={heading}>
            <div id={heading} className="heading" role="presentation">
              <Heading section={section} server={props.headingOf(section)} />
            </div>
            {section.found.map((found, offset) => {
              const index = first + offset;
              const disabled = found.entry.asks === true && !props.live;
              return (
                // biome-ignore lint/a11y/useFocusableInteractive: as above
                // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does the same
                <div
                  key={found.entry.id}
                  id={`${id}-${index}`}
                  className="option"
                  role="option"
                  aria-selected={index === chosen}
                  aria-disabled={disabled}
                  // Not when the list moves under a pointer that rests.
                  onPointerMove={() => (index === chosen ? undefined : props.onChoose(index))}
                  // A press must not take the focus from the field.
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => props.onRun(found.entry)}
                >
                  <Row found={found} />
                </div>
              );
            })}
          </div>
        );
      })}
    </div>
  );
}

function Heading({
  section,
  server,
}: {
  readonly section: Section<PaletteEntry>;
  readonly server: ServerStatus | null;
}) {
  if (section.heading !== undefined) return section.heading;
  if (server !== null) return <TroubleHeading server={server} />;
  if (section.server !== null) return <bdi>{plainText(section.server)}</bdi>;
  return say(`palette.section.${section.kind}`);
}

function TroubleHeading({ server }: { readonly server: ServerStatus }) {
  const now = useNow();
  const params = { server: plainText(server.name), state: server.state };
  return server.since === null
    ? say('palette.trouble', params)
    : say('palette.trouble.since', { ...params, time: ago(server.since, now) });
}

const Row = memo(function Row({ found: { entry, ranges } }: { readonly found: Found<PaletteEntry> }) {
  return (
    <>
      {entry.sign !== undefined ? (
        <Sign kind={entry.sign} />
      ) : entry.icon !== undefined ? (
        <Icon name={entry.icon} />
      ) : null}
      <bdi className="text">
        <Marked text={entry.text} ranges={ranges} />
      </bdi>
      {entry.hint === undefined || entry.hint === '' ? null : <bdi className="hint">{entry.hint}</bdi>}
      {entry.keys === undefined ? null : <kbd className="push">{entry.keys}</kbd>}
    </>
  );
});

/** The letters that were found in bold. */
function Marked({ text, ranges }: { readonly text: string; readonly ranges: Found<PaletteEntry>['ranges'] }) {
  let end = 0;
  const parts = ranges.flatMap(([from, to]) => {
    const before = text.slice(end, from);
    end = to;
    return [before, <b key={from}>{text.slice(from, to)}</b>];
  });
  return [...parts, text.slice(end)];
}
