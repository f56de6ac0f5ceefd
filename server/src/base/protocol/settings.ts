/** User settings that the server reads in any editor; the manifest declares the same names for VS Code. */

/** Section of the client's configuration that holds them. */
export const settingsSection = 'exeunt';

export const settingDefaults = {
  'inlayHints.shapes': true,
  'codeLens.enabled': true,
} as const satisfies Readonly<Record<string, boolean>>;

export type SettingName = keyof typeof settingDefaults;
export type Settings = Readonly<Record<SettingName, boolean>>;

/**
 * @param sent the client's configuration, nested (`{ codeLens: { enabled: false } }`) or with dotted names; a setting that
 *   is absent or not a boolean has its default
 */
export function readSettings(sent: unknown): Settings {
  const entries = Object.entries(settingDefaults).map(([name, byDefault]) => {
    const value = valueAt(sent, [name]) ?? valueAt(sent, name.split('.'));
    return [name, typeof value === 'boolean' ? value : byDefault];
  });
  return Object.fromEntries(entries) as Settings;
}

function valueAt(sent: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    sent,
  );
}
