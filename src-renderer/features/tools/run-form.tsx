import { type ReactNode, useState } from 'react';
import type { Client } from '../../connection/client.ts';
import { type Asked, type Call, type Result, startCall, useRunning } from '../../state/calls.ts';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { Icon } from '../../ui/icon.tsx';
import { SayAloud } from '../../ui/say-aloud.ts';
import type { FormState } from '../../ui/schema-form/form-state.ts';
import type { JsonObject } from '../../ui/schema-form/json.ts';
import { FormJson, SchemaForm } from '../../ui/schema-form/schema-form.tsx';
import { Select } from '../../ui/select.tsx';
import { bytes, say } from '../../ui/words.ts';
import { useShortcuts } from '../shell/shortcuts.ts';

const TIMEOUTS_MS = { '10 s': 10_000, '60 s': 60_000, '5 min': 300_000, '30 min': 1_800_000 } as const;
export type Timeout = keyof typeof TIMEOUTS_MS;
const isTimeout = (value: string): value is Timeout => Object.hasOwn(TIMEOUTS_MS, value);

/** The orchestrator takes messages of 1 MiB; a longer one would end the connection. */
const LONGEST_ARGUMENTS = 1_000_000;
const RUN_KEYS = /mac/i.test(navigator.platform) ? '⌘ Enter' : 'Ctrl Enter';

export interface RunProps {
  readonly which: Omit<Asked, 'arguments'>;
  readonly form: FormState;
  readonly verb: { readonly label: string; readonly doing: string };
  /** Why it cannot be asked now. */
  readonly hindered: string | null;
  /** Without: how long it may take is the server's matter. */
  readonly timed?: boolean;
  /** It takes nothing, so there are no fields. */
  readonly bare?: boolean;
  readonly ask: (
    client: Client,
    given: JsonObject,
    signal: AbortSignal,
    timeoutMs: number,
  ) => Promise<Result>;
  readonly onDone: (call: Call) => void;
  readonly children?: ReactNode;
}

/** Fields, the same as JSON, and the button that sends them. */
export function RunForm(props: RunProps) {
  const { which, form, verb, hindered, timed = false, bare = false } = props;
  const dashboard = useDashboard();
  const live = useLive();
  const running = useRunning(which);
  const [timeout, setTimeoutOf] = useState<Timeout>('60 s');
  const [tooLong, setTooLong] = useState<string | null>(null);
  const [checking, setChecking] = useState(false);
  const [jsonOpen, setJsonOpen] = useState(false);

  async function run(): Promise<void> {
    if (running !== null || checking || !live || hindered !== null) return;
    setTooLong(null);
    setChecking(true);
    const given = await form.submit().finally(() => setChecking(false));
    if (given === null) {
      if (form.broken !== null) setJsonOpen(true);
      return;
    }
    const size = new Blob([JSON.stringify(given)]).size;
    if (size > LONGEST_ARGUMENTS)
      return setTooLong(say('tools.too-long', { size: bytes(size), most: bytes(LONGEST_ARGUMENTS) }));
    const call = await startCall({ ...which, arguments: given }, async (signal) =>
      props.ask(dashboard.client(), given, signal, TIMEOUTS_MS[timeout]),
    );
    if (call !== null) props.onDone(call);
  }

  useShortcuts({
    'Mod+Enter': () => void run(),
    Escape: () => (running === null ? false : running.cancel()),
  });
  const busy = running !== null || checking;
  return (
    <form
      className="run-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      {bare ? null : <SchemaForm form={form} />}
      {props.children}
      {bare ? null : (
        <details open={jsonOpen} onToggle={(event) => setJsonOpen(event.currentTarget.open)}>
          <summary>{say('tools.arguments-json')}</summary>
          {jsonOpen ? <FormJson form={form} /> : null}
        </details>
      )}
      <div className="row run-row">
        <button
          type="submit"
          className="btn do"
          disabled={busy || !live || hindered !== null}
          aria-busy={busy}
        >
          <Icon name="start" />
          {checking ? say('tools.checking') : running === null ? verb.label : verb.doing}
        </button>
        {running === null ? null : (
          <button type="button" className="btn" onClick={running.cancel}>
            <Icon name="stop" />
            {say('tools.cancel')}
          </button>
        )}
        {timed ? (
          <Select
            label={say('tools.at-most')}
            value={timeout}
            disabled={busy}
            choices={Object.keys(TIMEOUTS_MS)
              .filter(isTimeout)
              .map((value) => ({ value, text: say('tools.at-most.choice', { time: value }) }))}
            onChange={setTimeoutOf}
          />
        ) : null}
        <kbd className="push">{RUN_KEYS}</kbd>
      </div>
      <div>
        {hindered === null ? null : (
          <p className="muted">
            {hindered}
            <SayAloud text={hindered} />
          </p>
        )}
        {tooLong === null ? null : (
          <p className="form-problem">
            {tooLong}
            <SayAloud text={tooLong} />
          </p>
        )}
        {form.unchecked ? <p className="muted">{say('tools.unchecked')}</p> : null}
      </div>
    </form>
  );
}
