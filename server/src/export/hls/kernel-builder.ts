/** Assembles one kernel's C++. */
import type { Quantisation } from '../../arithmetic';
import type { Process } from '../../cost/index';
import type { Origin } from '../../semantics/design';
import type { CppType } from './numbers-type';

/** A stream of words in a kernel. */
export interface Channel {
  readonly name: string;
  readonly type: CppType;
  readonly lanes: number;
  /** Values after which a new word begins; if the lanes divide it, all words are full. */
  readonly packet: number;
  /** Values per input. */
  readonly count: number;
  readonly code: Quantisation;
}

/** The cost model's cycles of a process, for comparison with the loops of the code. */
export interface ModelledCycles {
  readonly layer: string;
  readonly process: Process['name'] | 'decision';
  readonly cycles: number;
}

interface ProcessText {
  readonly name: string;
  readonly comment: readonly string[];
  /** Stream parameters: C++ type of a word, and name. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly pragmas: readonly string[];
  readonly body: readonly string[];
  readonly arguments: readonly string[];
  readonly modelled?: ModelledCycles;
}

interface ChannelText {
  readonly word: string;
  readonly name: string;
  depth: number;
  slack: number | undefined;
}

/** Words that a FIFO holds. */
export interface FifoDepth {
  readonly depth: number;
  /** Of those at a join, which cover the longer arm, the words for what is in flight there. */
  readonly slack?: number;
}

/** Number of parts of each kind before a layer's parts. */
interface Mark {
  readonly origin: Origin;
  readonly structs: number;
  readonly tables: number;
  readonly processes: number;
}

/** Default depth in HLS, for a stream between two processes in step. */
export const leastDepth = 2;

/** A stream of weights: the matrix, once or once per output position, then zeros up to a whole beat. */
export interface WeightPort {
  readonly name: string;
  readonly layer: string;
  /** Data for one input. */
  readonly words: Uint8Array;
  readonly matrixBytes: number;
  readonly repeats: number;
}

/** Collects the parts of one kernel: structs of constants, processes, and the streams between them. */
export class KernelBuilder {
  readonly structs: string[] = [];
  readonly tables: string[] = [];
  readonly processes: ProcessText[] = [];
  readonly channels: ChannelText[] = [];
  /** Additional streams of the top function, with their bytes for one input. */
  readonly weightPorts: WeightPort[] = [];
  private readonly marks: Mark[] = [];
  private readonly names = new Map<string, number>();

  /** Starts the parts that come from this place in the design. */
  begin(origin: Origin): void {
    const { structs, tables, processes } = this;
    this.marks.push({
      origin,
      structs: structs.length,
      tables: tables.length,
      processes: processes.length,
    });
  }

  /** Place in the design of a part; undefined for parts of the whole module. */
  originOf(kind: 'structs' | 'tables' | 'processes', index: number): Origin | undefined {
    return this.marks.findLast((mark) => mark[kind] <= index)?.origin;
  }

  /** Makes a name unique in the kernel. */
  unique(name: string): string {
    const seen = this.names.get(name) ?? 0;
    this.names.set(name, seen + 1);
    return seen === 0 ? name : this.unique(`${name}_${seen + 1}`);
  }

  channel(name: string, format: Omit<Channel, 'name'>): Channel {
    const unique = this.stream(name, wordType(format.type, format.lanes));
    return { ...format, name: unique };
  }

  /** Adds a stream of words and returns its name. */
  stream(name: string, word: string, depth = leastDepth): string {
    const unique = this.unique(name);
    this.channels.push({ word, name: unique, depth, slack: undefined });
    return unique;
  }

  deepen(name: string, { depth, slack }: FifoDepth): void {
    const channel = this.channels.find((c) => c.name === name);
    if (channel === undefined) return;
    channel.depth = Math.max(channel.depth, depth);
    channel.slack ??= slack;
  }

  process(process: ProcessText): void {
    this.processes.push(process);
  }

  /** Adds the usual process: one stream in, one out, computed by a template of the library. */
  transform(
    name: string,
    comment: readonly string[],
    from: Channel,
    to: Channel,
    call: string,
    modelled?: ModelledCycles,
    pragmas: readonly string[] = [],
  ): void {
    this.process({
      name,
      comment,
      parameters: [
        [wordType(from.type, from.lanes), 'in'],
        [wordType(to.type, to.lanes), 'out'],
      ],
      pragmas,
      body: [`exeunt::${call}(in, out, inputs);`],
      arguments: [from.name, to.name],
      ...(modelled && { modelled }),
    });
  }
}

export function wordType(type: CppType, lanes: number): string {
  return `exeunt::word<${type.name}, ${lanes}>`;
}
