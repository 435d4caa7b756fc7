export interface Random {
  /** In [0, 1). */
  unit(): number;
  /** A new unguessable identifier, safe in URLs, environment variables and file names. */
  id(): string;
}
