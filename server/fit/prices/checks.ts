/** Holds a unit's gates against what it must compute: random values, for streams with random stalls on every side. */
import { copies, type Gates } from './gates';

/** Drives a unit; the number of results that were compared. Throws at the first that differs. */
export type Check = (gates: Gates, random: () => number) => number;

const turnsOfPipeline = 200;

/**
 * A pipeline that takes a value each cycle and gives its result `depth` cycles later.
 *
 * @param inputs bits by port; below zero of numbers without a sign
 * @param allowed leaves out what never occurs
 */
export function pipelined(
  depth: number,
  inputs: Readonly<Record<string, number>>,
  compute: (at: Readonly<Record<string, number>>) => number,
  outputBits: number,
  allowed: (at: Readonly<Record<string, number>>) => boolean = () => true,
): Check {
  return (gates, random) => {
    const sent: Record<string, number>[][] = [];
    let compared = 0;
    gates.set('ce', 1n);
    for (let turn = 0; turn < turnsOfPipeline + depth; turn++) {
      const values = Array.from({ length: copies }, () => {
        for (;;) {
          const at = Object.fromEntries(
            Object.entries(inputs).map(([name, bits]) => [
              name,
              randomBits(Math.abs(bits), bits > 0, random),
            ]),
          );
          if (allowed(at)) return at;
        }
      });
      sent.push(values);
      for (const name of Object.keys(inputs))
        gates.set(
          name,
          values.map((at) => BigInt(at[name] ?? 0)),
        );
      gates.settle();
      const due = sent[turn - depth];
      if (due) {
        gates.get('result').forEach((result, copy) => {
          const at = due[copy] ?? {};
          const expected = compute(at);
          compared++;
          if (Number(BigInt.asIntN(outputBits, result)) !== expected)
            throw new Error(
              `${JSON.stringify(at)} gives ${BigInt.asIntN(outputBits, result)}, not ${expected}`,
            );
        });
      }
      gates.tick();
    }
    return compared;
  };
}

/** Small, large and special numbers alike: the size is drawn first. */
function randomBits(bits: number, signed: boolean, random: () => number): number {
  const size = Math.floor(random() * (bits + 1));
  const magnitude = Math.floor(random() * 2 ** size);
  if (!signed) return Math.min(magnitude, 2 ** bits - 1);
  const value = random() < 0.5 ? -magnitude : magnitude;
  return Math.max(-(2 ** (bits - 1)), Math.min(2 ** (bits - 1) - 1, value));
}

/** Words by stream, each with the values of its ports. */
type Words = Readonly<Record<string, readonly (readonly bigint[])[]>>;

interface StreamOptions {
  readonly turns?: number;
  /** A memory outside of the unit: ports of it, read in the same cycle. */
  readonly memory?: {
    readonly address: string;
    readonly read: string;
    readonly write: string;
    readonly enable: string;
  };
  /** Makes likelier what a unit distinguishes. */
  readonly prepare?: (words: readonly (readonly bigint[])[]) => readonly (readonly bigint[])[];
  /** Ports that have no prefix though they come with the words of `in`. */
  readonly beside?: readonly string[];
}

