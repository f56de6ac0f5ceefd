/** The folder of everything that can be fetched or computed again. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The cache folder: `EXEUNT_CACHE`, or the system's default. As the XDG Base Directory Specification requires, an empty
 * variable counts as unset. Plain JavaScript, because the build scripts need it too.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @returns {string} absolute path
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env['EXEUNT_CACHE']) return env['EXEUNT_CACHE'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'exeunt');
  if (platform === 'win32') {
    if (env['LOCALAPPDATA']) return join(env['LOCALAPPDATA'], 'exeunt', 'Cache');
    return join(homedir(), 'AppData', 'Local', 'exeunt', 'Cache');
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'exeunt');
  return join(homedir(), '.cache', 'exeunt');
}
