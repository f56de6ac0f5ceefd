/** Whole networks as published: their layers priced part by part, as a check of totals and of the bands of totals. */
import { readFile } from 'node:fs/promises';
import { formatBand } from '../src/base/format';
import type { Resources } from '../src/base/resources';
import { addSpreads, bandOfSum, type BandedTerms, noSpread, spreadOf } from '../src/cost/prices/band';
import { fifoTerms, fifoUncertainty } from '../src/cost/prices/fifo-prices';
import { resourcesOf } from '../src/cost/prices/term';
import { dmaTerms, kernelControlTerms, shellCost } from '../src/cost/shell';
import { mvuResources } from '../src/cost/units/mvu';
import type { MatrixVectorUnit } from '../src/cost/units/mvu-unit';
import { windowResources } from '../src/cost/units/window';
import { readCsv } from './csv';
import { measured } from './rows';

/** A published network: what it is made of, and what its implementation took. */
interface Network {
  readonly post_impl: { readonly LUT: number; readonly FF: number };
  readonly layers: readonly NetworkLayer[];
}

/** Weight bits are WPI, those of the result API; a layer with K is a convolution. */
interface NetworkLayer {
  readonly K?: number;
  readonly IFM_CH?: number;
  readonly IFM_DIM?: number;
  readonly OFM_DIM?: number;
  readonly SIMD: number;
  readonly PE: number;
  readonly WPI: number;
  readonly API: number;
  readonly MWeff: number;
  readonly MHeff: number;
  readonly vectors: number;
}

const options = { family: '7series' } as const;

export interface NetworkCase {
  readonly name: string;
  readonly estimated: Resources;
  readonly measured: { readonly lut: number; readonly ff: number };
  readonly parts: readonly BandedTerms[];
}

/** Published networks, and tables of the same networks on other parts; the remaining texts are tables of modules. */
export async function splitNetworks(
  files: readonly string[],
): Promise<{ readonly networks: readonly NetworkCase[]; readonly modules: readonly string[] }> {
  const networks: NetworkCase[] = [];
  const modules: string[] = [];
  const elsewhere: string[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    if (text.trimStart().startsWith('{')) networks.push(...readNetworks(text));
    else if (readCsv(text).columns.includes('standalone_LUT')) elsewhere.push(text);
    else modules.push(file);
  }
  return { networks: [...networks, ...elsewhere.flatMap((text) => onOtherParts(text, networks))], modules };
}

export function readNetworks(text: string): NetworkCase[] {
  const { networks } = JSON.parse(text) as { networks?: Readonly<Record<string, Network>> };
  if (networks === undefined) throw new Error('no `networks` in it');
  return Object.entries(networks).map(([name, { post_impl, layers }]) => {
    const parts = partsOf(layers);
    return {
      name,
      parts,
      estimated: resourcesOf(parts.flatMap(({ terms }) => terms)),
      measured: { lut: post_impl.LUT, ff: post_impl.FF },
    };
  });
}

/** Rows `rm`, `standalone_LUT`, `standalone_FF`; networks whose layers are not known are left out. */
function onOtherParts(text: string, networks: readonly NetworkCase[]): NetworkCase[] {
  return readCsv(text).rows.flatMap((row): NetworkCase[] => {
    const known = networks.find(({ name }) => name === row.cell('rm'));
    const [lut, ff] = [measured(row, 'standalone_LUT'), measured(row, 'standalone_FF')];
    return known && lut !== undefined && ff !== undefined ? [{ ...known, measured: { lut, ff } }] : [];
  });
}

/** Layers of FINN's kind, with thresholds in place of requantisation, behind one DMA. */
function partsOf(layers: readonly NetworkLayer[]): BandedTerms[] {
  // Images of bytes come in; vectors are bits from the start.
  let activationBits = layers[0]?.K === undefined ? 1 : 8;
  const parts: BandedTerms[] = [];
  for (const layer of layers) {
    const unit = unitOf(layer, activationBits);
    parts.push(mvuResources(unit, options));
    if (layer.K !== undefined) parts.push(windowOf(layer, layer.K, activationBits));
    parts.push(fifoOf(layer.SIMD * activationBits), fifoOf(layer.PE * layer.API));
    activationBits = layer.API;
  }
  parts.push({ terms: [...shellCost({ regions: 0, residents: 0, port: 'pcap' }).terms] });
  parts.push({ terms: [...kernelControlTerms(), ...dmaTerms(1)] });
  return parts;
}

