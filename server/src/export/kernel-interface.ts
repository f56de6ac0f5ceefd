/** The interface of kernels to Vivado and the runtime. */
import type { Analysis, ModuleFigures } from '../analysis/analysis';
import { absolute } from '../analysis/offsets';
import { moduleStreams } from '../analysis/refusals/streams';
import { baseName } from '../workspace/file-system';
import { LineIndex } from '../workspace/positions';
import { type StreamNames, streamNames, weightStreams } from './hls/identifiers';
import { plainNames } from '../base/plain-names';

/** A module seen from outside: the packaged IP of its HLS project. */
export interface Kernel {
  readonly module: ModuleFigures;
  /** Top function, folder and IP name. */
  readonly top: string;
  readonly vlnv: string;
  /** Streams of values that enter and leave. */
  readonly streams: StreamNames;
  /** Additional streams: weights that come from memory. */
  readonly weights: readonly string[];
  /** Its declaration in compiler notation: `blenet.exeunt:41:1`. */
  readonly place: string;
}

/** The AXI4-Lite registers of `ap_ctrl_hs`, as Vitis HLS names them. All streams have TLAST and are 64 bit wide. */
export const kernelControl = 's_axi_control';

/** Every stage, exit and switch, in the order of the analysis. */
export function kernels(analysis: Analysis): Kernel[] {
  const plain = plainNames();
  return analysis.modules.map((module) => {
    const top = plain(module.name);
    const weights = weightStreams(module, top);
    const streams = streamNames(module, moduleStreams(analysis, module), top);
    const vlnv = `xilinx.com:hls:${top}:1.0`;
    return { module, top, vlnv, streams, weights, place: placeOf(analysis, module) };
  });
}

function placeOf(analysis: Analysis, { spec }: ModuleFigures): string {
  const at = absolute(analysis, spec.origin);
  const file = analysis.files.find((f) => f.uri === at?.uri);
  if (at === undefined || file === undefined) return baseName(analysis.uri);
  const { line, character } = new LineIndex(file.text).positionAt(at.start);
  return `${baseName(file.uri)}:${line + 1}:${character + 1}`;
}
