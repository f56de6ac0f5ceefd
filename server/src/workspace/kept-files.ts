import { parse } from '../../../grammar/src/index';
import { type DecodedText, decodeText } from '../base/decode-text';
import { decompress } from '../base/decompress';
import { type FileSystem, isRefused } from './file-system';
import { type Refusal, type Role, mostBytes } from './refusal';
import type { SourceDocument } from './source-document';

/** Content of a trace, unpacked; undefined where it is no valid archive of the kind that its name says. */
export interface TraceContent {
  readonly bytes: Uint8Array | undefined;
}

/** Files on disk by their URI, each read once within its limits and kept until it is said to have changed. */
export class KeptFiles {
  private readonly designs = new Map<string, Promise<SourceDocument | Refusal>>();
  /** Why a model or trace cannot be read, if it cannot. */
  private readonly faults = new Map<string, Promise<Refusal | undefined>>();
  private readonly traces = new Map<string, Promise<TraceContent | Refusal>>();
  private readonly calibrations = new Map<string, Promise<DecodedText | Refusal>>();

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

  /** Whether anything was kept of it. */
  forget(uri: string): boolean {
    return this.all().filter((files) => files.delete(uri)).length > 0;
  }

  /** All that anything is kept of. */
  uris(): readonly string[] {
    return [...new Set(this.all().flatMap((files) => [...files.keys()]))];
  }

  private all(): readonly Map<string, unknown>[] {
    return [this.designs, this.faults, this.traces, this.calibrations];
  }
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
