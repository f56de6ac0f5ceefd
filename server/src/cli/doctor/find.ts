/** Finds external tools and Vivado's board files on this machine. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Tool } from './tools';

export interface Found {
  readonly path: string;
  /** Absent if the tool was not run, or printed none. */
  readonly version?: string;
}

/** Timeout for a tool that prints its version; Vivado takes seconds to start. */
const PATIENCE_MS = 20_000;

/**
 * Looks for a tool at the path that the user gave, else on the PATH.
 *
 * @param ask whether the tool may be run for its version
 */
export async function findTool(
  tool: Tool,
  given: string | undefined,
  env: NodeJS.ProcessEnv,
  ask: boolean,
): Promise<Found | undefined> {
  const path = given === undefined ? await onPath(tool.programs, env) : await executable(given);
  if (path === undefined || !ask) return path === undefined ? undefined : { path };
  const version = await versionOf(path, tool.version);
  return version === undefined ? { path } : { path, version };
}

async function onPath(programs: readonly string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? ['.exe', '.bat', '.cmd', ''] : [''];
  for (const program of programs) {
    for (const folder of (env['PATH'] ?? '').split(delimiter)) {
      for (const ending of folder === '' ? [] : endings) {
        const found = await executable(join(folder, program + ending));
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

async function executable(path: string): Promise<string | undefined> {
  return access(path, constants.X_OK).then(
    () => path,
    () => undefined,
  );
}

function versionOf(path: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((done) => {
    execFile(path, [...args], { timeout: PATIENCE_MS }, (_, out, err) => {
      done(/\d+\.\d+(?:\.\d+)*/.exec(out || err)?.[0]);
    });
  });
}

/** Folders where Vivado and its board store keep board files, as far as known without running Vivado. */
export async function boardFolders(vivado: string | undefined, env: NodeJS.ProcessEnv): Promise<string[]> {
  const roots = [env['XILINX_VIVADO'], vivado === undefined ? undefined : dirname(dirname(vivado))].flatMap(
    (root) => (root ? [join(root, 'data/boards/board_files'), join(root, 'data/xhub/boards')] : []),
  );
  const store = join(homedir(), '.Xilinx/Vivado');
  const versions = await readdir(store).catch(() => []);
  return [...new Set([...roots, ...versions.map((version) => join(store, version, 'xhub/board_store'))])];
}

/** Whether a folder of that name exists anywhere below: board files are `<board>/<version>/board.xml`. */
export async function hasBoard(folders: readonly string[], board: string): Promise<boolean> {
  const MOST_LEVELS = 6;
  const wanted = board.toLowerCase();
  const matches = (name: string): boolean =>
    wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
  const search = async (folder: string, levels: number): Promise<boolean> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    const below = entries.filter((e) => e.isDirectory());
    if (below.some((e) => matches(e.name.toLowerCase()))) return true;
    if (levels === 0) return false;
    for (const entry of below) if (await search(join(folder, entry.name), levels - 1)) return true;
    return false;
  };
  for (const folder of folders) if (await search(folder, MOST_LEVELS)) return true;
  return false;
}
