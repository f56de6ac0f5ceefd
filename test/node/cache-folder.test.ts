import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cacheFolder } from '../../server/src/node/cache-folder.mjs';

const home = homedir();

it.each([
  [{ EXEUNT_CACHE: '/there', XDG_CACHE_HOME: '/else' }, 'linux', '/there'],
  [{ XDG_CACHE_HOME: '/else' }, 'linux', join('/else', 'exeunt')],
  // An empty variable counts as unset: a relative folder would be wherever the command is run.
  [{ EXEUNT_CACHE: '', XDG_CACHE_HOME: '' }, 'linux', join(home, '.cache', 'exeunt')],
  [{}, 'darwin', join(home, 'Library', 'Caches', 'exeunt')],
  [{ LOCALAPPDATA: '/local' }, 'win32', join('/local', 'exeunt', 'Cache')],
  [{ LOCALAPPDATA: '' }, 'win32', join(home, 'AppData', 'Local', 'exeunt', 'Cache')],
] as const)('%j on %s: %s', (env, platform, folder) => {
  expect(cacheFolder(env, platform)).toBe(folder);
});