/** Streams with `valid` and `ready`, both stalling at random; constants hold still. */
export function streamed(
  inputs: Readonly<Record<string, Readonly<Record<string, number>>>>,
  outputs: Readonly<Record<string, readonly string[]>>,
  compute: (words: Words) => Words,
  constants: Readonly<Record<string, bigint>> = {},
  options: StreamOptions = {},
): Check {
  return (gates, random) => {
    const turns = options.turns ?? 600;
    for (const [name, value] of Object.entries(constants)) gates.set(name, value);
    // All copies get the same words, each at its own pace.
    const words = Object.fromEntries(
      Object.entries(inputs).map(([stream, ports]) => {
        const all = Array.from({ length: turns }, () =>
          Object.values(ports).map((bits) => BigInt.asUintN(bits, randomWord(bits, random))),
        );
        return [stream, stream === 'in' && options.prepare ? options.prepare(all) : all];
      }),
    );
    const places = Object.fromEntries(Object.keys(inputs).map((s) => [s, new Array<number>(copies).fill(0)]));
    const taken = Object.fromEntries(
      Object.keys(outputs).map((s) => [s, Array.from({ length: copies }, (): bigint[][] => [])]),
    );
    const memory = Array.from({ length: copies }, () => new Map<bigint, bigint>());
    reset(gates);
    for (let turn = 0; turn < 2 * turns; turn++) {
      const valid: Record<string, boolean[]> = {};
      for (const [stream, ports] of Object.entries(inputs)) {
        const list = words[stream] ?? [];
        const at = places[stream] ?? [];
        const able = Array.from(
          { length: copies },
          (_, c) => (at[c] ?? 0) < list.length && random() < paceOf(c),
        );
        valid[stream] = able;
        gates.set(
          validOf(stream),
          able.map((v) => (v ? 1n : 0n)),
        );
        Object.keys(ports).forEach((port, i) =>
          gates.set(
            stream === 'in' && !options.beside?.includes(port) ? `in_${port}` : port,
            at.map((place) => list[place]?.[i] ?? 0n),
          ),
        );
      }
      const ready: Record<string, boolean[]> = {};
      for (const stream of Object.keys(outputs)) {
        const able = Array.from({ length: copies }, (_, c) => random() < paceOf(copies - 1 - c));
        ready[stream] = able;
        gates.set(
          `${stream}_ready`,
          able.map((v) => (v ? 1n : 0n)),
        );
      }
      gates.settle();
      if (options.memory) {
        const { address, read } = options.memory;
        gates.set(
          read,
          gates.get(address).map((a, c) => memory[c]?.get(a) ?? 0n),
        );
        gates.settle();
      }
      for (const [stream, ports] of Object.entries(outputs)) {
        const given = gates.get(outValidOf(stream));
        const values = ports.map((port) =>
          gates.get(stream === 'out' ? `out_${port}`.replace('out_leaves', 'leaves') : port),
        );
        given.forEach((v, c) => {
          if (v === 1n && ready[stream]?.[c]) taken[stream]?.[c]?.push(values.map((each) => each[c] ?? 0n));
        });
      }
      for (const stream of Object.keys(inputs)) {
        const takes = gates.get(`${stream}_ready`);
        const at = places[stream] ?? [];
        takes.forEach((v, c) => {
          if (v === 1n && valid[stream]?.[c]) at[c] = (at[c] ?? 0) + 1;
        });
      }
      if (options.memory) {
        const { address, write, enable } = options.memory;
        const [on, to, what] = [gates.get(enable), gates.get(address), gates.get(write)];
        on.forEach((v, c) => {
          if (v === 1n) memory[c]?.set(to[c] ?? 0n, what[c] ?? 0n);
        });
      }
      gates.tick();
    }
    const expected = compute(words);
    let compared = 0;
    for (const [stream, byCopy] of Object.entries(taken)) {
      const wanted = expected[stream] ?? [];
      byCopy.forEach((results, copy) => {
        results.forEach((result, i) => {
          // A result that needs more words than were sent is not expected.
          const right = wanted[i];
          if (right === undefined || right.some((value, port) => value !== result[port]))
            throw new Error(`${stream} word ${i} of copy ${copy}: ${String(result)}, not ${String(right)}`);
          compared++;
        });
      });
      if (byCopy.every((results) => results.length === 0)) throw new Error(`nothing came out of ${stream}`);
    }
    return compared;
  };
}

/** Some copies never stall. */
function paceOf(copy: number): number {
  return copy < 8 ? 1 : copy < 20 ? 0.7 : 0.3;
}

function validOf(stream: string): string {
  return stream === 'in' ? 'in_valid' : stream;
}

function outValidOf(stream: string): string {
  return stream === 'found' ? 'found' : `${stream}_valid`;
}

function randomWord(bits: number, random: () => number): bigint {
  let word = 0n;
  for (let i = 0; i < bits; i += 16) word = (word << 16n) | BigInt(Math.floor(random() * 65536));
  return word;
}

function reset(gates: Gates): void {
  gates.set('rst', 1n);
  for (let i = 0; i < 2; i++) {
    gates.settle();
    gates.tick();
  }
  gates.set('rst', 0n);
}
