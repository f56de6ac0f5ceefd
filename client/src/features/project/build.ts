/** Builds an exported folder in a terminal, and reports errors on the design's lines. */
import * as vscode from 'vscode';
import type { RunningProcess, StartProcess } from '../../infrastructure/processes';
import {
  type BuildProblem,
  buildOutput,
  designPlaceOf,
  generatedFile,
  type LineMap,
  readLineMap,
} from './build-output';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
};

export function buildExecution(
  start: StartProcess,
  folder: string,
  args: readonly string[],
  diagnostics: vscode.DiagnosticCollection,
): vscode.CustomExecution {
  return new vscode.CustomExecution(async () => {
    const map = await readMap(folder);
    const written = new vscode.EventEmitter<string>();
    const closed = new vscode.EventEmitter<number>();
    let running: RunningProcess | undefined;
    return {
      onDidWrite: written.event,
      onDidClose: closed.event,
      open: () => {
        // Replaces only this folder's problems; those of another folder's build stay.
        const problems = new DesignProblems(folder, map, diagnostics);
        const output = buildOutput((problem) => problems.add(problem));
        let rest = '';
        written.fire(`make ${args.join(' ')}\r\n`);
        running = start('make', args, {
          data: (text) => {
            written.fire(text.replace(/\r?\n/g, '\r\n'));
            const lines = (rest + text).split(/\r?\n/);
            rest = lines.pop() ?? '';
            lines.forEach(output.line);
          },
          ended: (code) => {
            output.line(rest);
            output.end();
            closed.fire(code ?? 1);
          },
        });
      },
      close: () => running?.stop(),
      handleInput: (data) => {
        if (data === '\x03') running?.stop();
      },
    };
  });
}

async function readMap(folder: string): Promise<LineMap | undefined> {
  const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), 'exeunt-lines.json');
  try {
    return readLineMap(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  } catch {
    // An export of an earlier version, or one without kernels: problems are reported on the C++ lines.
    return undefined;
  }
}

/** Problems of one build, by design. */
class DesignProblems {
  private readonly designs = new Map<string, Promise<vscode.Uri | undefined>>();
  private readonly found = new Map<string, vscode.Diagnostic[]>();

  constructor(
    private readonly folder: string,
    private readonly map: LineMap | undefined,
    private readonly diagnostics: vscode.DiagnosticCollection,
  ) {
    for (const source of map?.sources ?? [])
      void this.design(source).then((uri) => uri && diagnostics.delete(uri));
  }

  add(problem: BuildProblem): void {
    const { map } = this;
    const at = map && designPlaceOf(map, problem);
    if (map === undefined || at === undefined) return;
    const range = new vscode.Range(at.line - 1, at.column - 1, at.endLine - 1, at.endColumn - 1);
    const diagnostic = new vscode.Diagnostic(range, problem.message, severities[problem.severity]);
    diagnostic.source = 'exeunt build';
    diagnostic.relatedInformation = problem.places.map(({ path, line, column }) => {
      const file = generatedFile(map, path) ?? path;
      const uri = file.startsWith('/')
        ? vscode.Uri.file(file)
        : vscode.Uri.joinPath(vscode.Uri.file(this.folder), file);
      const position = new vscode.Position(line - 1, column - 1);
      return new vscode.DiagnosticRelatedInformation(
        new vscode.Location(uri, position),
        'generated from here',
      );
    });
    void this.design(at.source).then((uri) => {
      if (uri === undefined) return;
      const own = this.found.get(uri.toString()) ?? [];
      // A template that is instantiated twice reports the same problem twice.
      if (own.some((d) => d.message === diagnostic.message && d.range.isEqual(range))) return;
      own.push(diagnostic);
      this.found.set(uri.toString(), own);
      this.diagnostics.set(uri, own);
    });
  }

  private design(source: string): Promise<vscode.Uri | undefined> {
    const known = this.designs.get(source) ?? designOf(this.folder, source);
    this.designs.set(source, known);
    return known;
  }
}

/** The design that the folder was exported from: the nearest file of that name, preferably an open one, otherwise the copy in the folder. */
async function designOf(folder: string, source: string): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.textDocuments.map((d) => d.uri).filter((u) => u.path.endsWith(`/${source}`));
  const near = (uri: vscode.Uri): number => commonStart(uri.fsPath, folder);
  const nearest = (uris: readonly vscode.Uri[]): vscode.Uri | undefined =>
    uris.toSorted((a, b) => near(b) - near(a))[0];
  const own = vscode.Uri.joinPath(vscode.Uri.file(folder), 'design.exeunt');
  const pattern = `**/${source.replace(/[[\]{}*?]/g, '?')}`;
  return nearest(open) ?? nearest(await vscode.workspace.findFiles(pattern, '**/node_modules/**', 50)) ?? own;
}

function commonStart(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}
