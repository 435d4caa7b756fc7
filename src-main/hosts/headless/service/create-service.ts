import { launchdService } from './launchd.ts';
import { scheduledTask } from './scheduled-task.ts';
import type { Service, ServicePlan } from './service.ts';
import { systemdService } from './systemd.ts';

/** The service of a home, in the way of the platform; nothing is looked at or changed yet. */
export function createService(plan: ServicePlan): Service {
  switch (plan.computer.platform) {
    case 'darwin':
      return launchdService(plan);
    case 'win32':
      return scheduledTask(plan);
    default:
      return systemdService(plan);
  }
}
