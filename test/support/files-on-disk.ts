/** Designs as they are read from disk, where the editor has none of them open. */
import { analyse } from '../../server/src/analysis/analyse';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { Documents } from '../../server/src/workspace/documents';
import type { FileSystem } from '../../server/src/workspace/file-system';
import { LineIndex } from '../../server/src/workspace/positions';
import { memoryFiles } from './memory-files';

/** Diagnostics of the first of these files, a line each: `3:9 error EX1005 …`, lines and characters from 1. */
export function diagnosticsOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string[]> {
  const [first = ''] = Object.keys(files);
  const contents = Object.entries(files).map(([name, content]) => [`file:///d/${name}`, content]);
  return diagnosticsIn(
    memoryFiles(Object.fromEntries(contents) as Record<string, Uint8Array | string>),
    `file:///d/${first}`,
  );
}

export async function diagnosticsIn(fileSystem: FileSystem, uri: string): Promise<string[]> {
  const closure = await new Documents(fileSystem).closure(uri);
  if (closure === undefined) throw new Error('the design cannot be read');
  const analysis = await analyse(closure, neverCancelled);
  const lines = new LineIndex(closure.files[0]?.text ?? '');
  return diagnose(analysis).map(({ start, severity, code, message }) => {
    const { line, character } = lines.positionAt(start);
    return `${line + 1}:${character + 1} ${severity} ${code} ${message}`;
  });
}
