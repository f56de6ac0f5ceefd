import { memoryPlace, bram18 } from '../src/cost/prices/memory';
import { mvuRules } from '../src/cost/units/mvu-prices';
import { mvuProperties, pricedUnit, weightStore } from '../src/cost/units/mvu';
import type { MatrixVectorUnit } from '../src/cost/units/mvu-unit';
import { finnMvauBram18, finnMvauDsp, finnMvauLuts, type FinnMvau } from '../src/cost/peers/finn';
import type { Module } from './module';
import type { Row } from './csv';
import { count, dataType, flag, ramStyle, Unusable, weightsIn } from './rows';

/** DSP blocks of the xc7z020, on which the modules were built: what is beyond them went into LUTs. */
const dspAvailable = 220;

/** A row of FINN's MVAU in its HLS style. */
export function measuredMvu(row: Row): Module {
  const type = row.cell('op_type');
  if (type !== '' && type !== 'MVAU_hls') throw new Unusable(`${type} is not the unit that is priced`);
  const finn = finnUnit(row);
  const unit = unitOf(row, finn);
  const memory = weightStore(unit);
  const at = pricedUnit(unit, memory, { family: '7series' });
  const place = memoryPlace(memory.depth, unit.weightsIn);
  return {
    component: 'mvu',
    shape: `${finn.mw}x${finn.mh}`,
    precision: `${row.cell('inputDataType')}·${row.cell('weightDataType')} to ${row.cell('outputDataType')}`,
    rules: mvuRules,
    unit: at,
    properties: mvuProperties(at),
    counted: {
      bram18: place === 'bram' ? memory.count * bram18(memory.depth, memory.width) : 0,
      dsp: at.dspProducts,
    },
    finn: { lut: finnMvauLuts(finn), bram18: finnMvauBram18(finn), dsp: finnMvauDsp(finn) },
  };
}

function finnUnit(row: Row): FinnMvau {
  const [mw, mh, pe, simd] = ['MW', 'MH', 'PE', 'SIMD'].map((column) => count(row, column)) as [
    number,
    number,
    number,
    number,
  ];
  if (mw % simd !== 0) throw new Unusable(`SIMD ${simd} does not divide MW ${mw}`);
  if (mh % pe !== 0) throw new Unusable(`PE ${pe} does not divide MH ${mh}`);
  const input = dataType(row, 'inputDataType');
  const weights = dataType(row, 'weightDataType');
  const mode = row.cell('mem_mode');
  if (mode === 'external') throw new Unusable('mem_mode external: its weights are elsewhere');
  return {
    mw,
    mh,
    pe,
    simd,
    vectors:
      row
        .cell('numInputVectors')
        .match(/\d+/g)
        ?.reduce((all, each) => all * Number(each), 1) ?? 1,
    weightBits: weights.bits,
    activationBits: input.bits,
    signedActivations: input.signed,
    accumulatorBits: row.cell('accDataType') === '' ? 32 : dataType(row, 'accDataType').bits,
    ...(!flag(row, 'noActivation') && { outputBits: dataType(row, 'outputDataType').bits }),
    multipliers: row.cell('resType') === 'dsp' ? 'dsp' : 'lut',
    memory: /embedded|const/.test(mode) ? 'embedded' : 'decoupled',
    ramStyle: ramStyle(row),
  };
}

function unitOf(row: Row, finn: FinnMvau): MatrixVectorUnit {
  const single = finn.weightBits === 1 && finn.activationBits === 1;
  const place = weightsIn(finn.ramStyle);
  return {
    out: { h: finn.vectors, w: 1 },
    channels: finn.mw,
    kernel: 1,
    groups: 1,
    outputs: finn.mh,
    pe: finn.pe,
    simd: finn.simd,
    weightBits: finn.weightBits,
    activationBits: finn.activationBits,
    accumulatorBits: finn.accumulatorBits,
    ...(place && { weightsIn: place }),
    product: flag(row, 'binaryXnorMode') || single ? 'xnor' : finn.multipliers,
    dspAvailable,
    inputIn: 'registers',
    sharedWeights: finn.memory === 'decoupled',
    ...(finn.outputBits !== undefined && {
      thresholds: { steps: 2 ** finn.outputBits - 1, bits: finn.outputBits },
    }),
  };
}
