/** The mark by which a whole tree is found again, also where it left its process group. */
export const NONCE_VARIABLE = 'MCP_ORCHESTRATOR_NONCE';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a server inherits. The MCP SDKs' lists (TypeScript: HOME … USER; Python: PATHEXT beside them on Windows) and
 * what reports of broken servers ask for: language, temporary and XDG folders, proxies, certificates.
 */
const INHERITED_POSIX = new Set([
  'HOME',
  'LOGNAME',
  'SHELL',
  'TERM',
  'USER',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'DBUS_SESSION_BUS_ADDRESS',
  'SSH_AUTH_SOCK',
  'DOCKER_HOST',
  'DOCKER_CONFIG',
  'DOCKER_CONTEXT',
]);
const INHERITED_PREFIXES = ['LC_', 'XDG_'];
const INHERITED_WINDOWS = new Set([
  'APPDATA',
  'HOMEDRIVE',
  'HOMEPATH',
  'LOCALAPPDATA',
  'PATHEXT',
  'PROCESSOR_ARCHITECTURE',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'COMSPEC',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'USERNAME',
  'USERPROFILE',
  'WINDIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'DOCKER_HOST',
  'DOCKER_CONFIG',
  'DOCKER_CONTEXT',
]);

/** Ours, npm's or Electron's own business: they change what a child does, or make it believe to be part of us. */
function isOurs(name: string): boolean {
  const upper = name.toUpperCase();
  return (
    upper === 'NODE_OPTIONS' ||
    upper.startsWith('ELECTRON_') ||
    upper.startsWith('NPM_') ||
    upper.startsWith('MCP_ORCHESTRATOR_')
  );
}

export interface EnvironmentParts {
  /** The instance's own variables. */
  readonly base: Environment;
  /** What PATH shall be, unless the configuration sets its own. */
  readonly path: string;
  readonly configured: Readonly<Record<string, string>>;
  readonly inherit: readonly string[];
  readonly nonce: string;
  /** Put into the variable of that name; null: no port is handed over. */
  readonly port: { readonly name: string; readonly value: number } | null;
  readonly platform?: NodeJS.Platform | undefined;
}

/** Windows does not tell `Path` from `PATH`: the name that is there is the one to set. */
function spelling(environment: Record<string, string>, name: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return name;
  return Object.keys(environment).find((key) => key.toUpperCase() === name.toUpperCase()) ?? name;
}

/**
 * The variables of one server: allowed ones, PATH, what `inheritEnv` names, what the configuration sets (which wins,
 * whatever its name), port and nonce. A value that begins with `()` is an exported bash function and stays here.
 */
export function buildEnvironment(parts: EnvironmentParts): Record<string, string> {
  const platform = parts.platform ?? process.platform;
  const windows = platform === 'win32';
  const asked = new Set(parts.inherit.map((name) => (windows ? name.toUpperCase() : name)));
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(parts.base)) {
    if (value === undefined || value.startsWith('()')) continue;
    const key = windows ? name.toUpperCase() : name;
    const allowed = windows
      ? INHERITED_WINDOWS.has(key)
      : INHERITED_POSIX.has(key) || INHERITED_PREFIXES.some((prefix) => key.startsWith(prefix));
    if ((allowed && !isOurs(key)) || asked.has(key)) result[name] = value;
  }
  result[spelling(result, 'PATH', platform)] = parts.path;
  for (const [name, value] of Object.entries(parts.configured))
    result[spelling(result, name, platform)] = value;
  if (parts.port !== null) result[spelling(result, parts.port.name, platform)] = String(parts.port.value);
  result[NONCE_VARIABLE] = parts.nonce;
  return result;
}

/** The PATH that a server will have, and so the one in which its command is looked for. */
export function childPath(parts: Pick<EnvironmentParts, 'configured' | 'path' | 'platform'>): string {
  const windows = (parts.platform ?? process.platform) === 'win32';
  for (const [name, value] of Object.entries(parts.configured)) {
    if (name === 'PATH' || (windows && name.toUpperCase() === 'PATH')) return value;
  }
  return parts.path;
}
