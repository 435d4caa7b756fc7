import { useMemo, useState } from 'react';
import type { Prompt, Resource, ResourceTemplate } from '../../../src-shared/contract/servers.ts';
import { type Asked, type Call, lastCall } from '../../state/calls.ts';
import { type FormState, useSchemaForm } from '../../ui/schema-form/form-state.ts';
import { bytes, plainText, say } from '../../ui/words.ts';
import type { Item, Tool } from './catalogue.ts';
import { hintsOf, ItemHead, SchemaFold } from './item-head.tsx';
import { ResultPane } from './result-pane.tsx';
import { RunForm } from './run-form.tsx';
import { expand, variablesOf } from './uri-template.ts';

interface PaneProps {
  readonly server: string;
  readonly hindered: string | null;
}

/** One thing that a server offers: what it is, its form, what came of it. */
export function ItemPanes({ item, ...props }: PaneProps & { readonly item: Item }) {
  switch (item.kind) {
    case 'tool':
      return <ToolPanes {...props} tool={item.tool} />;
    case 'resource':
      return <ResourcePanes {...props} resource={item.resource} />;
    case 'template':
      return <TemplatePanes {...props} template={item.template} />;
    case 'prompt':
      return <PromptPanes {...props} prompt={item.prompt} />;
  }
}

/** A form that begins with what was asked last, beside what came of it. */
function useRun(which: Omit<Asked, 'arguments'>, schema: unknown) {
  const [first] = useState(() => lastCall(which));
  const form = useSchemaForm(schema, first?.arguments);
  const [shown, setShown] = useState<Call | null>(first);
  const onLoad = (call: Call) => {
    setShown(call);
    form.replace(call.arguments);
  };
  return { form, shown, onDone: setShown, onLoad };
}

function ToolPanes({ tool, server, hindered }: PaneProps & { readonly tool: Tool }) {
  const which = { kind: 'tools', server, item: tool.name } as const;
  const { form, shown, onDone, onLoad } = useRun(which, tool.inputSchema);
  const { words, destroys } = hintsOf(tool.annotations);
  return (
    <>
      <section className="pane" aria-label={plainText(tool.name)}>
        <ItemHead name={tool.name} title={tool.title} server={server} description={tool.description}>
          {words.length === 0 ? null : (
            <p className="hints" title={say('tools.says-so')}>
              {words.join(' ')}
            </p>
          )}
        </ItemHead>
        <RunForm
          which={which}
          form={form}
          hindered={hindered}
          timed
          verb={{ label: say(destroys ? 'tools.call.anyway' : 'tools.call'), doing: say('tools.call.doing') }}
          ask={async ({ servers }, given, signal, timeoutMs) =>
            (await servers.call({ name: server, tool: tool.name, arguments: given, timeoutMs }, { signal }))
              .result
          }
          onDone={onDone}
        />
        <div className="schema-folds">
          <SchemaFold label={say('tools.schema.input')} schema={tool.inputSchema} />
          {tool.outputSchema === undefined ? null : (
            <SchemaFold label={say('tools.schema.output')} schema={tool.outputSchema} />
          )}
        </div>
      </section>
      <ResultPane which={which} shown={shown} onLoad={onLoad} />
    </>
  );
}

const NOTHING = { type: 'object', additionalProperties: false } as const;

function ResourcePanes({ resource, server, hindered }: PaneProps & { readonly resource: Resource }) {
  const { uri, name, title, description, mimeType, size } = resource;
  const which = { kind: 'resources', server, item: uri } as const;
  const { form, shown, onDone, onLoad } = useRun(which, NOTHING);
  return (
    <>
      <section className="pane" aria-label={plainText(name)}>
        <ItemHead name={name} title={title} server={server} description={description}>
          <Facts address={uri} mimeType={mimeType} size={size} label={say('tools.address')} />
        </ItemHead>
        <RunForm
          which={which}
          form={form}
          bare
          hindered={hindered}
          verb={{ label: say('tools.read'), doing: say('tools.read.doing') }}
          ask={async ({ servers }, _, signal) =>
            (await servers.readResource({ name: server, uri }, { signal })).result
          }
          onDone={onDone}
        />
      </section>
      <ResultPane which={which} shown={shown} onLoad={onLoad} />
    </>
  );
}

