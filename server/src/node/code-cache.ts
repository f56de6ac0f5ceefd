/** V8 code cache of the language server and of the command line, which halves their start-up time. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/**
 * A program that runs from code compiled at an earlier start. Reading and compiling takes half of a start; Node has this
 * built in from version 22 on (`module.enableCompileCache`), but the editors that we support ship an older one.
 */
export interface CachedProgram<Exports> {
  /** Runs the program as `require` would, and returns what it exports. */
  run(): Exports;
  /** Whether it was compiled anew: no cache, or a cache of another program or another Node. */
  readonly isCompiledAnew: boolean;
  /** Whether the cache is from a run too short to hold all the functions that a longer one needs. */
  readonly isCachedEarly: boolean;
  /**
   * Writes the code compiled so far to the cache, atomically. If that fails, the next start compiles again.
   * @param isEarly the run is too short to have all that a longer one needs
   */
  write(isEarly: boolean): void;
}

/**
 * @param path of a program in CommonJS, all of it ASCII, as our bundles are
 * @param use names the cache: each use of a program has its own, because each needs other functions compiled
 * @param folder created if missing
 */
export function cachedProgram<Exports>(path: string, use: string, folder: string): CachedProgram<Exports> {
  const file = join(folder, `${use}-${process.versions.v8}-${process.arch}.bin`);
  const { size, mtimeMs } = statSync(path);
  const stamp = (isEarly: boolean) => Buffer.from(Float64Array.of(size, mtimeMs, isEarly ? 1 : 0).buffer);
  const cached = readCache(file);
  const isCachedEarly = cached?.stamp.equals(stamp(true)) === true;
  const cachedData = isCachedEarly || cached?.stamp.equals(stamp(false)) ? cached.data : undefined;
  const script = new Script(Module.wrap(readFileSync(path, 'latin1')), {
    filename: path,
    ...(cachedData && { cachedData }),
  });
  const isCompiledAnew = cachedData === undefined || script.cachedDataRejected === true;
  const versionTag = isCompiledAnew || isCachedEarly ? cachedDataVersionTag() : undefined;
  return {
    run() {
      const module = { exports: {} as Exports };
      const body = script.runInThisContext() as (...args: readonly unknown[]) => void;
      body(module.exports, Module.createRequire(path), module, path, dirname(path));
      return module.exports;
    },
    isCompiledAnew,
    isCachedEarly,
    write(isEarly) {
      // V8 flags changed since the compilation: the next start would reject the cache.
      if (cachedDataVersionTag() !== versionTag) return;
      const temporary = `${file}.${process.pid}`;
      try {
        mkdirSync(folder, { recursive: true });
        const data = script.createCachedData();
        writeFileSync(temporary, Buffer.concat([stamp(isEarly), data, data]), { mode: ownerOnly });
        renameSync(temporary, file);
      } catch {
        removeIfThere(temporary);
      }
    },
  };
}

const ownerOnly = 0o600;
const stampBytes = 24;

function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder does not exist either.
  }
}

/**
 * The cache and the stamp of its program. V8 trusts the data and crashes on one wrong byte, so the file holds it twice:
 * comparing two copies takes a tenth of the time that loading a checksum module takes.
 */
function readCache(file: string): { readonly stamp: Buffer; readonly data: Buffer } | undefined {
  try {
    const cached = readFileSync(file);
    const middle = (stampBytes + cached.length) / 2;
    const data = cached.subarray(stampBytes, middle);
    return data.length > 0 && data.equals(cached.subarray(middle))
      ? { stamp: cached.subarray(0, stampBytes), data }
      : undefined;
  } catch {
    return undefined;
  }
}
