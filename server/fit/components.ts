/** From a row of measured modules to what is priced: one entry a component, with FINN's own estimate beside it. */
import { largestRules } from '../src/cost/units/largest';
import { paddingRules } from '../src/cost/units/padding';
import { thresholdingRules } from '../src/cost/units/thresholding-unit';
import type { Row } from './csv';
import { measuredFifo } from './fifo-row';
import type { Module } from './module';
import { measuredMvu } from './mvu-row';
import { count, dataType, Unusable } from './rows';
import { measuredWindow } from './window-row';

/** By the `base` of a row. */
export const readers: Readonly<Record<string, (row: Row) => Module>> = {
  MVAU: measuredMvu,
  ConvolutionInputGenerator: measuredWindow,
  FMPadding: (row) => {
    const { bits } = dataType(row, 'inputDataType');
    const width = count(row, 'SIMD') * bits;
    return {
      ...plain,
      component: 'padding',
      shape: `${row.cell('NumChannels')}x${row.cell('ImgDim')}`,
      precision: row.cell('inputDataType'),
      rules: paddingRules,
      unit: { width },
      properties: { 'padded bits': width },
    };
  },
  Thresholding: (row) => {
    const { bits } = dataType(row, 'inputDataType');
    const pe = count(row, 'PE');
    const steps = row.cell('numSteps') === '' ? stepsOf(row) : count(row, 'numSteps');
    return {
      ...plain,
      component: 'thresholds',
      shape: row.cell('NumChannels'),
      precision: `${row.cell('inputDataType')} to ${row.cell('outputDataType')}`,
      rules: thresholdingRules,
      unit: { pe, activationBits: bits, steps },
      properties: { 'values at once': pe, 'activation bits': bits, steps },
    };
  },
  LabelSelect: (row) => {
    if (row.cell('PE') !== '' && count(row, 'PE') > 1) throw new Unusable('more than one value at once');
    const { bits } = dataType(row, 'inputDataType');
    return {
      ...plain,
      component: 'largest',
      shape: row.cell('Labels'),
      precision: row.cell('inputDataType'),
      rules: largestRules,
      unit: { bits },
      properties: { 'bits of a value': bits },
    };
  },
  StreamingFIFO: measuredFifo,
};

const plain = { counted: { bram18: 0, dsp: 0 }, finn: {} };

function stepsOf(row: Row): number {
  return 2 ** dataType(row, 'outputDataType').bits - 1;
}
