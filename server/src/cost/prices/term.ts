/** Terms: the lines that explain a figure. */
import type { ResourceKind, Resources } from '../../base/resources';

/** One line of a figure's explanation: what is counted, the formula, the numbers, and the source. */
export interface Term {
  readonly name: string;
  /** What the value adds to: the cycles of its process, or a resource. */
  readonly of: 'cycles' | ResourceKind;
  /** In the field's symbols: `OH·OW·⌈C·K/G ÷ SIMD⌉·⌈F ÷ PE⌉`. */
  readonly formula: string;
  /** The formula with numbers substituted. */
  readonly substituted: string;
  readonly value: number;
  readonly source: string;
}

export type Symbols = Readonly<Record<string, number>>;

export function term(
  name: string,
  of: Term['of'],
  formula: string,
  symbols: Symbols,
  value: number,
  source: string,
): Term {
  return new LazyTerm(name, of, formula, symbols, value, source);
}

/** The same for `count` equal parts. */
export function times(count: number, each: Term): Term {
  if (count === 1 || !(each instanceof LazyTerm)) return each;
  return each.times(count);
}

/** The same under another name. */
export function named(name: (own: string) => string, each: Term): Term {
  return each instanceof LazyTerm ? each.named(name(each.name)) : { ...each, name: name(each.name) };
}

/** A term whose text is made on access: costs are computed far more often than shown, and many are cached. */
class LazyTerm implements Term {
  constructor(
    readonly name: string,
    readonly of: Term['of'],
    readonly formula: string,
    private readonly symbols: Symbols,
    readonly value: number,
    readonly source: string,
  ) {}

  times(count: number): Term {
    const formula = `n·${/ [+−] /.test(this.formula) ? `(${this.formula})` : this.formula}`;
    const symbols = { ...this.symbols, n: count };
    return new LazyTerm(this.name, this.of, formula, symbols, count * this.value, this.source);
  }

  named(name: string): Term {
    return new LazyTerm(name, this.of, this.formula, this.symbols, this.value, this.source);
  }

  get substituted(): string {
    return this.formula.replace(/[A-Za-z_][A-Za-z0-9_]*/g, (symbol) =>
      String(this.symbols[symbol] ?? symbol),
    );
  }
}

/** Sums of terms by resource, in whole LUTs and flip-flops. */
export function resourcesOf(terms: readonly Term[]): Resources {
  let [lut, ff, dsp, bram18, uram] = [0, 0, 0, 0, 0];
  for (const { of, value } of terms) {
    if (of === 'lut') lut += value;
    else if (of === 'ff') ff += value;
    else if (of === 'dsp') dsp += value;
    else if (of === 'bram18') bram18 += value;
    else if (of === 'uram') uram += value;
  }
  return { lut: Math.ceil(lut), ff: Math.ceil(ff), dsp, bram18, uram };
}

/** Sum of the terms of one quantity. */
export function total(terms: readonly Term[], of: Term['of']): number {
  let sum = 0;
  for (const each of terms) if (each.of === of) sum += each.value;
  return sum;
}

/** Assumed until a synthesis report is available. */
export const flipFlopsPerLut = 1.2;

/** Sources of formulas and constants. */
export const sources = {
  blockRam: 'UG473: RAMB18 shapes; AR 61995: depth padded to a power of two on the 7 series',
  dsp48e1: 'UG479: DSP48E1, 25×18 bit',
  dsp48e2: 'UG579: DSP48E2, 27×18 bit',
  uram: 'UG573: URAM288, 4096×72 bit',
  atheena: 'ATHEENA (FCCM 2023), exit decision, 10 classes of 16 bit',
  template: 'structure of the exported kernel',
  flipFlops: 'assumed until calibrated: 1.2 flip-flops a LUT',
  assumed: 'assumed until calibrated',
} as const;
