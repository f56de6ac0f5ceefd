import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Analysis, analyse } from '../analysis/analyse';
import { neverCancelled } from '../base/checkpoint';
import { type Diagnostic, diagnose } from '../diagnostics/diagnose';
import { nodeFileSystem } from '../node-file-system';
import type { Policy } from '../semantics/design';
import { Documents } from '../workspace/documents';
import { Refused } from './outcome';

export interface Checked {
  readonly path: string;
  readonly analysis: Analysis;
  readonly diagnostics: readonly Diagnostic[];
}

/** Several design files; one that cannot be read is told, and the rest is done. */
export async function eachFile(
  paths: readonly string[],
  work: (path: string) => Promise<void>,
): Promise<{ readonly allRead: boolean }> {
  let allRead = true;
  for (const path of paths) {
    try {
      await work(path);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      process.stderr.write(`exeunt: ${error.message}\n`);
      allRead = false;
    }
  }
  return { allRead };
}

/** Reads and analyses one design file with its imports. */
export async function checkFile(path: string, policy?: Policy): Promise<Checked> {
  const uri = pathToFileURL(resolve(path)).href;
  const closure = await new Documents(nodeFileSystem).closure(uri);
  if (closure === undefined) throw new Refused(`cannot read ${path}`);
  const analysis = await analyse(closure, neverCancelled, policy ? { policy } : {});
  return { path, analysis, diagnostics: diagnose(analysis) };
}

/** Writes a file whole or not at all. */
export async function writeWhole(path: string, content: string): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(resolve(path)), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new Refused(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

/** First line of an earlier export's marker file, so that only such a folder is replaced. */
const MARKER = '.exeunt-export';

/**
 * Writes a folder whole or not at all: into a temporary one beside it, then renamed into place. A folder that
 * is not an earlier export of the same design is refused unless forced.
 */
export async function writeFolder(
  folder: string,
  design: string,
  files: ReadonlyMap<string, string>,
  force: boolean,
): Promise<void> {
  const target = resolve(folder);
  const marker = `exeunt export of ${design}\n`;
  if (!force) await refuseForeign(folder, target, marker);
  try {
    await mkdir(dirname(target), { recursive: true });
    const temporary = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    try {
      await writeFile(join(temporary, MARKER), marker);
      for (const [name, content] of files) await writeFile(join(temporary, name), content);
      await replaceFolder(target, temporary);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  } catch (error) {
    throw new Refused(`cannot write ${folder}: ${reasonOf(error)}`);
  }
}

/** The old folder goes only once the new one is in its place. */
async function replaceFolder(target: string, by: string): Promise<void> {
  const old = `${by}.old`;
  const existed = await rename(target, old).then(
    () => true,
    () => false,
  );
  try {
    await rename(by, target);
  } catch (error) {
    if (existed) await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

async function refuseForeign(folder: string, target: string, marker: string): Promise<void> {
  const known = await stat(target).catch(() => undefined);
  if (known === undefined) return;
  if (!known.isDirectory()) throw new Refused(`${folder} is a file; name a folder`);
  const content = await readdir(target);
  if (content.length === 0) return;
  const found = await nodeFileSystem.read(pathToFileURL(join(target, MARKER)).href);
  if (found !== undefined && new TextDecoder().decode(found) === marker) return;
  throw new Refused(
    `${folder} holds other files than an earlier export of this design; use another folder, or --force`,
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