function Facts(props: {
  readonly label: string;
  readonly address: string;
  readonly mimeType: string | undefined;
  readonly size?: number | undefined;
}) {
  return (
    <dl className="facts-list">
      <dt>{props.label}</dt>
      <dd className="mono">
        <bdi>{plainText(props.address)}</bdi>
      </dd>
      {props.mimeType === undefined ? null : (
        <>
          <dt>{say('tools.type')}</dt>
          <dd>{plainText(props.mimeType)}</dd>
        </>
      )}
      {props.size === undefined ? null : (
        <>
          <dt>{say('tools.size')}</dt>
          <dd className="num">{bytes(props.size)}</dd>
        </>
      )}
    </dl>
  );
}

/** Texts by name, as templates and prompts take them. */
function textSchema(
  names: readonly {
    readonly name: string;
    readonly description?: string | undefined;
    readonly required?: boolean | undefined;
  }[],
) {
  return {
    type: 'object',
    properties: Object.fromEntries(
      names.map(({ name, description }) => [name, { type: 'string', description }]),
    ),
    required: names.filter(({ required }) => required === true).map(({ name }) => name),
    additionalProperties: false,
  };
}

function TemplatePanes({ template, server, hindered }: PaneProps & { readonly template: ResourceTemplate }) {
  const { uriTemplate, name, title, description, mimeType } = template;
  const which = { kind: 'resources', server, item: uriTemplate } as const;
  const schema = useMemo(
    () => textSchema(variablesOf(uriTemplate).map((each) => ({ name: each, required: true }))),
    [uriTemplate],
  );
  const { form, shown, onDone, onLoad } = useRun(which, schema);
  return (
    <>
      <section className="pane" aria-label={plainText(name)}>
        <ItemHead name={name} title={title} server={server} description={description}>
          <Facts address={uriTemplate} mimeType={mimeType} label={say('tools.address.template')} />
        </ItemHead>
        <RunForm
          which={which}
          form={form}
          hindered={hindered}
          verb={{ label: say('tools.read'), doing: say('tools.read.doing') }}
          ask={async ({ servers }, given, signal) =>
            (await servers.readResource({ name: server, uri: expand(uriTemplate, given) }, { signal })).result
          }
          onDone={onDone}
        >
          <Expanded template={uriTemplate} form={form} />
        </RunForm>
      </section>
      <ResultPane which={which} shown={shown} onLoad={onLoad} />
    </>
  );
}

function Expanded({ template, form }: { readonly template: string; readonly form: FormState }) {
  const values =
    typeof form.json === 'object' && form.json !== null ? (form.json as Record<string, unknown>) : {};
  return (
    <p className="expanded-address">
      <span className="muted">{say('tools.address')}</span>{' '}
      <bdi className="mono">{plainText(expand(template, values))}</bdi>
    </p>
  );
}

function PromptPanes({ prompt, server, hindered }: PaneProps & { readonly prompt: Prompt }) {
  const { name, title, description, arguments: taken } = prompt;
  const which = { kind: 'prompts', server, item: name } as const;
  const schema = useMemo(() => textSchema(taken ?? []), [taken]);
  const { form, shown, onDone, onLoad } = useRun(which, schema);
  return (
    <>
      <section className="pane" aria-label={plainText(name)}>
        <ItemHead name={name} title={title} server={server} description={description} />
        <RunForm
          which={which}
          form={form}
          bare={taken === undefined}
          hindered={hindered}
          verb={{ label: say('tools.get'), doing: say('tools.get.doing') }}
          ask={async ({ servers }, given, signal) =>
            (
              await servers.getPrompt(
                { name: server, prompt: name, arguments: given as Readonly<Record<string, string>> },
                { signal },
              )
            ).result
          }
          onDone={onDone}
        />
      </section>
      <ResultPane which={which} shown={shown} onLoad={onLoad} />
    </>
  );
}
