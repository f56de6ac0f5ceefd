/** The code of the input of a design's first network. */
import type { Quantisation, QuantisedDesign } from '../../server/src/arithmetic/quantised';

export function entryCode({ inputs }: QuantisedDesign): Quantisation {
  const [code] = inputs.values();
  if (code === undefined) throw new Error('the design has no network');
  return code;
}
