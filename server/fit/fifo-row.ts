import { fifoBram18, fifoRules, shiftRegisters } from '../src/cost/prices/fifo-prices';
import { finnFifoLuts } from '../src/cost/peers/finn';
import type { Module } from './module';
import type { Row } from './csv';
import { count, measured, Unusable } from './rows';

/** FINN's streams are whole bytes. */
const byte = 8;

/** A row of FINN's StreamingFIFO, with the columns `inWidth` and `depth`. */
export function measuredFifo(row: Row): Module {
  const depth = count(row, 'depth');
  const bits = count(row, 'inWidth');
  const width = byte * Math.ceil(bits / byte);
  const unit = { depth, width };
  checkSelf(row, unit);
  return {
    component: 'fifo',
    shape: `${depth}x${bits}`,
    precision: `${bits} bits`,
    rules: fifoRules,
    unit,
    properties: { 'FIFO words': depth, 'FIFO bits': width },
    counted: {
      bram18: row.cell('impl_style') === 'vivado' ? fifoBram18(depth, width, '7series') : 0,
      dsp: 0,
    },
    finn: { lut: finnFifoLuts(depth, bits), bram18: 0, dsp: 0 },
  };
}

/** Flip-flops of control that two registers a bit may come with. */
const mostControl = 16;

/**
 * Tables that join configurations and reports by name alone mix them up: a FIFO of a thousand bits with 22
 * flip-flops is another one's report. Words in shift registers can be counted, and words in registers too.
 */
function checkSelf(row: Row, unit: { readonly depth: number; readonly width: number }): void {
  const shifts = measured(row, 'SRL');
  const flipFlops = measured(row, 'FF') ?? 0;
  if (shifts === undefined) return;
  const twice = 2 * unit.width;
  const fits =
    unit.depth > 2
      ? shifts === shiftRegisters(unit)
      : shifts === 0 && flipFlops >= twice && flipFlops <= 1.05 * twice + mostControl;
  if (!fits) throw new Unusable('its report is not of a FIFO of this width and depth');
}
