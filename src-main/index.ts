/** The library: an instance inside another program. */
export { createRuntime } from './runtime/create-runtime.ts';
export { type Runtime, RuntimeError, type RuntimeErrorCode, type RuntimeOptions } from './runtime/options.ts';
