/** Simulates a unit as gates and flip-flops, 32 independent copies at once: one bit of a number for each. */
type Bit = number | '0' | '1' | 'x' | 'z';

/** What `write_json` of Yosys writes of a module. */
export interface Netlist {
  readonly ports: Readonly<Record<string, { readonly direction: string; readonly bits: readonly Bit[] }>>;
  readonly cells: Readonly<
    Record<string, { readonly type: string; readonly connections: Readonly<Record<string, readonly Bit[]>> }>
  >;
}

type Evaluate = (a: number, b: number, s: number) => number;

const functions: Readonly<Record<string, Evaluate>> = {
  $_BUF_: (a) => a,
  $_NOT_: (a) => ~a,
  $_AND_: (a, b) => a & b,
  $_NAND_: (a, b) => ~(a & b),
  $_OR_: (a, b) => a | b,
  $_NOR_: (a, b) => ~(a | b),
  $_XOR_: (a, b) => a ^ b,
  $_XNOR_: (a, b) => ~(a ^ b),
  $_ANDNOT_: (a, b) => a & ~b,
  $_ORNOT_: (a, b) => a | ~b,
  $_MUX_: (a, b, s) => (a & ~s) | (b & s),
  $_NMUX_: (a, b, s) => ~((a & ~s) | (b & s)),
};

interface Gate {
  readonly evaluate: Evaluate;
  readonly a: number;
  readonly b: number;
  readonly s: number;
  readonly y: number;
}

export const copies = 32;

/** A unit that can be driven: its inputs are set for all copies, then `settle`, its outputs read, then `tick`. */
export class Gates {
  private readonly values: Int32Array;
  private readonly gates: readonly Gate[];
  private readonly flipFlops: readonly { readonly d: number; readonly q: number }[];

  constructor(private readonly netlist: Netlist) {
    const found: Gate[] = [];
    const flipFlops: { d: number; q: number }[] = [];
    let most = 1;
    const at = (bits: readonly Bit[] | undefined): number => {
      const place = placeOf(bits?.[0] ?? '0');
      most = Math.max(most, place);
      return place;
    };
    for (const { bits } of Object.values(netlist.ports)) for (const bit of bits) at([bit]);
    for (const { type, connections } of Object.values(netlist.cells)) {
      if (type === '$scopeinfo') continue;
      if (type === '$_DFF_P_') {
        flipFlops.push({ d: at(connections['D']), q: at(connections['Q']) });
        continue;
      }
      const evaluate = functions[type];
      if (evaluate === undefined) throw new Error(`no gate ${type}`);
      const [a, b, s, y] = ['A', 'B', 'S', 'Y'].map((name) => at(connections[name])) as [
        number,
        number,
        number,
        number,
      ];
      found.push({ evaluate, a, b, s, y });
    }
    this.values = new Int32Array(most + 1);
    this.values[1] = -1;
    this.flipFlops = flipFlops;
    this.gates = inOrder(found);
  }

  /** Sets an input port; one number for each copy, or the same for all. Numbers below zero are in two's complement. */
  set(port: string, value: bigint | readonly bigint[]): void {
    this.bitsOf(port).forEach((bit, place) => {
      let word = 0;
      if (typeof value === 'bigint') word = (value >> BigInt(place)) & 1n ? -1 : 0;
      else value.forEach((each, copy) => (word |= Number((each >> BigInt(place)) & 1n) << copy));
      this.values[placeOf(bit)] = word;
    });
  }

  /** An output port as unsigned numbers, one for each copy. */
  get(port: string): bigint[] {
    const words = this.bitsOf(port).map((bit) => this.values[placeOf(bit)] ?? 0);
    return Array.from({ length: copies }, (_, copy) =>
      words.reduce((sum, word, place) => sum | (BigInt((word >>> copy) & 1) << BigInt(place)), 0n),
    );
  }

  has(port: string): boolean {
    return this.netlist.ports[port] !== undefined;
  }

  settle(): void {
    const { values } = this;
    for (const { evaluate, a, b, s, y } of this.gates)
      values[y] = evaluate(values[a] ?? 0, values[b] ?? 0, values[s] ?? 0);
  }

  tick(): void {
    const next = this.flipFlops.map(({ d }) => this.values[d] ?? 0);
    this.flipFlops.forEach(({ q }, i) => (this.values[q] = next[i] ?? 0));
  }

  private bitsOf(port: string): readonly Bit[] {
    const found = this.netlist.ports[port];
    if (found === undefined) throw new Error(`no port ${port}`);
    return found.bits;
  }
}

/** Constants have the places 0 and 1; Yosys numbers wires from 2. What may be either is 0. */
function placeOf(bit: Bit): number {
  return typeof bit === 'number' ? bit : bit === '1' ? 1 : 0;
}

/** Every gate behind those that it reads. */
function inOrder(gates: readonly Gate[]): Gate[] {
  const drivers = new Map(gates.map((gate) => [gate.y, gate]));
  const done = new Set<Gate>();
  const open = new Set<Gate>();
  const ordered: Gate[] = [];
  for (const first of gates) {
    const stack = [first];
    for (let gate = stack.at(-1); gate !== undefined; gate = stack.at(-1)) {
      if (done.has(gate)) {
        stack.pop();
        continue;
      }
      const before = [gate.a, gate.b, gate.s].flatMap((wire) => drivers.get(wire) ?? []);
      const waits = before.filter((each) => !done.has(each));
      if (waits.length === 0) {
        done.add(gate);
        ordered.push(gate);
        stack.pop();
      } else {
        if (open.has(gate) && waits.some((each) => open.has(each)))
          throw new Error('a loop without a flip-flop');
        open.add(gate);
        stack.push(...waits);
      }
    }
  }
  return ordered;
}
