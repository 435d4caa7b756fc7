import type { ApiParts } from './context.ts';
import { implementer } from './implementer.ts';
import { orThrow } from './refusals.ts';

export function createConfigurationRouter({ configEditor, trials }: ApiParts) {
  const os = implementer().configuration;
  return os.router({
    read: os.read.handler(() => configEditor.read()),
    preview: os.preview.handler(async ({ input }) => {
      const { problems, warnings, ...texts } = orThrow(await configEditor.preview(input));
      return { ...texts, problems: [...problems], warnings: [...warnings] };
    }),
    change: os.change.handler(async ({ input: { force = false, ...request }, context }) => ({
      ...orThrow(await configEditor.change(request, force, context.actor)),
    })),
    undo: os.undo.handler(async ({ input, context }) => ({
      ...orThrow(await configEditor.undo(input.undo, context.actor)),
    })),
    trial: os.trial.handler(({ input, signal }) => orThrow(trials.begin(input, signal))),
  });
}
