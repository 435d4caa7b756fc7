import packageJson from '../../package.json' with { type: 'json' };

/** The one in package.json. */
export const VERSION: string = packageJson.version;
