/** Small designs over the whole template, each a file of one or more kernels. */
import { pynq } from '../../support/designs';

const network = (body: string, more = ''): string => `${pynq}\nnetwork n {\n${body}\n}\n${more}`;

const classes = (count: number): string => `flatten\n dense f units ${count}`;

const exit = (after: string, when: string, units = 5): string =>
  `exit e after ${after} { flatten\n dense s units ${units}\n when ${when}\n rate 50%\n on static }`;

export const templateDesigns = {
  'a residual block, and one behind it': network(`input image 4x12x12
    conv c0 kernel 3x3 filters 8 pad 1 parallel pe 2 simd 4
    relu r0
    conv c1 kernel 3x3 filters 8 pad 1 parallel pe 2 simd 8
    relu
    conv c2 kernel 3x3 filters 8 pad 1 parallel pe 4 simd 8
    add a1 from c2, r0 parallel pe 2
    relu r1
    conv c3 kernel 3x3 filters 8 pad 1
    conv c4 kernel 1x1 filters 8
    add a2 from c4, r1
    relu
    globalpool
    dense f units 10`),
  'a wide residual block': network(`input image 8x12x12
    conv c0 kernel 3x3 filters 8 pad 1 parallel pe 8 simd 8
    relu r0
    conv c1 kernel 3x3 filters 8 pad 1 parallel pe 8 simd 24
    relu
    conv c2 kernel 3x3 filters 8 pad 1 parallel pe 8 simd 24
    add a1 from c2, r0 parallel pe 8
    relu r1
    globalpool
    dense f units 10`),
  'a block that halves, with a 1x1 on its shorter arm': network(`input image 3x11x11
    conv c0 kernel 3x3 filters 4 pad 1
    conv c1 kernel 3x3 filters 6 pad 1 stride 2 from c0 parallel pe 3 simd 4
    conv c2 kernel 3x3 filters 6 pad 1 parallel pe 2 simd 6
    conv s kernel 1x1 filters 6 stride 2 from c0
    add a from c2, s parallel pe 6
    ${classes(3)}`),
  'four arms of other lengths that end in one image': network(`input image 4x9x9
    conv c0 kernel 1x1 filters 4
    conv a kernel 1x1 filters 2 from c0
    conv b1 kernel 1x1 filters 3 from c0
    conv b2 kernel 3x3 filters 4 pad 1
    conv d1 kernel 1x1 filters 2 from c0
    conv d2 kernel 5x5 filters 3 pad 2
    maxpool p window 3x3 stride 1 pad 1 from c0
    conv p1 kernel 1x1 filters 3
    concat j from a, b2, d2, p1
    ${classes(4)}`),
  'every layer joined with all before it': network(`input image 2x7x7
    conv c0 kernel 3x3 filters 2 pad 1
    conv c1 kernel 3x3 filters 2 pad 1
    concat j1 from c0, c1
    conv c2 kernel 3x3 filters 2 pad 1
    concat j2 from j1, c2
    conv c3 kernel 3x3 filters 2 pad 1
    concat j3 from j2, c3, c0
    ${classes(3)}`),
  'arms that differ by many layers': network(`input image 1x9x4
    conv c0 kernel 1x1 filters 2
    ${Array.from({ length: 12 }, (_, i) => `conv l${i} kernel 3x3 filters 2 pad 1`).join('\n')}
    add a from l11, c0
    ${classes(2)}`),
  'joins of single pixels': network(`input image 4x1x1
    conv c0 kernel 1x1 filters 4 parallel pe 4 simd 4
    conv c1 kernel 3x3 filters 4 pad 1 parallel pe 4 simd 4
    conv c2 kernel 1x1 filters 4 parallel pe 4 simd 4
    add a from c2, c0 parallel pe 4
    conv c3 kernel 1x1 filters 4 parallel pe 2 simd 2
    concat j from c3, a parallel pe 2
    conv k kernel 1x1 filters 3`),
  'joins of vectors': network(`input image 2x3x3
    flatten
    dense a units 6
    relu ra
    dense b units 6
    relu
    dense c units 6
    add s from c, ra
    relu rs
    dense d units 6
    concat j from d, rs
    dense f units 3`),
  'prime channels': network(
    `input image 3x7x5
    conv a kernel 3x3 filters 7 pad 1 parallel pe 7 simd 3
    relu ra
    conv b kernel 2x2 filters 11 pad same parallel pe 1 simd 7
    conv c kernel 1x1 filters 7 parallel pe 7 simd 11
    add s from c, ra
    conv d kernel 3x3 filters 13 parallel pe 13 simd 1
    ${classes(11)}`,
    exit('s', 'margin >= 0.2', 7),
  ),
  'a thousand classes': network(
    `input image 1x4x4
    conv a kernel 3x3 filters 2
    flatten
    dense b units 4
    dense f units 1000`,
    exit('a', 'softmax >= 0.01', 1000),
  ),
  'single pixels': network(
    `input image 5x1x1
    conv a kernel 1x1 filters 3
    relu
    conv b kernel 3x3 filters 4 pad 1
    maxpool m window 1x1
    globalpool
    dense f units 2`,
    exit('a', 'entropy <= 0.5', 2),
  ),
  'kernels of all shapes': network(`input image 2x13x14
    conv a kernel 1x3 filters 3 pad 0x1
    conv b kernel 5x1 filters 4 parallel pe 2
    conv c kernel 2x3 filters 3 pad same parallel simd 4
    conv d kernel 4x4 filters 2 stride 2x1
    conv e kernel 3x5 filters 2
    ${classes(5)}`),
  'strides and uneven padding': network(`input image 2x17x15
    conv a kernel 3x3 filters 4 stride 2 pad 1x0x0x1
    conv b kernel 3x2 filters 2 stride 1x3 parallel pe 2
    conv c kernel 1x1 filters 3 stride 2
    ${classes(2)}`),
  dilation: network(`input image 2x15x13
    conv a kernel 3x3 filters 3 dilation 2 pad 2
    conv b kernel 2x3 filters 2 dilation 3 parallel pe 2
    conv c kernel 3x1 filters 2 dilation 2
    ${classes(2)}`),
  groups: network(`input image 4x8x8
    conv a kernel 3x3 filters 8 groups 2 pad 1 parallel pe 2 simd 6
    conv b kernel 3x3 filters 8 groups 4 parallel pe 4 simd 6
    conv c kernel 1x1 filters 4 groups 2 parallel pe 4
    ${classes(3)}`),
  depthwise: network(`input image 4x9x8
    depthwise a kernel 3x3 pad 1 parallel pe 4 simd 3
    conv b kernel 1x1 filters 6 parallel pe 3 simd 4
    depthwise c kernel 3x3 stride 2 pad 1 parallel pe 2 simd 9
    depthwise d kernel 2x2 filters 12 parallel pe 6 simd 1
    ${classes(3)}`),
  'an inverted residual': network(`input image 4x8x8
    conv a kernel 1x1 filters 4
    conv x kernel 1x1 filters 12 parallel pe 4
    relu
    depthwise d kernel 3x3 pad 1 parallel pe 6 simd 3
    relu
    conv p kernel 1x1 filters 4 parallel simd 6
    add s from p, a parallel pe 2
    ${classes(3)}`),
  'largest values': network(`input image 6x12x12
    maxpool a window 2x2 parallel pe 3
    maxpool b window 3x3 stride 1 pad 1 parallel pe 2
    maxpool c window 3x2 stride 2x1
    maxpool d window 1x2 stride 1x2
    ${classes(2)}`),
  means: network(`input image 4x12x13
    avgpool a window 2x2 parallel pe 4
    avgpool b window 3x3 stride 1 pad 1
    avgpool c window 3x3 stride 2
    globalpool g parallel pe 2
    dense f units 2`),
  'an upsampled arm': network(`input image 2x8x6
    conv a kernel 3x3 filters 4 pad 1
    maxpool p window 2x2
    conv b kernel 3x3 filters 4 pad 1
    upsample u scale 2
    concat j from u, a
    conv c kernel 3x3 filters 3 pad 1
    ${classes(3)}`),
  'upsampled rows and columns': network(`input image 3x4x5
    upsample u scale 1x3
    conv a kernel 2x2 filters 4 parallel pe 2
    upsample v scale 3x1 parallel pe 2
    ${classes(3)}`),
  'weights from memory': network(`input image 2x6x6
    conv a kernel 3x3 filters 4 weights-in ddr parallel pe 2 simd 6
    conv b kernel 1x1 filters 3 weights int12 weights-in ddr
    flatten
    dense f units 4 weights-in ddr parallel pe 2 simd 3`),
  'windows at once': network(`input image 1x10x11
    conv a kernel 5x5 filters 4 pad 2 parallel pe 4 simd 25 window parallel
    relu ra
    conv b kernel 3x3 filters 4 pad 1 parallel pe 2 simd 12 window parallel
    add s from b, ra
    conv c kernel 3x1 filters 2 parallel simd 4 window parallel
    ${classes(3)}`),
  'numbers of all widths': network(`input image 3x8x8
    conv a kernel 3x3 filters 4 weights ternary activations int4
    conv b kernel 3x3 filters 4 weights binary activations binary parallel pe 2 simd 12
    conv c kernel 2x2 filters 4 weights int4 activations int12 parallel simd 4
    relu
    conv d kernel 1x1 filters 3 weights int16 activations int16
    flatten
    dense f units 5 weights int3`),
  'weights in other memories': network(`input image 2x8x8
    conv a kernel 3x3 filters 4 weights-in lutram
    conv b kernel 3x3 filters 8 weights-in bram parallel pe 2
    ${classes(3)}`),
  'an exit on the input, and one behind each layer': network(
    `input image 2x8x8
    conv a kernel 3x3 filters 3
    conv b kernel 3x3 filters 4
    ${classes(4)}`,
    `exit x after image { globalpool\n dense xs units 4\n when softmax2 >= 0.4\n rate 10% }
    exit y after a { conv yc kernel 2x2 filters 2 stride 2\n flatten\n dense ys units 4\n when entropy <= 1\n rate 10% }
    exit z after b { globalpool zg\n dense zs units 4\n dense zc units 1 from zg\n when zc >= 0.5\n rate 10% }`,
  ),
  'one score of two classes': network(
    `input image 1x6x6
    conv a kernel 3x3 filters 2
    flatten
    dense f units 1`,
    `exit e after a { flatten\n dense s units 1\n when margin >= 0.3\n rate 50% }`,
  ),
  'a switch behind a layer': `${pynq}
network n {
  input image 1x8x8
  conv a kernel 3x3 filters 2
  conv b kernel 3x3 filters 3
  flatten
  dense f units 4
}
exit quick after a {
  flatten
  dense q units 4
  when softmax >= 0.6
  rate 30%
}
switch w after a {
  globalpool
  dense g units 2
  case p rate 50% -> m
  case q rate 50% -> l
  on static
}
stage k in static { a }
stage m in static { b .. f }
stage l in static { b .. f }`,
  'a switch before networks': `${pynq}
network small {
  input image 2x8x8
  conv a kernel 3x3 filters 2 stride 2
  flatten
  dense fa units 3
}
network large {
  input image 2x8x8
  conv b kernel 3x3 filters 4 pad 1
  conv c kernel 3x3 filters 4
  flatten
  dense fb units 3
}
switch g before small, large {
  maxpool gp window 2x2
  flatten
  dense gs units 2
  case easy rate 60% -> small
  case hard rate 40% -> large
  on static
}`,
  'stages of their own settings': `${pynq}
network n {
  input image 1x8x8
  conv a kernel 3x3 filters 4
  conv b kernel 2x2 filters 8
  flatten
  dense f units 10
}
stage front in static { a } parallel pe 2 simd 3
stage mid in static { b } activations int12
stage back in static { f } weights-in ddr`,
} as const satisfies Readonly<Record<string, string>>;
