import { type Analysis, analyse } from '../analysis/analyse';
import { neverCancelled } from '../base/checkpoint';
import { type Diagnostic, diagnose } from '../diagnostics/diagnose';
import { nodeFileSystem } from '../node-file-system';
import type { Policy } from '../semantics/design';
import { Documents } from '../workspace/documents';
import { Refused } from './outcome';
import { say } from './print';
import { cannotRead, uriOfFile } from './read-file';

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
      say(`exeunt: ${error.message}`);
      allRead = false;
    }
  }
  return { allRead };
}

/** Reads and analyses one design file with its imports. */
export async function checkFile(path: string, policy?: Policy, uncalibrated = false): Promise<Checked> {
  const documents = new Documents(nodeFileSystem);
  const uri = uriOfFile(path);
  const closure = await documents.closure(uri);
  if (closure === undefined)
    throw cannotRead(path, (await documents.refusal(uri)) ?? { kind: 'absent' }, 'design');
  const analysis = await analyse(closure, neverCancelled, { uncalibrated, ...(policy && { policy }) });
  return { path, analysis, diagnostics: diagnose(analysis) };
}
