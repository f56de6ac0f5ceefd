/** Norms, factors and shifts wherever people put them: each folds into a layer, or is one of its own with weights. */
import { describe, test } from 'vitest';
import { journey } from './journey';

const norm = (from: string, to: string, channels: number): string =>
  `BatchNormalization ${from} +${channels} ~${channels} ~${channels} +${channels} -> ${to}`;

describe('a norm or a factor', () => {
  test.each<[string, string]>([
    [
      'behind a relu',
      `x: 1,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      ${norm('b', 'c', 6)}
      MaxPool c -> d kernel_shape=2,2 strides=2,2
      Conv d ~8,6,3,3 ~8 -> e
      Relu e -> f
      ${norm('f', 'g', 8)}
      Flatten g -> h
      Gemm h ~5,128 ~5 -> final transB=1
      -> final`,
    ],
    [
      'in front of the relu of a pre-activation block',
      `x: 1,1,12,12
      Conv x ~8,1,3,3 ~8 -> a pads=1,1,1,1
      ${norm('a', 'b', 8)}
      Relu b -> c
      Conv c ~8,8,3,3 ~8 -> d pads=1,1,1,1
      ${norm('d', 'e', 8)}
      Relu e -> f
      Conv f ~8,8,3,3 ~8 -> g pads=1,1,1,1
      Add a g -> h
      ${norm('h', 'i', 8)}
      Relu i -> j
      GlobalAveragePool j -> k
      Flatten k -> l
      Gemm l ~5,8 ~5 -> final transB=1
      -> final`,
    ],
    [
      'of one number behind a relu',
      `x: 1,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      Mul b 0.5 -> c
      Conv c ~8,6,3,3 ~8 -> d
      Relu d -> e
      Flatten e -> f
      Gemm f ~5,800 ~5 -> final transB=1
      -> final`,
    ],
    [
      'on the input',
      `x: N,3,12,12
      ${norm('x', 'a', 3)}
      Conv a ~6,3,3,3 ~6 -> b pads=1,1,1,1
      Relu b -> c
      Flatten c -> d
      Gemm d ~5,864 ~5 -> final transB=1
      -> final`,
    ],
    [
      'read past by an exit',
      `x: N,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      Flatten b -> c
      Gemm c ~5,864 ~5 -> exit1 transB=1
      ${norm('a', 'd', 6)}
      Relu d -> e
      Conv e ~6,6,3,3 ~6 -> f
      Relu f -> g
      Flatten g -> h
      Gemm h ~5,600 ~5 -> final transB=1
      -> exit1 final`,
    ],
    [
      'behind a dropout, of an input that an exit reads as it is',
      `x: N,3,8,8
      GlobalAveragePool x -> a
      Flatten a -> b
      Gemm b ~5,3 ~5 -> exit1 transB=1
      Dropout x -> c
      Mul c +3,1,1 -> d
      Conv d ~6,3,3,3 ~6 -> e
      Relu e -> f
      Flatten f -> g
      Gemm g ~5,216 ~5 -> final transB=1
      -> exit1 final`,
    ],
    [
      'behind a dropout, of a convolution that an exit reads as it is',
      `x: N,3,8,8
      Conv x ~6,3,3,3 ~6 -> a
      Flatten a -> b
      Gemm b ~5,216 ~5 -> exit1 transB=1
      Dropout a -> c
      Mul c +6,1,1 -> d
      Relu d -> e
      Conv e ~6,6,3,3 ~6 -> f
      Relu f -> g
      Flatten g -> h
      Gemm h ~5,96 ~5 -> final transB=1
      -> exit1 final`,
    ],
    [
      'behind another one',
      `x: N,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      ${norm('a', 'b', 6)}
      ${norm('b', 'c', 6)}
      Relu c -> d
      Flatten d -> e
      Gemm e ~5,864 ~5 -> final transB=1
      -> final`,
    ],
    [
      'and a shift by channel behind a norm',
      `x: 1,3,8,8
      Conv x ~4,3,3,3 ~4 -> a pads=1,1,1,1
      ${norm('a', 'b', 4)}
      Mul b +4,1,1 -> c
      Add c ~4,1,1 -> d
      Relu d -> e
      Flatten e -> f
      Gemm f ~5,256 ~5 -> final transB=1
      -> final`,
    ],
  ])('%s', (_, text) => journey(text, { holds: [] }));

  test('that folds is no layer of its own', () =>
    journey(
      `x: 1,3,8,8
      Conv x ~4,3,3,3 ~4 -> a pads=1,1,1,1
      ${norm('a', 'b', 4)}
      Mul b +4,1,1 -> c
      Add c ~4,1,1 -> d
      Relu d -> e
      Flatten e -> f
      Gemm f ~5,256 ~5 -> final transB=1
      -> final`,
      { holds: [], lacks: ['depthwise'] },
    ));

  test('of a training run is said to be none of a network that is done', () =>
    journey(
      `x: 1,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      BatchNormalization a +6 ~6 ~6 +6 -> b mean variance training_mode=1
      Relu b -> c
      Flatten c -> d
      Gemm d ~5,864 ~5 -> final transB=1
      -> final`,
      { says: /training_mode/ },
      { opset: 15 },
    ));
});