function unitOf(layer: NetworkLayer, activationBits: number): MatrixVectorUnit {
  const { SIMD, PE, WPI, API, MWeff, MHeff, vectors } = layer;
  const accumulatorBits = Math.ceil(Math.log2(MWeff)) + WPI + activationBits;
  return {
    out: { h: vectors, w: 1 },
    channels: MWeff,
    kernel: 1,
    groups: 1,
    outputs: MHeff,
    pe: PE,
    simd: SIMD,
    weightBits: WPI,
    activationBits,
    accumulatorBits,
    product: WPI === 1 && activationBits === 1 ? 'xnor' : 'lut',
    inputIn: 'registers',
    // The last layer gives its sums.
    ...(API < accumulatorBits && { thresholds: { steps: 2 ** API - 1, bits: API } }),
  };
}

function windowOf(layer: NetworkLayer, kernel: number, activationBits: number): BandedTerms {
  const { IFM_CH = 1, IFM_DIM = 1, OFM_DIM = 1, SIMD } = layer;
  const window = {
    kernel: { h: kernel, w: kernel },
    stride: { h: 1, w: 1 },
    dilation: { h: 1, w: 1 },
    padding: { top: 0, left: 0, bottom: 0, right: 0 },
    padded: { h: IFM_DIM, w: IFM_DIM },
  };
  const sliding = { window, channels: IFM_CH, lanes: SIMD, out: { h: OFM_DIM, w: OFM_DIM }, activationBits };
  return windowResources(sliding, { ...options, written: true });
}

function fifoOf(width: number): BandedTerms {
  return { terms: fifoTerms(1, 2, width, options.family), uncertainty: fifoUncertainty({ depth: 2, width }) };
}

type Common = Parameters<typeof bandOfSum>[1];
type Sum = 'lut' | 'ff';

/** Of Student's distribution, by degrees of freedom: 80 % lie within. Few networks say little of the next. */
const quantiles = [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372];

/** Half width of the error that networks have in common, which is to hold 80 % of further ones. */
export function commonError(cases: readonly NetworkCase[]): { lut: number; ff: number } {
  const of = (kind: Sum): number => {
    const squares = cases.reduce((sum, each) => sum + errorOf(each, kind) ** 2, 0);
    const quantile = quantiles[Math.min(cases.length, quantiles.length) - 1] ?? 0;
    return Number((quantile * Math.sqrt(squares / Math.max(1, cases.length))).toFixed(3));
  };
  return { lut: of('lut'), ff: of('ff') };
}

function errorOf({ measured, estimated }: NetworkCase, kind: Sum): number {
  return measured[kind] / estimated[kind] - 1;
}

/** One line a network: how far its totals are off, and whether the bands hold them. */
export function networkTable(cases: readonly NetworkCase[], commonOf: (each: NetworkCase) => Common): string {
  const held = { lut: 0, ff: 0 };
  const lines = cases.map((each) => {
    const spread = each.parts.map((part) => spreadOf([part])).reduce(addSpreads, noSpread);
    const band = bandOfSum(spread, commonOf(each));
    const cells = (['lut', 'ff'] as const).map((kind) => {
      const error = errorOf(each, kind);
      const holds = -error <= band[kind].low && error <= band[kind].high;
      if (holds) held[kind]++;
      const off = `${error < 0 ? '−' : '+'}${(100 * Math.abs(error)).toFixed(1)} %`;
      return `${each.estimated[kind]} | ${each.measured[kind]} | ${off} | ${formatBand(band[kind])} | ${holds ? 'yes' : 'no'}`;
    });
    return `| ${each.name} | ${cells.join(' | ')} |`;
  });
  const head = ['network', ...['LUT', 'FF'].flatMap((kind) => [kind, 'measured', 'off', 'band', 'holds'])];
  return [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...lines,
    '',
    `In the band: ${held.lut} of ${cases.length} for LUT, ${held.ff} of ${cases.length} for FF.`,
  ].join('\n');
}

/** Each network with the common error of the others only. */
export function leftOutCommon(cases: readonly NetworkCase[]): (each: NetworkCase) => Common {
  return ({ name }) => commonError(cases.filter((other) => other.name !== name));
}
