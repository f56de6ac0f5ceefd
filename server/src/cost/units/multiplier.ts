/** Multipliers in DSP blocks or LUTs. */
import type { CostOptions } from '../options';
import { sources, term, type Term } from '../prices/term';

/** Products with an operand of at most this many bits are built from LUTs. */
const lutProductBits = 4;

/** A product of two single bits is an XNOR, which is part of the sum's LUTs. */
export type Product = 'lut' | 'dsp' | 'xnor';

export function productOf(weightBits: number, activationBits: number): Product {
  if (weightBits === 1 && activationBits === 1) return 'xnor';
  return Math.min(weightBits, activationBits) > lutProductBits ? 'dsp' : 'lut';
}

/** DSP blocks per multiplier; the wide port has 25 bits on 7 series and 27 on UltraScale+. */
export function dspPerProduct(
  weightBits: number,
  activationBits: number,
  family: CostOptions['family'],
): number {
  return Math.ceil(weightBits / 18) * Math.ceil(activationBits / widePort(family));
}

/** DSP blocks for `lanes` multipliers. When packed, two int8 products that share an operand take one DSP48E2. */
export function dspTerms(
  pe: number,
  simd: number,
  weightBits: number,
  activationBits: number,
  options: CostOptions,
  available = Infinity,
): readonly Term[] {
  const symbols = { PE: pe, SIMD: simd, w: weightBits, a: activationBits };
  const e2 = options.family === 'ultrascale+';
  const source = e2 ? sources.dsp48e2 : sources.dsp48e1;
  if (options.pack === true && e2 && weightBits <= 8 && activationBits <= 8) {
    const packed = Math.ceil((pe * simd) / 2);
    return [term('multipliers, two in a block', 'dsp', '⌈PE·SIMD ÷ 2⌉', symbols, packed, `${source}; WP486`)];
  }
  const value = pe * simd * dspPerProduct(weightBits, activationBits, options.family);
  if (value > available) {
    const each = dspPerProduct(weightBits, activationBits, options.family);
    const most = each * Math.floor(available / each);
    return [
      term('multipliers, as many as there are blocks', 'dsp', 'available', { available: most }, most, source),
    ];
  }
  const formula = `PE·SIMD·⌈w ÷ 18⌉·⌈a ÷ ${widePort(options.family)}⌉`;
  return [term('multipliers', 'dsp', formula, symbols, value, source)];
}

function widePort(family: CostOptions['family']): 25 | 27 {
  return family === 'ultrascale+' ? 27 : 25;
}
