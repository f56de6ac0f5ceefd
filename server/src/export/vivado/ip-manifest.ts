/** Describes the packaged kernels for checks without Vivado. */
import { type Kernel, kernelControl } from '../kernel-interface';

const axi = 'xilinx.com:interface:aximm_rtl:1.0';
const axis = 'xilinx.com:interface:axis_rtl:1.0';

/**
 * Interfaces and pins of the packaged kernels, for checks that run without Vivado, and for users who instantiate the
 * kernels themselves.
 */
export function ipManifest(kernels: readonly Kernel[]): string {
  const ips = kernels.map(({ vlnv, streams, weights }) => ({
    vlnv,
    interfaces: [
      { name: kernelControl, mode: 'slave', vlnv: axi },
      ...streams.inputs.map((name) => ({ name, mode: 'slave', vlnv: axis })),
      ...streams.outputs.map((name) => ({ name, mode: 'master', vlnv: axis })),
      ...weights.map((name) => ({ name, mode: 'slave', vlnv: axis })),
    ],
    pins: [
      { name: 'ap_clk', dir: 'I', type: 'clk' },
      { name: 'ap_rst_n', dir: 'I', type: 'rst' },
      { name: 'interrupt', dir: 'O', type: 'intr' },
    ],
  }));
  return `${JSON.stringify(ips, null, 2)}\n`;
}
