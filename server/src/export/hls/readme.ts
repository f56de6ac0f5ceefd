import { code, inCell, prose } from '../../base/markdown';
import type { HlsExport } from './hls-export';

/** How kernels and twin are built and run, and what was proved of them. */
export function hlsChapter({ plans, notes, twin }: HlsExport): string[] {
  return [
    '',
    '## Kernels',
    '',
    '| module | folder | reads, an input | writes, an input |',
    '|---|---|---|---|',
    ...plans.map(({ module, top, input, output, rule }) => {
      const out = `${rule ? 'verdict and ' : ''}${output.count} values of ${output.bytes} B`;
      return `| ${module.kind} ${inCell(code(module.name))} | \`hls/${top}/\` | ${input.count} values of ${input.bytes} B | ${out} |`;
    }),
    '',
    ...notes.map((note) => `${prose(note)}\n`),
    '```',
    'make csim      # each kernel against the integer reference, every value, under sanitizers; needs g++ or clang++',
    'make cycles    # turns of every loop against the cost model',
    'make fifos     # processes side by side over FIFOs of their real depth',
    'make hls       # C simulation, synthesis and packaged IP; needs Vitis HLS 2020.2 or newer',
    '```',
    '',
    'Each kernel is one dataflow region: a process or two for each layer, streams between them, weights as constants. ' +
      'Values stream by rows, then columns, then channels. `hls/include/` holds the library of layers; outside of ' +
      'Vitis a stand-in of `hls::stream` takes the place of Xilinx’s.',
    '',
    ...(twin ? twinChapter : []),
    'The C++ was compiled and run with g++, the scripts were checked against the rules of Vitis HLS’s manuals without ' +
      'Vitis. That is not Vitis’ own word: II=1, timing and resources are its to tell.',
  ];
}

const twinChapter = [
  '### The software twin',
  '',
  '```',
  'make sim IMAGES=t10k-images-idx3-ubyte LABELS=t10k-labels-idx1-ubyte',
  '```',
  '',
  'runs the kernels under the controller that the board runs too (`runtime/controller/`), with the model’s times, and ' +
    'prints labels, exits, accuracy and the timeline beside the predicted one, and how many images leave elsewhere than ' +
    'the design’s profile says (`runtime/sim/profile.csv`, where the export knows the images of the profile). Images and labels are IDX files, not ' +
    'compressed; `SIM_ARGUMENTS="--count 100 --predictions out.csv"` writes each ' +
    'sample’s exit and label, `--logits out.csv` what every exit makes of it (real numbers, to be held beside the model’s own).',
  '',
];
