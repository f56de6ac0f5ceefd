/** Open documents and the files that they import or name, read together as one closure. */
import { type Block, type Span, parse, reparse } from '../../../grammar/src/index';
import type { DecodedText } from '../base/decode-text';
import { type FileSystem, type FolderEntry, resolvePath } from './file-system';
import { KeptFiles, type NamedModel, type TraceContent } from './kept-files';
import { type Refusal, type Role, refusalText } from './refusal';
import type { SourceDocument } from './source-document';
import { normalUri, uriOfPath } from './uri';

export type { NamedModel, SourceDocument };

/** Replaces `text.slice(start, end)` by `inserted`; offsets refer to the text after the previous change. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly inserted: string;
}

/** An import that fails or is only partly readable, with the place of its path in the importing block. */
export interface ImportFault {
  readonly uri: string;
  readonly slot: number;
  readonly path: string;
  readonly fault:
    | { readonly kind: 'missing'; readonly reason: string }
    /** The import is used as far as it can be decoded. */
    | { readonly kind: 'encoding'; readonly reason: string }
    | { readonly kind: 'cycle'; readonly chain: readonly string[] };
}

/** A model or trace that a file names, with the place of the path in the block. */
export interface NamedFile {
  readonly uri: string;
  readonly block: Block;
  readonly span: Span;
  readonly path: string;
  readonly role: Extract<Role, 'model' | 'trace'>;
}

export interface Closure {
  /** The document itself, then each file that it imports, once. */
  readonly files: readonly SourceDocument[];
  readonly faults: readonly ImportFault[];
  /** Models and traces that cannot be read. */
  readonly refused: readonly (NamedFile & { readonly refusal: Refusal })[];
  /**
   * Content of the trace that a profile block names; the same object until the file changes. Read on request, since only
   * one of several blocks counts. Undefined for a block without a path, or in a document without a folder.
   */
  trace(block: Block): Promise<TraceContent | Refusal | undefined>;
  /** The model that a network's block names, if it can be read. */
  model(block: Block): NamedModel | undefined;
  /** The file of measured figures beside the design, if there is one. */
  readonly calibration?: DecodedText | Refusal;
  /** Every URI looked up except the document's own, whether it exists or not. */
  readonly reads: ReadonlySet<string>;
}

/** `blenet.calibration.json` beside `blenet.exeunt`. */
export function calibrationUri(uri: string): string {
  return `${uri.replace(/\.exeunt$/, '')}.calibration.json`;
}

/** Most characters of a design and all its imports together; an import that exceeds this is refused. */
const MOST_TOGETHER = 64e6;

/**
 * Open documents, as in the editor, in front of files on disk, which are read once and kept until they are reported as
 * changed. Takes URIs in any form.
 */
export class Documents {
  private readonly opened = new Map<string, SourceDocument>();
  private readonly kept: KeptFiles;
  private readonly revisions = new Map<string, number>();
  private changes = 0;

  constructor(private readonly fileSystem: FileSystem) {
    this.kept = new KeptFiles(fileSystem);
  }

  open(address: string, version: number, text: string): void {
    const uri = normalUri(address);
    this.opened.set(uri, { uri, address, version, text, tree: parse(text) });
    this.touch(uri);
  }

  change(address: string, version: number, changes: readonly TextChange[]): void {
    const before = this.get(address);
    if (before === undefined) return;
    let { text, tree } = before;
    for (const { start, end, inserted } of changes) {
      const next = text.slice(0, start) + inserted + text.slice(end);
      tree = reparsed(tree, text, next, { start, end, inserted: inserted.length });
      text = next;
    }
    this.opened.set(before.uri, { ...before, version, text, tree });
    this.touch(before.uri);
  }

  /** Parses open documents from scratch, so that nothing is kept from earlier versions. */
  renew(uris: readonly string[]): void {
    for (const uri of uris) {
      const document = this.get(uri);
      if (document) this.opened.set(document.uri, { ...document, tree: parse(document.text) });
    }
  }

  close(address: string): void {
    const uri = normalUri(address);
    if (this.opened.delete(uri)) this.touch(uri);
    this.forget(uri);
  }

  get(uri: string): SourceDocument | undefined {
    return this.opened.get(uri) ?? this.opened.get(normalUri(uri));
  }

  /** URIs as the editor writes them. */
  openUris(): readonly string[] {
    return Array.from(this.opened.values(), (d) => d.address);
  }

  /** Call when a file on disk has been created, changed or deleted. */
  forget(uri: string): void {
    const name = normalUri(uri);
    if (this.kept.forget(name)) this.touch(name);
  }

  /** Forgets all files, for when it is not known which have changed; returns their URIs. */
  forgetFiles(): readonly string[] {
    const read = this.kept.uris();
    read.forEach((uri) => this.forget(uri));
    return read;
  }

  /** Number of changes so far to any document or file. */
  get revision(): number {
    return this.changes;
  }

  /** Revision at the URI's last change; 0 before its first. */
  revisionOf(uri: string): number {
    return this.revisions.get(normalUri(uri)) ?? 0;
  }

  private touch(uri: string): void {
    this.revisions.set(uri, ++this.changes);
  }

  /** Why a document has no closure. */
  async refusal(uri: string): Promise<Refusal | undefined> {
    const root = await this.load(uri);
    return 'kind' in root ? root : undefined;
  }

