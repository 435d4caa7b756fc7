import type { AlertMessage } from '../../src-shared/schema/alert.ts';
import type { ApiParts } from './context.ts';
import { implementer } from './implementer.ts';

export function createAlertsRouter({ alerts }: ApiParts) {
  const os = implementer().alerts;
  return os.router({
    state: os.state.handler(() => alerts.state()),
    update: os.update.handler(({ input }) => alerts.update(input)),
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
