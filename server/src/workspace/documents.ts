import { type Block, type FileTree, type Span, parse, reparse } from '../../../grammar/src/index';
import { decompress } from '../base/decompress';
import { type FileSystem, type FolderEntry, resolvePath } from './file-system';

export interface SourceDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly tree: FileTree;
}

/** Replaces `text.slice(start, end)` by `inserted`; offsets count in the text as the change before left it. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly inserted: string;
}

/** An import that leads nowhere, by the path's place in the importing block. */
export interface ImportFault {
  readonly uri: string;
  readonly slot: number;
  readonly path: string;
  readonly fault:
    | { readonly kind: 'missing'; readonly reason: string }
    | { readonly kind: 'cycle'; readonly chain: readonly string[] };
}

/** A model or trace that a file names, with the place of its name in the block. */
export interface NamedFile {
  readonly uri: string;
  readonly block: Block;
  readonly span: Span;
  readonly path: string;
}

export interface Closure {
  /** The document itself, then all that it imports, each once. */
  readonly files: readonly SourceDocument[];
  readonly faults: readonly ImportFault[];
  /** Models and traces that are not there. */
  readonly absent: readonly NamedFile[];
  /** Content of the traces that are there, unpacked, by the block that names them; the same object until the file changes. */
  readonly traces: ReadonlyMap<Block, TraceContent>;
  /** Text of the file beside the design that holds measured figures, where there is one. */
  readonly calibration?: string;
  /** Every URI that was looked at beside the document's own, whether something is there or not. */
  readonly reads: ReadonlySet<string>;
}

/** `blenet.calibration.json` beside `blenet.exeunt`. */
export function calibrationUri(uri: string): string {
  return `${uri.replace(/\.exeunt$/, '')}.calibration.json`;
}

/** Undefined where a file is no valid archive of the kind that its name says. */
export interface TraceContent {
  readonly bytes: Uint8Array | undefined;
}

/**
 * Open documents, as the editor has them, over files on disk, which are read once and kept until they are
 * said to have changed.
 */
export class Documents {
  private readonly opened = new Map<string, SourceDocument>();
  private readonly disk = new Map<string, Promise<SourceDocument | undefined>>();
  /** Whether a model or trace exists, until told that files have changed. */
  private readonly known = new Map<string, Promise<boolean>>();
  private readonly traces = new Map<string, Promise<TraceContent | undefined>>();
  private readonly calibrations = new Map<string, Promise<Uint8Array | undefined>>();
  private readonly revisions = new Map<string, number>();
  private changes = 0;

  constructor(private readonly fileSystem: FileSystem) {}

  open(uri: string, version: number, text: string): void {
    this.opened.set(uri, { uri, version, text, tree: parse(text) });
    this.touch(uri);
  }

  change(uri: string, version: number, changes: readonly TextChange[]): void {
    const before = this.opened.get(uri);
    if (before === undefined) return;
    let { text, tree } = before;
    for (const { start, end, inserted } of changes) {
      const next = text.slice(0, start) + inserted + text.slice(end);
      tree = reparse(tree, text, next, { start, end, inserted: inserted.length });
      text = next;
    }
    this.opened.set(uri, { uri, version, text, tree });
    this.touch(uri);
  }

  close(uri: string): void {
    if (this.opened.delete(uri)) this.touch(uri);
    this.forget(uri);
  }

  get(uri: string): SourceDocument | undefined {
    return this.opened.get(uri);
  }

  openUris(): readonly string[] {
    return [...this.opened.keys()];
  }

  /** A file on disk has appeared, changed or gone. */
  forget(uri: string): void {
    const kept = [this.disk, this.known, this.traces, this.calibrations];
    if (kept.filter((m) => m.delete(uri)).length > 0) this.touch(uri);
  }

  /** All that was read of files is read again, where nobody tells which of them have changed; tells which these are. */
  forgetFiles(): readonly string[] {
    const read = [this.disk, this.known, this.traces, this.calibrations].flatMap((m) => [...m.keys()]);
    read.forEach((uri) => this.forget(uri));
    return [...new Set(read)];
  }

  /** Number of changes so far of what URIs stand for, open or on disk. */
  get revision(): number {
    return this.changes;
  }

  /** Which of these changes was the URI's last; 0 before its first. */
  revisionOf(uri: string): number {
    return this.revisions.get(uri) ?? 0;
  }

  private touch(uri: string): void {
    this.revisions.set(uri, ++this.changes);
  }

  /** A document that is not saved yet has nothing beside it. */
  private async calibrationOf(uri: string): Promise<string | undefined> {
    if (uri.startsWith('untitled:')) return undefined;
    const beside = calibrationUri(uri);
    let reading = this.calibrations.get(beside);
    if (reading === undefined) this.calibrations.set(beside, (reading = this.fileSystem.read(beside)));
    const bytes = await reading;
    return bytes && new TextDecoder().decode(bytes);
  }

