/** The README chapter about kernels and the software twin. */
import { code, inCell, prose } from '../../base/markdown';
import type { HlsExport } from './hls-export';
import type { Port } from './kernel';

/** How to build and run the kernels and the twin, and how they were verified. */
export function hlsChapter({ plans, notes, twin }: HlsExport): string[] {
  return [
    '',
    '## Kernels',
    '',
    '| module | folder | reads per input | writes per input |',
    '|---|---|---|---|',
    ...plans.map(({ module, top, inputs, outputs, rule }) => {
      const out = `${rule ? 'verdict and ' : ''}${valuesOf(outputs)}`;
      return `| ${module.kind} ${inCell(code(module.name))} | \`hls/${top}/\` | ${valuesOf(inputs)} | ${out} |`;
    }),
    '',
    ...notes.map((note) => `${prose(note)}\n`),
    '```',
    'make csim      # every value of each kernel against the integer reference, under sanitizers; needs g++ or clang++',
    'make cycles    # iterations of every loop against the cost model',
    'make fifos     # processes running concurrently over FIFOs of their real depth, also as pipelines that stall',
    'make hls       # C simulation, synthesis and packaged IP; needs Vitis HLS 2020.2 or newer',
    '```',
    '',
    'Each kernel is one dataflow region: one or two processes per layer, streams between them, weights as constants. ' +
      'Values stream by rows, then columns, then channels. `hls/include/` holds the layer library; outside of ' +
      'Vitis a stand-in replaces Xilinx’s `hls::stream`.',
    '',
    ...(twin ? twinChapter : []),
    'The C++ was compiled and run with g++, and the scripts were checked against the rules in the Vitis HLS manuals, ' +
      'without Vitis. Only Vitis itself can confirm II=1, timing and resources.',
  ];
}

function valuesOf(ports: readonly Port[]): string {
  const [first, ...others] = ports.map(({ count, bytes }) => `${count} values of ${bytes} B`);
  return [first, ...others.map((o, i) => `${o} (\`${ports[i + 1]?.name ?? ''}\`)`)].join(', ');
}

const twinChapter = [
  '### The software twin',
  '',
  '```',
  'make sim IMAGES=t10k-images-idx3-ubyte LABELS=t10k-labels-idx1-ubyte',
  '```',
  '',
  'runs the kernels under the same controller as the board (`runtime/controller/`), with the model’s times. It ' +
    'prints labels, exits, accuracy, the timeline beside the predicted one, and the number of images that leave at another exit than ' +
    'in the design’s profile (`runtime/sim/profile.csv`, if the export knows the images of the profile). Images and labels are uncompressed ' +
    'IDX files; `SIM_ARGUMENTS="--count 100 --predictions out.csv"` writes each ' +
    'sample’s exit and label, `--logits out.csv` the output of every exit (real numbers, for comparison with the model’s own).',
  '',
];
