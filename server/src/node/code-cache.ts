import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/**
 * A program that runs from what the engine compiled at an earlier start. Reading and compiling is half of a start;
 * Node has this built in from version 22 on (`module.enableCompileCache`), the Node of the editors that we run in has not.
 */
export interface KeptProgram {
  /** As `require` would. */
  run(): void;
  /** Whether it was compiled anew, because nothing was kept or what was kept is of another program or another Node. */
  readonly isCompiledAnew: boolean;
  /** Whether what was kept is from too short a run to have all that a first document needs. */
  readonly isKeptEarly: boolean;
  /**
   * Keeps what is compiled by now, in one piece or not at all. Where that cannot be, the next start compiles again.
   * @param isEarly the run is too short to have all that a first document needs
   */
  keep(isEarly: boolean): void;
}

/**
 * @param path of a program in CommonJS, all of it ASCII, as our bundles are
 * @param folder made when it is not there
 */
export function keptProgram(path: string, folder: string): KeptProgram {
  const file = join(folder, `server-${process.versions.v8}-${process.arch}.bin`);
  const { size, mtimeMs } = statSync(path);
  const stamp = (isEarly: boolean) => Buffer.from(Float64Array.of(size, mtimeMs, isEarly ? 1 : 0).buffer);
  const kept = readKept(file);
  const isKeptEarly = kept?.stamp.equals(stamp(true)) === true;
  const cachedData = isKeptEarly || kept?.stamp.equals(stamp(false)) ? kept.data : undefined;
  const script = new Script(Module.wrap(readFileSync(path, 'latin1')), {
    filename: path,
    ...(cachedData && { cachedData }),
  });
  const isCompiledAnew = cachedData === undefined || script.cachedDataRejected === true;
  const versionTag = isCompiledAnew || isKeptEarly ? cachedDataVersionTag() : undefined;
  return {
    run() {
      const module = { exports: {} };
      const body = script.runInThisContext() as (...args: readonly unknown[]) => void;
      body(module.exports, Module.createRequire(path), module, path, dirname(path));
    },
    isCompiledAnew,
    isKeptEarly,
    keep(isEarly) {
      // Compiled under flags that were set since: the next start would refuse it.
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
    // Not even its folder is there.
  }
}

/**
 * What was kept, and of what. V8 trusts what it is given and dies of one wrong byte, so it is kept twice: two copies are
 * compared in a tenth of the time that it takes to load what sums one.
 */
function readKept(file: string): { readonly stamp: Buffer; readonly data: Buffer } | undefined {
  try {
    const kept = readFileSync(file);
    const middle = (stampBytes + kept.length) / 2;
    const data = kept.subarray(stampBytes, middle);
    return data.length > 0 && data.equals(kept.subarray(middle))
      ? { stamp: kept.subarray(0, stampBytes), data }
      : undefined;
  } catch {
    return undefined;
  }
}