  /** Entries of a folder whose path is written in a file; undefined if the file has no folder of its own. */
  async list(fromUri: string, path: string): Promise<readonly FolderEntry[] | undefined> {
    const folder = resolvePath(fromUri, path || '.');
    return folder === undefined ? undefined : this.fileSystem.list?.(folder);
  }

  /** A document with everything it imports, directly or not. A broken import is reported; the rest still counts. */
  async closure(uri: string): Promise<Closure | undefined> {
    const root = await this.load(uri);
    if ('kind' in root) return undefined;
    const { files, faults, reads } = await this.reached(root);
    const named = files.flatMap(namedFiles);
    const beside = named.flatMap((file) => resolvePath(file.uri, file.path) ?? []);
    const calibration = await this.calibrationOf(root.uri);
    const refused = await this.refusedOf(named);
    /** Grows: a model is read later and may name further files. */
    const looked = new Set([...reads, ...beside, calibrationUri(root.uri)]);
    return {
      files,
      faults,
      reads: looked,
      refused,
      model: (block) => {
        const found = named.find((n) => n.block === block && n.role === 'model');
        const target = found && resolvePath(found.uri, found.path);
        if (target === undefined || refused.some((r) => r.block === block)) return undefined;
        return this.kept.model(target, (uri) => looked.add(uri));
      },
      trace: async (block) => {
        const found = named.find((n) => n.block === block);
        const target = found && resolvePath(found.uri, found.path);
        return target === undefined ? undefined : this.kept.trace(target);
      },
      ...(calibration && { calibration }),
    };
  }

  /** A document with everything it imports, without models, traces and calibration; empty if it cannot be read. */
  async files(uri: string): Promise<readonly SourceDocument[]> {
    const root = await this.load(uri);
    return 'kind' in root ? [] : (await this.reached(root)).files;
  }

  /** Undefined if there is none, as for a document that is not saved yet. */
  private async calibrationOf(uri: string): Promise<DecodedText | Refusal | undefined> {
    if (uri.startsWith('untitled:')) return undefined;
    const found = await this.kept.calibration(calibrationUri(uri));
    return 'kind' in found && found.kind === 'absent' ? undefined : found;
  }

  private async reached(root: SourceDocument): Promise<Pick<Closure, 'files' | 'faults' | 'reads'>> {
    const files: SourceDocument[] = [];
    const faults: ImportFault[] = [];
    const reads = new Set<string>();
    let together = root.text.length;
    const visit = async (file: SourceDocument, chain: readonly string[]): Promise<void> => {
      files.push(file);
      for (const [slot, { block }] of file.tree.slots.entries()) {
        if (block?.kind !== 'import' || block.path === undefined) continue;
        const path = block.path.value;
        const target = uriOfPath(file.uri, path);
        if (typeof target === 'string') reads.add(target);
        const fault = (what: ImportFault['fault']) => faults.push({ uri: file.uri, slot, path, fault: what });
        const missing = (why: Refusal) => fault({ kind: 'missing', reason: refusalText(why, 'design') });
        if (typeof target !== 'string') {
          missing(target);
        } else if (chain.includes(target)) {
          fault({ kind: 'cycle', chain: [...chain.slice(chain.indexOf(target)), target] });
        } else if (!files.some((f) => f.uri === target)) {
          const imported = await this.load(target);
          if ('kind' in imported) missing(imported);
          else if ((together += imported.text.length) > MOST_TOGETHER) {
            missing({ kind: 'too-large-together', most: MOST_TOGETHER });
          } else {
            if (imported.encoding) fault({ kind: 'encoding', reason: imported.encoding.message });
            await visit(imported, [...chain, target]);
          }
        }
      }
    };
    await visit(root, [root.uri]);
    return { files, faults, reads };
  }

  /** A document that is not saved yet has no folder to look in; that is not reported. */
  private async refusedOf(files: readonly NamedFile[]): Promise<Closure['refused']> {
    const refused: (NamedFile & { readonly refusal: Refusal })[] = [];
    for (const named of files) {
      const target = uriOfPath(named.uri, named.path);
      const refusal = typeof target === 'string' ? await this.kept.fault(target, named.role) : target;
      if (refusal && refusal.kind !== 'unsaved') refused.push({ ...named, refusal });
    }
    return refused;
  }

  private load(uri: string): Promise<SourceDocument | Refusal> {
    const opened = this.get(uri);
    return opened ? Promise.resolve(opened) : this.kept.design(normalUri(uri));
  }
}

/** The tree after an edit; parses the whole text if incremental parsing fails. */
function reparsed(...edit: Parameters<typeof reparse>): ReturnType<typeof reparse> {
  try {
    return reparse(...edit);
  } catch {
    return parse(edit[2]);
  }
}

/** The models and traces that a file names. */
export function namedFiles({ uri, tree }: SourceDocument): NamedFile[] {
  return tree.slots.flatMap(({ block }): NamedFile[] => {
    const text = block?.kind === 'network' ? block.model : block?.kind === 'profile' ? block.path : undefined;
    const role = block?.kind === 'network' ? 'model' : 'trace';
    return block && text ? [{ uri, block, span: text.span, path: text.value, role }] : [];
  });
}
