import type { DeepHealth } from '../../../src-shared/schema/status.ts';

const MAX_ENTRIES = 64;
const MAX_TEXT = 200;

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One line of at most 200 characters; null for what is no text. */
function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const line = value
    .slice(0, 4 * MAX_TEXT)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return [...line].slice(0, MAX_TEXT).join('');
}

function metricsOf(value: unknown): DeepHealth['metrics'] {
  if (!isFields(value)) return {};
  const numbers = Object.entries(value).filter((entry): entry is [string, number] =>
    Number.isFinite(entry[1]),
  );
  return Object.fromEntries(
    numbers.slice(0, MAX_ENTRIES).map(([name, number]) => [textOf(name) ?? '', number]),
  );
}

type Dependency = DeepHealth['dependencies'][string];

function dependencyOf(value: unknown): Dependency | null {
  const status = textOf(isFields(value) ? value.status : value);
  if (status === null) return null;
  return { status, message: isFields(value) ? textOf(value.message ?? value.error) : null };
}

/** By name, or a list whose members carry theirs, as our own `/api/health` has it. */
function dependenciesOf(value: unknown): DeepHealth['dependencies'] {
  const entries = Array.isArray(value)
    ? value
        .slice(0, 4 * MAX_ENTRIES)
        .flatMap((member) =>
          isFields(member) && typeof member.name === 'string' ? [[member.name, member] as const] : [],
        )
    : isFields(value)
      ? Object.entries(value)
      : [];
  const known = entries.flatMap(([name, member]) => {
    const dependency = dependencyOf(member);
    return dependency === null ? [] : [[textOf(name) ?? '', dependency] as const];
  });
  return Object.fromEntries(known.slice(0, MAX_ENTRIES));
}

/** Understands what it can of a health body (surface.md §5); null where it is none. Never throws. */
export function readDeepHealth(text: string): DeepHealth | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // "OK", a page of HTML, or half of something: the status code has said what counts.
    return null;
  }
  if (!isFields(body)) return null;
  const health = {
    status: textOf(body.status),
    version: textOf(typeof body.version === 'number' ? String(body.version) : body.version),
    metrics: metricsOf(body.metrics),
    dependencies: dependenciesOf(body.dependencies),
  };
  const understood =
    health.status !== null ||
    health.version !== null ||
    Object.keys(health.metrics).length > 0 ||
    Object.keys(health.dependencies).length > 0;
  return understood ? health : null;
}
