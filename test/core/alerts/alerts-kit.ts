import { createAlerts } from '../../../src-main/core/alerts/create-alerts.ts';
import type { Notifier } from '../../../src-main/core/ports/notifier.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { alertText } from '../../../src-shared/model/alert-text.ts';
import type { Alert, AlertOutcome } from '../../../src-shared/schema/alert.ts';
import { FakeWorld } from '../../doubles/fake-world.ts';
import { Kit } from '../supervisor/fleet-kit.ts';

export const shown: AlertOutcome = { shown: true, why: null };

/** A screen: what is on it now, and every notification and withdrawal as it came. */
export class Screen implements Notifier {
  readonly name = 'screen';
  readonly now = new Map<string, Alert>();
  readonly history: string[] = [];
  readonly alerts: Alert[] = [];
  outcome: () => Promise<AlertOutcome> = async () => shown;

  async show(alert: Alert): Promise<AlertOutcome> {
    const { title, body } = alertText(alert, formatMessage);
    this.history.push(`${title}: ${body}`);
    this.alerts.push(alert);
    this.now.set(alert.id, alert);
    return this.outcome();
  }

  withdraw(id: string): void {
    this.history.push(`withdrawn: ${id}`);
    this.now.delete(id);
  }

  /** The titles that are on the screen. */
  get titles(): readonly string[] {
    return [...this.now.values()].map((alert) => alertText(alert, formatMessage).title);
  }

  /** What came since the last time it was asked. */
  news(): readonly string[] {
    return this.history.splice(0);
  }
}

/** The real supervisor over a world of doubles, the real alerts, and a screen. */
export class AlertsKit extends Kit {
  readonly screen = new Screen();
  readonly warnings: string[] = [];
  readonly alerts;

  constructor(world = new FakeWorld(), { hasNotifier = true } = {}) {
    super(world);
    const { clock, random, store } = world.ports;
    this.alerts = createAlerts({
      orchestrator: this.orchestrator,
      store,
      clock,
      random,
      logger: { ...world.ports.logger, warn: (text) => this.warnings.push(text) },
      notifier: hasNotifier ? this.screen : null,
    });
  }

  /** It ends by itself, as from a crash. */
  crash(...servers: readonly string[]): void {
    for (const server of servers) this.world.process(server).end({ code: 1, signal: null });
  }

  async end(): Promise<void> {
    await this.shutdown();
    this.alerts.close();
  }
}
