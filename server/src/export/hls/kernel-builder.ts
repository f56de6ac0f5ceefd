import type { Quantisation } from '../../arithmetic';
import type { Process } from '../../cost/index';
import type { Origin } from '../../semantics/design';
import type { CppType } from './numbers-type';

/** A stream of words in a kernel. */
export interface Channel {
  readonly name: string;
  readonly type: CppType;
  readonly lanes: number;
  /** Values after which a new word begins; all words are full where the lanes divide it. */
  readonly packet: number;
  /** Values of one input. */
  readonly count: number;
  readonly code: Quantisation;
}

/** What the cost model says of a process, for the comparison with the loops of the code. */
export interface ModelledCycles {
  readonly layer: string;
  readonly process: Process['name'] | 'decision';
  readonly cycles: number;
}

interface ProcessText {
  readonly name: string;
  readonly comment: readonly string[];
  /** Streams that it takes: C++ type of a word, and name of the parameter. */
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
  /** At a join: as deep as the longer arm needs. */
  joins: boolean;
}

/** How far the parts had come when a layer's began. */
interface Mark {
  readonly origin: Origin;
  readonly structs: number;
  readonly tables: number;
  readonly processes: number;
}

/** A stream between two processes in step, the HLS default. */
const leastDepth = 2;

/** A stream of weights: the matrix, once for each output position, then zeros up to a whole beat. */
export interface WeightPort {
  readonly name: string;
  readonly layer: string;
  /** What one input takes. */
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
  /** Streams of the top function beside `in_r` and `out_r`, with the bytes that one input takes from them. */
  readonly weightPorts: WeightPort[] = [];
  private readonly marks: Mark[] = [];
  private readonly names = new Map<string, number>();

  /** What comes next is made of this place of the design. */
  begin(origin: Origin): void {
    const { structs, tables, processes } = this;
    this.marks.push({
      origin,
      structs: structs.length,
      tables: tables.length,
      processes: processes.length,
    });
  }

  /** Where in the design a part comes from; undefined for what belongs to the whole module. */
  originOf(kind: 'structs' | 'tables' | 'processes', index: number): Origin | undefined {
    return this.marks.findLast((mark) => mark[kind] <= index)?.origin;
  }

  /** A name that no other part of the kernel has. */
  unique(name: string): string {
    const seen = this.names.get(name) ?? 0;
    this.names.set(name, seen + 1);
    return seen === 0 ? name : this.unique(`${name}_${seen + 1}`);
  }

  channel(name: string, format: Omit<Channel, 'name'>): Channel {
    const unique = this.stream(name, wordType(format.type, format.lanes));
    return { ...format, name: unique };
  }

  /** A stream of anything; gives its name. */
  stream(name: string, word: string, depth = leastDepth): string {
    const unique = this.unique(name);
    this.channels.push({ word, name: unique, depth, joins: false });
    return unique;
  }

  deepen(name: string, depth: number, joins: boolean): void {
    const channel = this.channels.find((c) => c.name === name);
    if (channel === undefined) return;
    channel.depth = Math.max(channel.depth, depth);
    channel.joins ||= joins;
  }

  process(process: ProcessText): void {
    this.processes.push(process);
  }

  /** The usual process: one stream in, one out, and a template of the library that does the work. */
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
