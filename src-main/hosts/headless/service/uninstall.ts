import { CommandFailure, EXIT, type ExitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { plain } from '../text.ts';
import type { Service } from './service.ts';
import { readServiceFile, removeServiceFile } from './service-file.ts';

/** Ends the service and takes back what `install` did; nothing to take back is fine. */
export async function uninstall(service: Service, output: Output): Promise<ExitCode> {
  const { file, name } = service;
  const wasThere = (await readServiceFile(service)) !== null;
  const { state, enabled, pid } = await service.state();
  const ran = state === 'running';
  if (wasThere || ran || enabled === true) {
    const disabled = await service.disable();
    if (disabled.kind === 'refused') {
      const params = { file: plain(file), reason: plain(disabled.reason) };
      throw new CommandFailure(EXIT.failed, 'SERVICE_REFUSED', say('service.uninstall.refused', params));
    }
    await removeServiceFile(service);
    await service.forget();
  }
  if (output.json) output.value({ ok: true, removed: wasThere, stopped: ran, name, file });
  else if (!wasThere) output.line(say('service.uninstall.absent', { file: plain(file) }));
  else {
    if (ran)
      output.line(say('service.uninstall.stopped', { known: pid === null ? 'no' : 'yes', pid: String(pid) }));
    output.line(say('service.uninstall.removed', { file: plain(file) }));
  }
  return EXIT.done;
}
