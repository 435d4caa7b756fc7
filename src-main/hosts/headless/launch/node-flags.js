// Plain JavaScript: the launcher reads it under old Nodes, the command line when it starts an instance.

/**
 * V8 flags of an instance (a short command runs without). A small young generation keeps an instance that
 * idles for weeks small: its allocation rate is low, so the extra scavenges cost nothing that can be measured.
 */
export const INSTANCE_NODE_FLAGS = ['--max-semi-space-size=2'];

/** An instance that was started by a launcher that had to stay (no exec) watches this pid and stops without it. */
export const LAUNCHER_PID_VARIABLE = 'MCP_ORCHESTRATOR_LAUNCHER_PID';
