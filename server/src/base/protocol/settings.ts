/** The user's settings that the server follows, in every editor; the manifest declares the same names for VS Code. */

/** Section of the client's settings that ours are in. */
export const settingsSection = 'exeunt';

export const settingDefaults = {
  'inlayHints.shapes': true,
  'codeLens.enabled': true,
} as const satisfies Readonly<Record<string, boolean>>;

export type SettingName = keyof typeof settingDefaults;
export type Settings = Readonly<Record<SettingName, boolean>>;

/**
 * @param told by a client, nested (`{ codeLens: { enabled: false } }`) or with dots in its names; what is not told, or
 *   is no truth value, stays as it is by default
 */
export function readSettings(told: unknown): Settings {
  const entries = Object.entries(settingDefaults).map(([name, otherwise]) => {
    const value = valueAt(told, [name]) ?? valueAt(told, name.split('.'));
    return [name, typeof value === 'boolean' ? value : otherwise];
  });
  return Object.fromEntries(entries) as Settings;
}

function valueAt(told: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    told,
  );
}
