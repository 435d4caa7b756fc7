import type { Policy } from '../../../src-shared/schema/policy.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import type { TransportKind } from '../../../src-shared/schema/status.ts';

/** How a process is started. Variables are already replaced; `cwd` and a command with a slash are absolute. */
export interface LaunchSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** How a server is reached over the network. `transport` `auto`: Streamable HTTP, falling back to SSE. */
export interface Endpoint {
  readonly url: string;
  readonly transport: 'http' | 'sse' | 'auto';
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a value of a policy comes from; `line` is its place in the file, null for our own default. */
export interface ValueOrigin {
  readonly from: 'default' | 'all servers' | 'this server';
  readonly line: number | null;
}

/**
 * One server of the configuration, resolved. `launch` alone: stdio. `launch` and `endpoint`: launched and reached by
 * URL. `endpoint` alone: only reached. With `problems` it is listed and CRASHED(CONFIG), and both may be null.
 */
export interface ServerDefinition {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly groups: readonly string[];
  readonly transport: TransportKind;
  readonly launch: LaunchSpec | null;
  readonly endpoint: Endpoint | null;
  readonly enabled: boolean;
  readonly policy: Policy;
  readonly problems: readonly ConfigProblem[];
  /** Changes exactly when a running incarnation must be replaced: launch, endpoint, port, inheritEnv. */
  readonly launchHash: string;
  /** Values that must never be shown: the contents of env and headers, and what variables brought in. */
  readonly secrets: readonly string[];
  /** The line at which its entry begins. */
  readonly line?: number | null;
  /** Who said a value of the policy, by its dotted path, such as `restart.maxRestarts`. */
  readonly originOf?: (path: string) => ValueOrigin;
}

export interface HttpSettings {
  readonly port: number | null;
  readonly host: string;
}

export interface Configuration {
  /** Absolute path; it need not exist. */
  readonly file: string;
  readonly exists: boolean;
  readonly servers: readonly ServerDefinition[];
  /** In the order of the file: group name and its members' names. */
  readonly groups: readonly { readonly name: string; readonly servers: readonly string[] }[];
  /** null: the number of cores. */
  readonly startConcurrency: { readonly direct: number | null; readonly wrappers: number | null };
  readonly http: HttpSettings;
  readonly errors: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}
