/** A cache of files on disk: each is read once, within its limits, until it changes. */
import { parse } from '../../../grammar/src/index';
import { type DecodedText, decodeText } from '../base/decode-text';
import { decompress } from '../base/decompress';
import { type FileSystem, isRefused } from './file-system';
import { type Refusal, type Role, mostBytes } from './refusal';
import type { SourceDocument } from './source-document';
import { normalUri } from './uri';

/** Unpacked content of a trace; undefined if it is not a valid archive of the kind that its name says. */
export interface TraceContent {
  readonly bytes: Uint8Array | undefined;
}

/** A model that a design names: the same object until one of its files changes. */
export interface NamedModel {
  readonly uri: string;
  /** Files through which the model and its external data can be read, as far as the workspace allows. */
  readonly files: FileSystem;
}

interface KeptModel extends NamedModel {
  /** Every URI looked up so far. */
  readonly reads: Set<string>;
}

/** Files on disk by URI, each read once within its limits and kept until it is reported as changed. */
export class KeptFiles {
  private readonly designs = new Map<string, Promise<SourceDocument | Refusal>>();
  /** Why a model or trace cannot be read; undefined if it can. */
  private readonly faults = new Map<string, Promise<Refusal | undefined>>();
  private readonly traces = new Map<string, Promise<TraceContent | Refusal>>();
  private readonly calibrations = new Map<string, Promise<DecodedText | Refusal>>();

  private readonly models = new Map<string, KeptModel>();

  constructor(private readonly fileSystem: FileSystem) {}

  design(uri: string): Promise<SourceDocument | Refusal> {
    return kept(this.designs, uri, async () => {
      const bytes = await this.fileSystem.read(uri, mostBytes.design);
      if (isRefused(bytes)) return bytes;
      const { text, fault } = decodeText(bytes);
      return { uri, address: uri, version: 0, text, tree: parse(text), ...(fault && { encoding: fault }) };
    });
  }

  /** Why a file cannot be read, found without reading it. */
  fault(uri: string, role: Role): Promise<Refusal | undefined> {
    return kept(this.faults, uri, async () => {
      const size = await this.fileSystem.size(uri);
      if (isRefused(size)) return size;
      const most = mostBytes[role];
      return size > most ? { kind: 'too-large', most, bytes: size } : undefined;
    });
  }

  trace(uri: string): Promise<TraceContent | Refusal> {
    return kept(this.traces, uri, async () => {
      const bytes = await this.fileSystem.read(uri, mostBytes.trace);
      return isRefused(bytes) ? bytes : unpackedTrace(uri, bytes);
    });
  }

  calibration(uri: string): Promise<DecodedText | Refusal> {
    return kept(this.calibrations, uri, async () => {
      const bytes = await this.fileSystem.read(uri, mostBytes.calibration);
      return isRefused(bytes) ? bytes : decodeText(bytes);
    });
  }

  /**
   * Does not read the model: callers read what they need of it once.
   *
   * @param onRead called with every file looked up
   */
  model(uri: string, onRead: (uri: string) => void): NamedModel {
    let model = this.models.get(uri);
    if (model === undefined) {
      const reads = new Set([uri]);
      this.models.set(uri, (model = { uri, reads, files: watched(this.fileSystem, reads, onRead) }));
    }
    model.reads.forEach(onRead);
    return model;
  }

  /** @returns whether anything was kept for the URI */
  forget(uri: string): boolean {
    const models = [...this.models.values()].filter(({ reads }) => reads.has(uri));
    for (const model of models) this.models.delete(model.uri);
    return this.all().filter((files) => files.delete(uri)).length + models.length > 0;
  }

  /** All URIs for which anything is kept. */
  uris(): readonly string[] {
    const models = [...this.models.values()].flatMap(({ reads }) => [...reads]);
    return [...new Set([...this.all().flatMap((files) => [...files.keys()]), ...models])];
  }

  private all(): readonly Map<string, unknown>[] {
    return [this.designs, this.faults, this.traces, this.calibrations];
  }
}

/** The same files, recording every lookup. */
function watched(files: FileSystem, reads: Set<string>, onRead: (uri: string) => void): FileSystem {
  const note = (uri: string): void => {
    const name = normalUri(uri);
    reads.add(name);
    onRead(name);
  };
  return {
    read: (uri, most, range) => {
      note(uri);
      return files.read(uri, most, range);
    },
    size: (uri) => {
      note(uri);
      return files.size(uri);
    },
  };
}

/** @param name its ending says whether the bytes are packed */
export async function unpackedTrace(name: string, bytes: Uint8Array): Promise<TraceContent | Refusal> {
  if (!name.endsWith('.gz')) return { bytes };
  const unpacked = await decompress(bytes, 'gzip', mostBytes.trace);
  if (unpacked === 'too long') return { kind: 'too-large', most: mostBytes.trace, unpacked: true };
  return { bytes: unpacked === 'damaged' ? undefined : unpacked };
}

function kept<T>(files: Map<string, Promise<T>>, uri: string, read: () => Promise<T>): Promise<T> {
  let content = files.get(uri);
  if (content === undefined) {
    files.set(uri, (content = read()));
    // An exception says nothing about the file, so do not keep it.
    content.catch(() => files.delete(uri));
  }
  return content;
}
