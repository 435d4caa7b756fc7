import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, posix, win32 } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { CommandFailure, EXIT } from '../failure.ts';
import { say } from '../say.ts';
import { plain } from '../text.ts';
import type { Service } from './service.ts';

/** What the file holds; null where there is none. */
export async function readServiceFile(service: Service): Promise<string | null> {
  try {
    return service.decode(await readFile(service.file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fileFailure('service.file.read', service, error);
  }
}

/** All of it or nothing, in a folder that is made where it is missing. */
export async function writeServiceFile(service: Service): Promise<void> {
  try {
    await mkdir(dirname(service.file), { recursive: true });
    await writeFileAtomic(service.file, service.encode(service.content));
  } catch (error) {
    throw fileFailure('service.file.write', service, error);
  }
}

export async function removeServiceFile(service: Service): Promise<void> {
  try {
    await rm(service.file, { force: true });
  } catch (error) {
    throw fileFailure('service.file.remove', service, error);
  }
}

/** Programs and scripts that the file starts and that are not there (any more). */
export function missingPrograms(service: Service, content: string): readonly string[] {
  const words = service.commandOf(content);
  const end = words.indexOf('monitor');
  const { isAbsolute } = service.kind === 'task-scheduler' ? win32 : posix;
  return words.slice(0, end < 0 ? 1 : end).filter((word) => isAbsolute(word) && !existsSync(word));
}

function fileFailure(key: string, { file }: Service, error: unknown): CommandFailure {
  const text = say(key, { file: plain(file), error: (error as Error).message });
  return new CommandFailure(EXIT.failed, 'SERVICE_FILE', text);
}
