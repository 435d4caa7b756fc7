import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type InlineConfig } from 'vite';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** Native code cannot be bundled, and the optional helpers of ws are not installed. */
const EXTERNAL = ['koffi', 'bufferutil', 'utf-8-validate', 'electron'];

/** A build on a busy computer says how long each plugin took; that is no warning. */
const checks = { bundlerTimings: false };

/**
 * One file per entry, plus chunks for what is imported lazily. Everything lies flat in dist/, so that
 * `import.meta.dirname` means dist/ in whichever chunk a module ends up. Names carry a hash: an instance that
 * has been running since before a rebuild never loads a chunk of another build.
 */
export function nodeBundle(name: string, entry: string): InlineConfig {
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    define: {
      'process.env.NODE_ENV': '"production"',
      // For CommonJS dependencies: a module of the bundle has neither.
      __filename: 'import.meta.filename',
      __dirname: 'import.meta.dirname',
    },
    ssr: { noExternal: true, external: EXTERNAL, target: 'node' },
    build: {
      ssr: true,
      target: 'node24',
      outDir: 'dist',
      emptyOutDir: false,
      minify: false, // stack traces stay readable; parsing costs less than finding files did
      sourcemap: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { [name]: join(root, entry) },
        external: EXTERNAL,
        checks,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: `${name}.[name]-[hash].js` },
      },
    },
  };
}

/** dist/cli.js: the command line and the instance. */
export const cliConfig = (): InlineConfig => nodeBundle('cli', 'src-main/hosts/headless/cli.ts');

/** dist/index.js: `createRuntime` for programs. */
export const libraryConfig = (): InlineConfig => nodeBundle('index', 'src-main/index.ts');

/** dist/main.js: the application, run by Electron. It loads dist/cli.js where it is started with a command. */
export const mainConfig = (): InlineConfig => nodeBundle('main', 'src-main/hosts/desktop/main.ts');

/** dist/preload.cjs: a sandboxed preload is one CommonJS file. */
export const preloadConfig = (): InlineConfig => ({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'warn',
  build: {
    target: 'chrome120',
    outDir: 'dist',
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    reportCompressedSize: false,
    lib: {
      entry: join(root, 'src-main', 'hosts', 'desktop', 'preload.ts'),
      formats: ['cjs'],
      fileName: () => 'preload.cjs',
    },
    rolldownOptions: { external: ['electron'], checks },
  },
});

/**
 * dist/renderer/: the page. Nothing inline, so that a strict CSP holds everywhere. Addresses begin at the root: a deep link
 * such as `/servers/db/log` is the same page, in a browser as under the window's own protocol.
 */
export const rendererConfig = (): InlineConfig => ({
  configFile: false,
  root: join(root, 'src-renderer'),
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  plugins: [react()],
  define: { __APP_VERSION__: JSON.stringify(version) },
  build: {
    target: 'chrome120',
    outDir: join(root, 'dist', 'renderer'),
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: { checks },
  },
});

// `vite` and `vite build` without assets/build: the page alone.
export default defineConfig(rendererConfig());
