import type { ServerDefinitionView } from '../../../src-shared/contract/servers.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import { Select } from '../../ui/select.tsx';
import { bytes, duration, say, sayProblemHere } from '../../ui/words.ts';
import type { Draft } from './draft.ts';
import { Field, JsonField } from './fields.tsx';
import { type PolicyKey, policyKeys } from './policy-keys.ts';
import { objectIn } from './values.ts';

type Effective = ServerDefinitionView['policy'];

/** How the orchestrator treats this server. What is left empty holds as it does for all servers. */
export function PolicyForm(props: {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** Only what most people want to say at once. */
  readonly basic?: boolean;
  /** What holds now and who says it; empty where the server is new. */
  readonly effective: Effective;
  readonly problems: readonly ConfigProblem[];
}) {
  const { draft, onChange, effective, basic = false } = props;
  const shown = policyKeys.filter((key) => !basic || key.basic === true);
  return (
    <div className="policy-form">
      {shown.map((key) => (
        <PolicyRow
          key={key.path}
          policyKey={key}
          value={draft.policy[key.path] ?? ''}
          holds={holding(key, effective)}
          problem={problemAt(props.problems, key.path)}
          onChange={(value) => onChange({ ...draft, policy: { ...draft.policy, [key.path]: value } })}
        />
      ))}
      {basic && draft.morePolicy === '' ? null : (
        <JsonField
          label={say('edit.policy.more')}
          help={say('edit.policy.more.help')}
          value={draft.morePolicy}
          fault={objectIn(draft.morePolicy) === null ? say('edit.invalid.morePolicy.json') : null}
          onChange={(morePolicy) => onChange({ ...draft, morePolicy })}
        />
      )}
    </div>
  );
}

interface Holding {
  readonly text: string;
  readonly from: Effective[number]['from'];
}

/** What holds where this server says nothing. */
function holding(key: PolicyKey, effective: Effective): Holding {
  const found = effective.find(({ path }) => path === key.path);
  const ours = found?.from === 'this server';
  const value = found === undefined || ours ? key.standard : found.value;
  return { text: shownAs(key, value), from: found === undefined || ours ? 'default' : found.from };
}

function shownAs({ kind, path }: PolicyKey, value: unknown): string {
  if (value === null || value === undefined) return say(`edit.policy.none.${path}`);
  if (typeof value === 'boolean') return say(value ? 'edit.yes' : 'edit.no');
  if (kind === 'duration' && typeof value === 'number') return duration(value);
  if (kind === 'size' && typeof value === 'number') return bytes(value);
  if (kind === 'choice') return say(`edit.policy.${path}.${String(value)}`);
  return String(value);
}

function problemAt(problems: readonly ConfigProblem[], path: string): string | null {
  const found = problems.find((problem) => problem.path.endsWith(`.${path}`));
  return found === undefined ? null : sayProblemHere(found);
}

function PolicyRow(props: {
  readonly policyKey: PolicyKey;
  readonly value: string;
  readonly holds: Holding;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
}) {
  const { policyKey, value, holds, onChange } = props;
  const { path, kind } = policyKey;
  const label = say(`edit.policy.${path}`);
  const origin = say(holds.from === 'all servers' ? 'edit.policy.from-all' : 'edit.policy.from-default', {
    value: holds.text,
  });
  const choices = kind === 'flag' ? ['true', 'false'] : (policyKey.choices ?? []);
  return (
    <Field label={label} help={value === '' ? null : origin} fault={props.problem}>
      {(about) =>
        choices.length > 0 ? (
          <Select
            id={about.id}
            label={label}
            value={value}
            choices={[
              { value: '', text: origin },
              ...choices.map((each) => ({ value: each, text: choiceText(path, kind, each) })),
              // What the file says and the form does not know stays choosable.
              ...(value === '' || choices.includes(value) ? [] : [{ value, text: value }]),
            ]}
            onChange={onChange}
          />
        ) : (
          <input
            {...about}
            className="field"
            value={value}
            placeholder={origin}
            spellCheck={false}
            inputMode={kind === 'number' ? 'numeric' : 'text'}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

function choiceText(path: string, kind: PolicyKey['kind'], value: string): string {
  if (kind === 'flag') return say(value === 'true' ? 'edit.yes' : 'edit.no');
  return say(`edit.policy.${path}.${value}`);
}
