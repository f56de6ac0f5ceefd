/** Layouts, flattens and sizes as different exporters write them. */
import { describe, test } from 'vitest';
import { journey } from './journey';

const unary = (lines: string): string => `x: N,1,12,12\n${lines}\n-> final`;

describe('a flatten', () => {
  test.each<[string, string, number]>([
    [
      'as x.view(x.size(0), -1), of an exit and of the end',
      `x: batch,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      MaxPool b -> c kernel_shape=2,2 strides=2,2
      Shape c -> s
      Gather s i0 -> n axis=0
      Unsqueeze n -> u axes=0,
      Concat u i:-1 -> v axis=0
      Reshape c v -> d
      Gemm d ~5,216 ~5 -> exit1 transB=1
      Conv c ~8,6,3,3 ~8 -> e
      Relu e -> f
      Shape f -> ss
      Gather ss i0 -> nn axis=0
      Unsqueeze nn -> uu axes=0,
      Concat uu i:-1 -> vv axis=0
      Reshape f vv -> g
      Gemm g ~5,128 ~5 -> final transB=1
      -> exit1 final`,
      11,
    ],
    [
      'of two scales, joined as vectors',
      unary(`Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      Conv b ~8,6,3,3 ~8 -> c strides=2,2
      Relu c -> d
      MaxPool b -> e kernel_shape=4,4 strides=4,4
      Flatten e -> f
      Flatten d -> g
      Concat f g -> h axis=1
      Gemm h ~5,254 ~5 -> final transB=1`),
      13,
    ],
    [
      'as a mean of rows and then of columns',
      unary(`Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      Conv b ~6,6,3,3 ~6 -> c
      Relu c -> d
      ReduceMean d -> e axes=3, keepdims=0
      ReduceMean e -> f axes=2, keepdims=0
      Gemm f ~5,6 ~5 -> final transB=1`),
      13,
    ],
  ])('%s', (_, text, opset) => journey(text, { holds: [] }, { opset }));
});

describe('an input', () => {
  test.each<[string, string]>([
    [
      'with its channels last, flattened in that order',
      `x: N,12,12,3
      Transpose x -> a perm=0,3,1,2
      Conv a ~6,3,3,3 ~6 -> b auto_pad=SAME_UPPER strides=2,2
      Relu b -> c
      Transpose c -> d perm=0,2,3,1
      Reshape d i:-1,216 -> e
      MatMul e ~216,5 -> f
      Add f ~5 -> exit1
      Conv c ~8,6,3,3 ~8 -> g
      Relu g -> h
      Transpose h -> i perm=0,2,3,1
      Reshape i i:-1,128 -> j
      MatMul j ~128,5 -> k
      Add k ~5 -> final
      -> exit1 final`,
    ],
    [
      'with its channels last, and a squeezed mean',
      `x: 1,10,14,3
      Transpose x -> a perm=0,3,1,2
      Conv a ~6,3,3,3 ~6 -> b auto_pad=SAME_UPPER
      Relu b -> c
      GlobalAveragePool c -> d
      Squeeze d i:2,3 -> e
      Gemm e ~6,5 ~5 -> final
      -> final`,
    ],
    [
      'whose pixels are prepared with their channels last',
      `x: 1,12,12,3
      Div x 255 -> a
      Sub a f:0.5,0.4,0.3 -> b
      Div b f:0.2,0.3,0.4 -> c
      Transpose c -> d perm=0,3,1,2
      Conv d ~6,3,3,3 ~6 -> e pads=1,1,1,1
      Relu e -> f
      Flatten f -> g
      Gemm g ~5,864 ~5 -> final transB=1
      -> final`,
    ],
    [
      'of one row of figures that the model folds into an image',
      `x: N,144
      Reshape x i:-1,1,12,12 -> a
      Conv a ~6,1,3,3 ~6 -> b pads=1,1,1,1
      Relu b -> c
      Flatten c -> d
      Gemm d ~5,864 ~5 -> final transB=1
      -> final`,
    ],
    [
      'of one dimension with channels',
      `x: 1,2,64
      Conv x ~8,2,5 ~8 -> a kernel_shape=5, pads=2,2
      Relu a -> b
      MaxPool b -> c kernel_shape=2, strides=2,
      Flatten c -> d
      Gemm d ~5,256 ~5 -> exit1 transB=1
      Conv c ~8,8,3 ~8 -> e kernel_shape=3,
      Relu e -> f
      GlobalAveragePool f -> g
      Flatten g -> h
      Gemm h ~5,8 ~5 -> final transB=1
      -> exit1 final`,
    ],
  ])('%s', (_, text) => journey(text, { holds: [] }));
});

describe('weights', () => {
  test('that the graph computes', () =>
    journey(
      unary(`ReduceL2 ~6,1,3,3 -> n axes=1,2,3 keepdims=1
      Div ~6,1,3,3 n -> v
      Mul v +6,1,1,1 -> w
      Conv x w -> a kernel_shape=3,3 pads=1,1,1,1
      Relu a -> b
      Flatten b -> c
      Gemm c ~5,864 ~5 -> final transB=1`),
      { holds: [] },
    ));

  test('of functions of the model’s own', () =>
    journey(
      unary(`own.block x ~6,1,3,3 ~6 -> a
      own.block a ~6,6,3,3 ~6 -> b
      Flatten b -> c
      Gemm c ~5,864 ~5 -> final transB=1`),
      { holds: [] },
      {
        opset: 17,
        functions: {
          block: `x w b:
          Conv x w b -> t kernel_shape=3,3 pads=1,1,1,1
          Relu t -> y
          -> y`,
        },
      },
    ));

  test('of a sum that old exporters write as Sum', () =>
    journey(
      unary(`Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      Conv b ~6,6,3,3 ~6 -> c pads=1,1,1,1
      Sum b c -> d
      Relu d -> e
      Flatten e -> f
      Gemm f ~5,864 ~5 -> final transB=1`),
      { holds: [] },
      { opset: 8 },
    ));
});
