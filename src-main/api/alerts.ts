import type { AlertMessage } from '../../src-shared/schema/alert.ts';
import type { ApiParts } from './context.ts';
import { implementer } from './implementer.ts';
import { orThrow } from './refusals.ts';

export function createAlertsRouter({ alerts, orchestrator }: ApiParts) {
  const os = implementer().alerts;
  return os.router({
    state: os.state.handler(() => alerts.state()),
    update: os.update.handler(({ input }) => alerts.update(input)),
    mute: os.mute.handler(({ input: { server, muted } }) =>
      // One that is gone may still be taken off the list, under the name that stands there.
      alerts.mute(muted ? orThrow(orchestrator.server(server)).name : server, muted),
    ),
    test: os.test.handler(() => alerts.test()),
    follow: os.follow.handler(({ input, signal }) => stream(alerts.follow(input.as, signal))),
    report: os.report.handler(({ input: { id, shown, why } }) => {
      alerts.report(id, { shown, why });
      return {};
    }),
  });
}

/** It follows from the call on, not from the first reading, so that nothing falls between the two. */
async function* stream(
  source: AsyncIterableIterator<AlertMessage>,
): AsyncGenerator<AlertMessage, void, void> {
  try {
    yield* source;
  } finally {
    await source.return?.();
  }
}
