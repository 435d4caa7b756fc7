import { useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import { plainText, say } from '../../ui/words.ts';

/** The groups that a server is in: chosen from those of the file, or a new one. */
export function GroupsField(props: {
  readonly all: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (groups: readonly string[]) => void;
}) {
  const { all, chosen, onChange } = props;
  const [adding, setAdding] = useState<string | null>(null);
  const left = all.filter((group) => !chosen.includes(group));
  const take = (text: string) => {
    const group = text.trim();
    setAdding(null);
    if (group !== '' && !chosen.includes(group)) onChange([...chosen, group]);
  };
  return (
    <fieldset className="edit-field" aria-label={say('edit.groups')}>
      <span className="label" aria-hidden="true">
        {say('edit.groups')}
      </span>
      <div className="edit-groups">
        {chosen.map((group) => (
          <span key={group} className="tag">
            <bdi>{plainText(group)}</bdi>
            <button
              type="button"
              aria-label={say('edit.groups.remove', { group })}
              title={say('edit.groups.remove', { group })}
              onClick={() => onChange(chosen.filter((each) => each !== group))}
            >
              <Icon name="close" />
            </button>
          </span>
        ))}
        {adding === null ? (
          <Menu
            className="btn"
            align="start"
            label={say('edit.groups.add')}
            trigger={
              <>
                {say('edit.groups.add')}
                <Icon name="chevron" />
              </>
            }
            items={[
              ...left.map((group) => ({ label: group, onSelect: () => take(group) })),
              ...(left.length === 0 ? [] : [null]),
              { label: say('edit.groups.new'), icon: 'plus' as const, onSelect: () => setAdding('') },
            ]}
          />
        ) : (
          <input
            className="field"
            // biome-ignore lint/a11y/noAutofocus: it appears because it was asked for
            autoFocus
            aria-label={say('edit.groups.new')}
            placeholder={say('edit.groups.new.name')}
            value={adding}
            onChange={(event) => setAdding(event.currentTarget.value)}
            onBlur={() => take(adding)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) take(adding);
              if (event.key === 'Escape') setAdding(null);
            }}
          />
        )}
      </div>
    </fieldset>
  );
}
