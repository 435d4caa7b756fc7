import type { ElectronApi } from '../electron-api.ts';

/** `--surface` of src-renderer/theme/tokens.css: what a window shows before its page does. */
const SURFACE = { light: '#f1f0eb', dark: '#101312', contrastLight: '#ffffff', contrastDark: '#000000' };

export function backgroundOf({ nativeTheme }: Pick<ElectronApi, 'nativeTheme'>): string {
  const dark = nativeTheme.shouldUseDarkColors;
  if (nativeTheme.shouldUseHighContrastColors) return dark ? SURFACE.contrastDark : SURFACE.contrastLight;
  return dark ? SURFACE.dark : SURFACE.light;
}
