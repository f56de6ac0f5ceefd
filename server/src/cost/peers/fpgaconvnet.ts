/**
 * Resources in fpgaConvNet's analytical model (fpgaconvnet/tools/resource_analytical_model.py and its modules). Its LUT and
 * FF figures are regressions with coefficients in binary tables, which are not repeated here.
 */

const bramDepths = [
  [1, 16384],
  [2, 8192],
  [4, 4096],
  [9, 2048],
  [18, 1024],
  [36, 512],
] as const;

/** Memories with fewer bits are built from LUTs. */
const leastBits = 1024;
/** So are FIFOs with at most this many words. */
const shallowFifo = 32;

/** RAMB18 of a memory or FIFO: the narrowest shape that holds a word, or several side by side if none does. */
export function fpgaConvNetBram18(depth: number, width: number, kind: 'memory' | 'fifo'): number {
  const bits = depth * width;
  if (bits === 0) return 0;
  if (kind === 'fifo' ? bits <= leastBits || depth <= shallowFifo : bits < leastBits) return 0;
  const shape = bramDepths.find(([each]) => each >= width) ?? bramDepths[5];
  return Math.ceil(width / shape[0]) * Math.ceil(depth / shape[1]);
}

/** LUTs of a queue in LUT memory, in units of 16 bits by 32 words or 8 bits by 64 words. */
export function fpgaConvNetQueueLuts(depth: number, width: number): number {
  if (depth === 0 || width === 0) return 0;
  const [deep, wide] = depth <= 32 ? [32, 16] : [64, 8];
  return Math.ceil((width + 1) / wide) * Math.ceil(depth / deep);
}

/** DSP blocks per product. */
export function fpgaConvNetDsp(weightBits: number, activationBits: number): number {
  return Math.ceil(weightBits / 18) * Math.ceil(activationBits / 27);
}
