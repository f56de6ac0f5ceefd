import { bram18, memoryPlace } from '../src/cost/prices/memory';
import { finnWindowBram18, finnWindowDepth, finnWindowLuts, type FinnWindow } from '../src/cost/peers/finn';
import { windowProperties, windowRules, type PricedWindow } from '../src/cost/units/window';
import type { Module } from './module';
import type { Row } from './csv';
import { count, dataType, flag, pair, ramStyle, Unusable, weightsIn } from './rows';

/** A row of FINN's ConvolutionInputGenerator_rtl. */
export function measuredWindow(row: Row): Module {
  const type = row.cell('op_type');
  if (type !== '' && type !== 'ConvolutionInputGenerator_rtl') {
    throw new Unusable(`${type} is not the window that is priced`);
  }
  const finn = finnWindow(row);
  const unit = pricedWindow(finn);
  return {
    component: 'window',
    shape: `${finn.channels}x${row.cell('IFMDim')}`,
    precision: row.cell('inputDataType'),
    rules: windowRules,
    unit,
    properties: windowProperties(unit),
    counted: { bram18: unit.inLuts ? 0 : bram18(unit.depth, unit.width), dsp: 0 },
    finn: { lut: finnWindowLuts(finn), bram18: finnWindowBram18(finn), dsp: 0 },
  };
}

function finnWindow(row: Row): FinnWindow {
  const channels = count(row, 'IFMChannels');
  const simd = count(row, 'SIMD');
  if (channels % simd !== 0) throw new Unusable(`SIMD ${simd} does not divide IFMChannels ${channels}`);
  return {
    channels,
    simd,
    kernel: pair(row, 'ConvKernelDim'),
    stride: pair(row, 'Stride', 1),
    dilation: pair(row, 'Dilation', 1),
    height: pair(row, 'IFMDim').h,
    width: pair(row, 'IFMDim').w,
    out: pair(row, 'OFMDim', 1),
    activationBits: dataType(row, 'inputDataType').bits,
    ramStyle: ramStyle(row),
    parallel: flag(row, 'parallel_window'),
  };
}

/** One buffer; or, for all positions at once, a buffer a row of the kernel and registers for what stands in it. */
function pricedWindow(finn: FinnWindow): PricedWindow {
  const { kernel, dilation, width, simd, activationBits, parallel } = finn;
  const bits = simd * activationBits;
  const line = width - ((kernel.w - 1) * dilation.w + 1);
  const depth = parallel ? Math.max(1, line) : finnWindowDepth(finn);
  const inLuts = memoryPlace(depth, weightsIn(finn.ramStyle)) === 'lutram';
  if (!parallel) return { depth, width: bits, inLuts, registers: 0 };
  const rows = Math.max(1, kernel.h - 1);
  return { depth, width: rows * bits, inLuts, registers: kernel.h * kernel.w * bits };
}
