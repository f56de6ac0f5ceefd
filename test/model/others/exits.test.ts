/** Where exits stand, and which output of a model is which. */
import { describe, test } from 'vitest';
import { journey } from './journey';

describe('an exit', () => {
  test.each<[string, string, string?]>([
    [
      'on the input itself',
      `x: N,1,12,12
      Flatten x -> a
      Gemm a ~5,144 ~5 -> exit0 transB=1
      Conv x ~6,1,3,3 ~6 -> b pads=1,1,1,1
      Relu b -> c
      Conv c ~6,6,3,3 ~6 -> d
      Relu d -> e
      Flatten e -> f
      Gemm f ~5,600 ~5 -> final transB=1
      -> exit0 final`,
    ],
    [
      'on a convolution before its relu',
      `x: N,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Flatten a -> b
      Gemm b ~5,864 ~5 -> exit1 transB=1
      Relu a -> c
      Conv c ~6,6,3,3 ~6 -> d
      Relu d -> e
      Flatten e -> f
      Gemm f ~5,600 ~5 -> final transB=1
      -> exit1 final`,
    ],
    [
      'listed behind the end',
      `x: N,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      Flatten b -> c
      Gemm c ~5,864 ~5 -> aux transB=1
      Conv b ~8,6,3,3 ~8 -> d
      Relu d -> e
      Flatten e -> f
      Gemm f ~5,800 ~5 -> main transB=1
      -> main aux`,
      'main',
    ],
    [
      'with more multiplications than all that follows',
      `x: N,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      Conv b ~32,6,3,3 ~32 -> c pads=1,1,1,1
      Relu c -> d
      Flatten d -> e
      Gemm e ~5,4608 ~5 -> exit1 transB=1
      Conv b ~8,6,3,3 ~8 -> f strides=2,2
      Relu f -> g
      Conv g ~8,8,3,3 ~8 -> h
      Relu h -> i
      Flatten i -> j
      Gemm j ~5,72 ~5 -> final transB=1
      -> exit1 final`,
    ],
    [
      'that is followed by a softmax, as the end is',
      `x: N,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      Flatten b -> c
      Gemm c ~5,864 ~5 -> d transB=1
      Softmax d -> exit1 axis=-1
      Conv b ~8,6,3,3 ~8 -> e
      Relu e -> f
      Flatten f -> g
      Gemm g ~5,800 ~5 -> h transB=1
      Softmax h -> final axis=-1
      -> exit1 final`,
    ],
  ])('%s', (_, text, end) => journey(text, { holds: ['exit '] }, end === undefined ? {} : { end }));

  test('of a model with an activation that has no layer is the output that import has found', () =>
    journey(
      `x: N,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      LeakyRelu a -> b alpha=0.1f
      Flatten b -> c
      Gemm c ~5,864 ~5 -> aux transB=1
      Conv b ~8,6,3,3 ~8 -> d
      LeakyRelu d -> e alpha=0.1f
      Flatten e -> f
      Gemm f ~5,800 ~5 -> main transB=1
      -> main aux`,
      { says: /LeakyRelu/ },
      { end: 'main' },
    ));
});
