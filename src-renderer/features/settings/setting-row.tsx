import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { ConfigDocument } from '../../../src-shared/contract/configuration.ts';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Switch } from '../../ui/switch.tsx';
import { plainText, say, sayError } from '../../ui/words.ts';
import type { SettingKey } from './default-keys.ts';
import { lineOf } from './line-of.ts';
import { readQuantity, writeQuantity } from './quantity.ts';

/** Name and what it means at the left, the control at the right. */
export function Option(props: {
  readonly name: ReactNode;
  readonly help?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="opt">
      <div>
        <b>{props.name}</b>
        {props.help === undefined ? null : <div className="help">{props.help}</div>}
      </div>
      <div className="control">{props.children}</div>
    </div>
  );
}

/** Where a control will be once it is known what it shows. */
export function Place({ of = 'button' }: { readonly of?: 'button' | 'switch' | 'hours' }) {
  return <span className={`place of-${of}`} />;
}

/** As much room as this text needs, for one that is not known yet. */
export function Unread({ text }: { readonly text: string }) {
  return <span className="unread">{text}</span>;
}

/** A value of the file that is not read yet: as high as it will be. */
export function UnreadRow({ setting: { path, kind } }: { readonly setting: SettingKey }) {
  const key = path.join('.');
  return (
    <Option
      name={say(`settings.key.${key}`)}
      help={
        <>
          <CodeText text={say(`settings.help.${key}`)} /> <Unread text={say('settings.from.default')} />
        </>
      }
    >
      <Place of={kind === 'switch' ? 'switch' : 'button'} />
    </Option>
  );
}

/** One value of the file: as it is there or as it is built in, where that comes from, and a control that writes it. */
export function SettingRow(props: {
  readonly setting: SettingKey;
  readonly document: ConfigDocument;
  readonly reload: () => Promise<ConfigDocument | null>;
}) {
  const { setting, document } = props;
  const { path, kind, standard } = setting;
  const key = path.join('.');
  const name = say(`settings.key.${key}`);
  const written = valueAt(document.orchestrator, path);
  const { save, problem, clear } = useSave(props);
  const help = useId();
  const common = { 'aria-describedby': help, 'aria-invalid': problem !== null };
  return (
    <div className="opt">
      <div>
        <b>{name}</b>
        <div className="help" id={help}>
          <CodeText text={say(`settings.help.${key}`)} /> <Origin document={document} path={path} />
          {problem === null ? null : (
            <p className="fault" role="alert">
              <Icon name="close" />
              <CodeText text={problem} />
            </p>
          )}
        </div>
      </div>
      <div className="control">
        {written === undefined ? null : (
          <button
            type="button"
            className="btn only quiet"
            aria-label={say('settings.reset', { name })}
            title={say('settings.reset', { name })}
            onClick={() => void save(null)}
          >
            <Icon name="undo" />
          </button>
        )}
        {kind === 'switch' ? (
          <FileSwitch
            label={name}
            checked={(written ?? standard) === true}
            onChange={(on) => void save(on)}
          />
        ) : (
          <QuantityField
            key={writeQuantity(kind, written ?? standard)}
            label={name}
            about={common}
            value={writeQuantity(kind, written ?? standard)}
            placeholder={standard === null ? say('settings.by-itself') : ''}
            onCommit={(text) => {
              const read = readQuantity(kind, text, setting.least ?? 0, setting.most ?? Number.MAX_VALUE);
              if (read.ok) void save(read.value);
              else
                clear(
                  say(`settings.fault.${kind}`, {
                    text: plainText(text),
                    least: setting.least ?? 0,
                    most: setting.most ?? 0,
                  }),
                );
            }}
          />
        )}
      </div>
    </div>
  );
}

function FileSwitch(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return <Switch {...props} disabled={!useLive()} />;
}

/** Written when one leaves it or presses Enter; Escape takes back what was typed. */
function QuantityField(props: {
  readonly label: string;
  readonly about: { readonly 'aria-describedby': string; readonly 'aria-invalid': boolean };
  readonly value: string;
  readonly placeholder: string;
  readonly onCommit: (text: string) => void;
}) {
  const live = useLive();
  const [text, setText] = useState(props.value);
  const commit = () => {
    if (text !== props.value) props.onCommit(text);
  };
  return (
    <input
      {...props.about}
      className="field"
      aria-label={props.label}
      autoComplete="off"
      spellCheck={false}
      disabled={!live}
      placeholder={props.placeholder}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        else if (event.key === 'Escape') setText(props.value);
      }}
    />
  );
}

function Origin({ document, path }: { readonly document: ConfigDocument; readonly path: readonly string[] }) {
  const written = valueAt(document.orchestrator, path) !== undefined;
  const line = written ? lineOf(document.text, ['orchestrator', ...path]) : null;
  const others =
    path[0] === 'defaults'
      ? document.servers.filter(({ policy }) => valueAt(policy, path.slice(1)) !== undefined).length
      : 0;
  const from = !written
    ? say('settings.from.default')
    : line === null
      ? say('settings.from.file', { file: plainText(document.file) })
      : say('settings.from.line', { file: plainText(document.file), line });
  return (
    <span className="from">
      {from}
      {others === 0 ? null : ` ${say('settings.from.others', { count: others })}`}
    </span>
  );
}

/** Writes one value into the file; what it says where that is refused. */
function useSave({ setting: { path }, document, reload }: Parameters<typeof SettingRow>[0]) {
  const dashboard = useDashboard();
  const [problem, setProblem] = useState<string | null>(null);
  // What was wrong was wrong with the file of before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another text is in the file
  useEffect(() => setProblem(null), [document.revision]);
  // Enter, and then leaving the field, is one wish: the second would find a file that the first one changed.
  const saving = useRef<string | null>(null);
  const save = async (value: unknown) => {
    const { configuration } = dashboard.client();
    const wish = JSON.stringify(value);
    if (saving.current === wish) return;
    saving.current = wish;
    try {
      const { undo } = await configuration.change({
        revision: document.revision,
        changes: [{ kind: 'set-value', path: [...path], value }],
      });
      setProblem(null);
      dashboard.offerUndo({
        text: say('settings.changed', { name: say(`settings.key.${path.join('.')}`) }),
        undo: async () => {
          await dashboard.client().configuration.undo({ undo });
          await reload();
        },
      });
      await reload();
    } catch (error) {
      const isConflict = (error as { readonly code?: unknown } | null)?.code === 'CONFLICT';
      if (isConflict) await reload();
      setProblem(
        isConflict ? say('settings.conflict') : say('settings.not-saved', { problem: sayError(error) }),
      );
    } finally {
      saving.current = null;
    }
  };
  return { save: (value: unknown) => save(value).catch(dashboard.refuse), problem, clear: setProblem };
}

function valueAt(from: unknown, path: readonly string[]): unknown {
  let value: unknown = from;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
