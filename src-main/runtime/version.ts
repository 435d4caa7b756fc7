import packageJson from '../../package.json' with { type: 'json' };

/** The one in package.json. */
export const VERSION: string = packageJson.version;

/** The exact versions of the packages that the example's servers come from. */
export const EXAMPLE_VERSIONS: Readonly<Record<string, string>> = packageJson.devDependencies;
