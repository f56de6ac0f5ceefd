/** Texts and comparisons shared by the tests of the language. */
import { format, type Block, type FileTree } from '../../grammar/src/index';
import type { Case } from '../../grammar/src/tree';

/** Every block, every layer kind and every setting at least once, without errors. */
export const wholeDesign = `// B-LeNet on PYNQ-Z2: the early exit is computed while the region reconfigures.
import "boards.exeunt"                    // optional: blocks from another file

device {
  board  pynq-z2                          // or: part "xc7z020clg400-1"
  clock  100 MHz                          /* fabric
                                             clock */
  port   icap at 380 MB/s overhead 12 us
  memory 1.0 GB/s
  shell  lut 4500 ff 6000 bram18 4 dsp 0
}

network blenet from "blenet.onnx" {
  precision int8
  input   image 1x28x28
  conv    conv1  kernel 5x5 filters 6 pad 2
  relu
  maxpool pool1  window 2x2
  conv    conv2  kernel 5x5 filters 16    parallel pe 4 simd 6

  // the second half
  batchnorm
  depthwise "/features/0/Conv" kernel 3 stride 1x2 pad same weights-in lutram
  upsample up scale 2
  add sum from conv2, up
  concat both from sum, up activations int4
  avgpool window 2x2 stride 2
  globalpool
  flatten
  dense   fc1    units 120                weights int4 sparsity 90% codebook 4 bits rank 8
  dense   fc2    units 10 parallel auto
  softmax
}

exit early after pool1 {
  conv    b1     kernel 3x3 filters 4 stride 2 groups 2 dilation 1
  dense   b2     units 10
  when    softmax >= 0.95
  rate    62%
  on      static
}

switch gate before shallow, deep {      // model selection
  conv g1 kernel 3x3 filters 4
  case easy rate 70% -> shallow
  case hard rate 30% -> deep
  on   cpu
}

stage front in rp0 { conv1 .. pool1 }     // together one module
stage back  in rp0 { conv2 .. fc2 } weights int4 filters 8
stage rest in static { flatten, "x y" }

region rp0 {
  pblock SLICE_X0Y50:SLICE_X31Y99 DSP48_X3Y20:X4Y39, CLOCKREGION_X0Y0
  reserve lut 20% bram 10%
  snapping on
  reset off
  utilisation 80%
}

region rp1 { pblock auto }

schedule {
  policy  overlap
  batch   1
  arrival every 10 ms
}

profile "blenet.trace.csv"

budget {
  latency worst <= 20 ms
  latency mean  <= 12 ms
  throughput    >= 60 /s
  accuracy      >= 98%
  lut           <= 80%
}

paper {
  title "BranchyNet: fast inference"
  year  2016
  id    "arXiv:1709.01686"
  kind  reproduces
  on    "GPU"
  note  "Trained anew."
  latency mean = 1.2 ms within 5%
  rate of early = 94.3% within 3% because "the threshold is theirs"
  lut of front to back = 13%
  cycles of conv1 = 5120 within 0%
}
`;

/** The meaning of a text, without positions. */
export function meaning(tree: FileTree | Block | Case | undefined): unknown {
  return without(tree, new Set(['span', 'body', 'start', 'end', 'length', 'suggestions']));
}

function without(value: unknown, keys: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((v: unknown) => without(v, keys));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([k, v]) => (keys.has(k) ? [] : [[k, without(v, keys)]])),
  );
}

/** Pieces that break a design where they are inserted. */
export const fragments: readonly string[] = [
  ...[
    '{',
    '}',
    '"',
    '/*',
    '*/',
    '//',
    '\n',
    ' ',
    '\r\n',
    '\n\n\n',
    '\t',
    ',',
    '->',
    '..',
    '%',
    '§§',
    '\u0000',
    '😀',
  ],
  ...[
    '/* c */',
    '// d\n',
    '/* a\n b */',
    'network',
    'exit e after x {',
    'stage s in r {',
    'import "a"',
    'device {',
  ],
  ...['\nregion r {', 'weights int4', 'conv', 'kernel 3', '5x5', '12 ms', 'unknown', 'Ünïcode-näme', '\\'],
];

export const formatted = format(wholeDesign);
