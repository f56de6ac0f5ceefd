import { parse } from '../../../grammar/src/index';
import { type DecodedText, decodeText } from '../base/decode-text';
import { decompress } from '../base/decompress';
import { type FileSystem, isRefused } from './file-system';
import { type Refusal, type Role, mostBytes } from './refusal';
import type { SourceDocument } from './source-document';
import { normalUri } from './uri';

/** Content of a trace, unpacked; undefined where it is no valid archive of the kind that its name says. */
export interface TraceContent {
  readonly bytes: Uint8Array | undefined;
}

/** A model that a design names: the same object until a file of it has changed. */
export interface NamedModel {
  readonly uri: string;
  /** As the workspace lets it be read, with what lies beside it. */
  readonly files: FileSystem;
}

interface KeptModel extends NamedModel {
  /** Every URI that was looked at. */
  readonly reads: Set<string>;
}

/** Files on disk by their URI, each read once within its limits and kept until it is said to have changed. */
export class KeptFiles {
  private readonly designs = new Map<string, Promise<SourceDocument | Refusal>>();
  /** Why a model or trace cannot be read, if it cannot. */
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

  /** Told without reading it. */
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
   * Not read here: whoever wants to know something of it reads that once.
   *
   * @param onRead is told of every file that is looked at
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

  /** Whether anything was kept of it. */
  forget(uri: string): boolean {
    const models = [...this.models.values()].filter(({ reads }) => reads.has(uri));
    for (const model of models) this.models.delete(model.uri);
    return this.all().filter((files) => files.delete(uri)).length + models.length > 0;
  }

  /** All that anything is kept of. */
  uris(): readonly string[] {
    const models = [...this.models.values()].flatMap(({ reads }) => [...reads]);
    return [...new Set([...this.all().flatMap((files) => [...files.keys()]), ...models])];
  }

  private all(): readonly Map<string, unknown>[] {
    return [this.designs, this.faults, this.traces, this.calibrations];
  }
}

/** The same files; what is looked at is noted. */
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

/** @param name says whether the bytes are packed */
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
    // What threw says nothing of the file.
    content.catch(() => files.delete(uri));
  }
  return content;
}
