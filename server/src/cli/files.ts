/** Reads and analyses the design files that the command line names. */
import { type Analysis, analyse } from '../analysis/analyse';
import { neverCancelled } from '../base/checkpoint';
import { type Diagnostic, diagnose, failure, isIncomplete } from '../diagnostics/diagnose';
import { checkModels } from '../model/model-check';
import { nodeFileSystem } from '../node/file-system';
import { failedCode } from '../base/protocol/report';
import type { Policy } from '../semantics/design';
import { type Closure, Documents } from '../workspace/documents';
import { Refused, exitStatus } from './outcome';
import { say } from './print';
import { cannotRead, uriOfFile } from './read-file';

export interface Checked {
  readonly path: string;
  readonly closure: Closure;
  readonly analysis: Analysis;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs a command over several design files; says which cannot be read, and goes on with the rest.
 *
 * @returns what was said
 */
export async function eachFile(
  paths: readonly string[],
  work: (path: string) => Promise<void>,
): Promise<readonly string[]> {
  const unread: string[] = [];
  for (const path of paths) {
    try {
      await work(path);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      say(`exeunt: ${error.message}`);
      unread.push(error.message);
    }
  }
  return unread;
}

/** Reads and analyses one design file with its imports. */
export async function checkFile(path: string, policy?: Policy, uncalibrated = false): Promise<Checked> {
  return checked(path, new Documents(nodeFileSystem), policy, uncalibrated);
}

/** Like `checkFile`, for a text that is not, or not yet, what the file holds. */
export async function checkText(path: string, text: string): Promise<Checked> {
  const documents = new Documents(nodeFileSystem);
  documents.open(uriOfFile(path), 1, text);
  return checked(path, documents);
}

async function checked(
  path: string,
  documents: Documents,
  policy?: Policy,
  uncalibrated = false,
): Promise<Checked> {
  const uri = uriOfFile(path);
  const closure = await documents.closure(uri);
  if (closure === undefined)
    throw cannotRead(path, (await documents.refusal(uri)) ?? { kind: 'absent' }, 'design');
  try {
    const analysis = await analyse(closure, neverCancelled, {
      uncalibrated,
      models: checkModels,
      ...(policy && { policy }),
    });
    return { path, closure, analysis, diagnostics: diagnose(analysis) };
  } catch (error) {
    throw new Refused(`${path}: ${failure(uri, 'this design is not analysed', error).message}`);
  }
}

/** Like `checkFile`, for exports. @throws Refused if a check itself failed: it might have rejected the design */
export async function checkWhole(path: string): Promise<Checked> {
  const checked = await checkFile(path);
  const failed = checked.diagnostics.filter(({ code }) => code === failedCode);
  if (failed.length === 0) return checked;
  throw new Refused(`${path}: nothing is exported. ${failed.map((d) => d.message).join('\n')}`);
}

/** Exit status of a command that reports the diagnostics of these designs. */
export function statusOf(checked: readonly Checked[]): number {
  if (checked.some((c) => isIncomplete(c.diagnostics))) return exitStatus.wrongUse;
  return checked.some((c) => c.diagnostics.some((d) => d.severity === 'error'))
    ? exitStatus.errors
    : exitStatus.ok;
}