  private async tracesOf(files: readonly NamedFile[]): Promise<Map<Block, TraceContent>> {
    const traces = new Map<Block, TraceContent>();
    for (const { uri, block, path } of files) {
      const target = block.kind === 'profile' ? resolvePath(uri, path) : undefined;
      if (target === undefined) continue;
      let reading = this.traces.get(target);
      if (reading === undefined) this.traces.set(target, (reading = this.readTrace(target)));
      const content = await reading;
      if (content) traces.set(block, content);
    }
    return traces;
  }

  private async readTrace(uri: string): Promise<TraceContent | undefined> {
    const bytes = await this.fileSystem.read(uri);
    if (bytes === undefined) return undefined;
    return { bytes: uri.endsWith('.gz') ? await decompress(bytes, 'gzip') : bytes };
  }

  private exists(uri: string): Promise<boolean> {
    let answer = this.known.get(uri);
    if (answer === undefined) this.known.set(uri, (answer = this.fileSystem.exists(uri)));
    return answer;
  }

  /** What a folder holds whose path stands in a file; undefined where there is no folder to look in. */
  async list(fromUri: string, path: string): Promise<readonly FolderEntry[] | undefined> {
    const folder = resolvePath(fromUri, path || '.');
    return folder === undefined ? undefined : this.fileSystem.list?.(folder);
  }

  /** A document with everything it imports, directly or not. A broken import is told, the rest still counts. */
  async closure(uri: string): Promise<Closure | undefined> {
    const root = await this.load(uri);
    if (root === undefined) return undefined;
    const { files, faults, reads } = await this.reached(root);
    const named = files.flatMap(namedFiles);
    const beside = named.flatMap((file) => resolvePath(file.uri, file.path) ?? []);
    const calibration = await this.calibrationOf(uri);
    return {
      files,
      faults,
      reads: new Set([...reads, ...beside, calibrationUri(uri)]),
      absent: await this.absentOf(named),
      traces: await this.tracesOf(named),
      ...(calibration !== undefined && { calibration }),
    };
  }

  /** A document with everything it imports, without what lies beside; nothing where it cannot be read. */
  async files(uri: string): Promise<readonly SourceDocument[]> {
    const root = await this.load(uri);
    return root === undefined ? [] : (await this.reached(root)).files;
  }

  private async reached(root: SourceDocument): Promise<Pick<Closure, 'files' | 'faults' | 'reads'>> {
    const files: SourceDocument[] = [];
    const faults: ImportFault[] = [];
    const reads = new Set<string>();
    const visit = async (file: SourceDocument, chain: readonly string[]): Promise<void> => {
      files.push(file);
      for (const [slot, { block }] of file.tree.slots.entries()) {
        if (block?.kind !== 'import' || block.path === undefined) continue;
        const path = block.path.value;
        const target = resolvePath(file.uri, path);
        if (target !== undefined) reads.add(target);
        const fault = (what: ImportFault['fault']) => faults.push({ uri: file.uri, slot, path, fault: what });
        if (target === undefined) {
          fault({
            kind: 'missing',
            reason: 'the file that imports it is not saved yet, so there is no folder to look in',
          });
        } else if (chain.includes(target)) {
          fault({ kind: 'cycle', chain: [...chain.slice(chain.indexOf(target)), target] });
        } else if (!files.some((f) => f.uri === target)) {
          const imported = await this.load(target);
          if (imported) await visit(imported, [...chain, target]);
          else fault({ kind: 'missing', reason: 'there is no such file, or it cannot be read' });
        }
      }
    };
    await visit(root, [root.uri]);
    return { files, faults, reads };
  }

  /** A document that is not saved yet has no folder to look in, and is not blamed for that. */
  private async absentOf(files: readonly NamedFile[]): Promise<NamedFile[]> {
    const absent: NamedFile[] = [];
    for (const named of files) {
      const target = resolvePath(named.uri, named.path);
      if (target !== undefined && !(await this.exists(target))) absent.push(named);
    }
    return absent;
  }

  private load(uri: string): Promise<SourceDocument | undefined> {
    const opened = this.opened.get(uri);
    if (opened) return Promise.resolve(opened);
    let loading = this.disk.get(uri);
    if (loading === undefined) this.disk.set(uri, (loading = this.readFile(uri)));
    return loading;
  }

  private async readFile(uri: string): Promise<SourceDocument | undefined> {
    const bytes = await this.fileSystem.read(uri);
    if (bytes === undefined) return undefined;
    const text = new TextDecoder().decode(bytes);
    return { uri, version: 0, text, tree: parse(text) };
  }
}

function namedFiles({ uri, tree }: SourceDocument): NamedFile[] {
  return tree.slots.flatMap(({ block }) => {
    const text = block?.kind === 'network' ? block.model : block?.kind === 'profile' ? block.path : undefined;
    return block && text ? [{ uri, block, span: text.span, path: text.value }] : [];
  });
}
