/** Windows at the edges of images, and resizing by every rule of ONNX. */
import { describe, test } from 'vitest';
import { journey } from './journey';

describe('a window', () => {
  test.each<[string, string, number]>([
    [
      'whose last step would begin behind the image, with ceil_mode',
      `x: 1,1,13,13
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      MaxPool b -> c kernel_shape=2,2 strides=3,3 pads=1,1,1,1 ceil_mode=1
      AveragePool c -> d kernel_shape=2,2 strides=2,2 ceil_mode=1 count_include_pad=1
      Flatten d -> e
      Gemm e ~5,54 ~5 -> final transB=1
      -> final`,
      12,
    ],
    [
      'of a mean whose last step reaches beyond a counted padding',
      `x: 1,2,9,9
      AveragePool x -> a kernel_shape=3,3 strides=2,2 pads=1,1,0,0 ceil_mode=1 count_include_pad=1
      Flatten a -> b
      Gemm b ~5,50 ~5 -> final transB=1
      -> final`,
      13,
    ],
    [
      'with zeros written in front of it by axes',
      `x: N,1,12,12
      Pad x i:1,1,1,1 _ i:2,3 -> a
      Conv a ~6,1,3,3 ~6 -> b
      BatchNormalization b +6 ~6 ~6 +6 -> c
      Relu c -> d
      ReduceMean d i:2,3 -> e keepdims=1
      Flatten e -> f
      Gemm f ~5,6 ~5 -> final transB=1
      -> final`,
      21,
    ],
    [
      'with a dilation along an axis on which it has one place',
      `x: 1,2,7,24
      Conv x ~4,2,1,3 ~4 -> a dilations=1,2 pads=0,2,0,2
      Relu a -> b
      Conv b ~4,4,1,3 ~4 -> c dilations=3,2
      Relu c -> d
      Conv d ~4,4,3,1 ~4 -> e dilations=2,5
      Conv e ~4,4,1,1 ~4 -> f dilations=4,7
      MaxPool f -> g kernel_shape=1,2 strides=1,2 dilations=3,1
      Flatten g -> h
      Gemm h ~5,120 ~5 -> final transB=1
      -> final`,
      13,
    ],
    [
      'of a maximum behind zeros',
      `x: N,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      Relu a -> b
      Pad b i:0,0,1,1,0,0,1,1 -> c
      MaxPool c -> d kernel_shape=3,3 strides=2,2
      Flatten d -> e
      Gemm e ~5,216 ~5 -> final transB=1
      -> final`,
      13,
    ],
    [
      'over the whole image, and its maximum',
      `x: 1,2,8,7
      Conv x ~3,2,3,3 ~3 -> a
      Relu a -> b
      GlobalMaxPool b -> c
      Flatten c -> d
      Gemm d ~5,3 ~5 -> final transB=1
      -> final`,
      13,
    ],
    [
      'of one filter, with a bias',
      `x: 1,2,8,7
      Conv x ~1,2,3,3 ~1 -> a pads=1,1,1,1
      Conv x ~1,2,1,1 ~1 -> b
      Add a b -> c
      Flatten c -> d
      Gemm d ~5,56 ~5 -> final transB=1
      -> final`,
      13,
    ],
  ])('%s', (_, text, opset) => journey(text, { holds: [] }, { opset }));
});

const resized = (factor: number, coordinates: string, nearest: string): string => `x: 1,1,6,6
  Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
  Resize a _ f:1,1,${factor},${factor} -> b mode=nearest coordinate_transformation_mode=${coordinates} nearest_mode=${nearest}
  Conv b ~4,6,3,3 ~4 -> c strides=2,2
  Relu c -> d
  GlobalAveragePool d -> e
  Flatten e -> f
  Gemm f ~5,4 ~5 -> final transB=1
  -> final`;

test('a mean that counts written zeros and not its own is said to be no layer of the template', () =>
  journey(
    `x: N,1,12,12
    Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
    Relu a -> b
    Pad b i:0,0,1,1,0,0,1,1 -> c
    AveragePool c -> d kernel_shape=3,3 strides=2,2 pads=1,1,1,1
    Flatten d -> e
    Gemm e ~5,294 ~5 -> final transB=1
    -> final`,
    { says: /Pad/ },
  ));

test('a maximum of nothing but written zeros is said to be no layer of the template', () =>
  journey(
    `x: 1,2,8,7
    Relu x -> a
    Pad a i:0,0,0,2,0,0,0,2 -> b
    MaxPool b -> c kernel_shape=1,2 strides=1,1
    Flatten c -> d
    Gemm d ~5,160 ~5 -> final transB=1
    -> final`,
    { says: /Pad/ },
  ));

describe('a resize to the nearest pixel', () => {
  test.each([
    [2, 'asymmetric', 'floor'],
    [3, 'asymmetric', 'floor'],
    [2, 'asymmetric', 'round_prefer_floor'],
    [2, 'half_pixel', 'round_prefer_floor'],
    [3, 'half_pixel', 'round_prefer_ceil'],
    [4, 'pytorch_half_pixel', 'round_prefer_floor'],
  ])('by %s that repeats each pixel (%s, %s) has weights', (factor, coordinates, nearest) =>
    journey(resized(factor, coordinates, nearest), { holds: ['upsample'] }),
  );

  test.each([
    [3, 'asymmetric', 'round_prefer_floor'],
    [2, 'asymmetric', 'ceil'],
    [2, 'half_pixel', 'floor'],
    [3, 'align_corners', 'floor'],
  ])('by %s that does not (%s, %s) is said to be no layer of the template', (factor, coordinates, nearest) =>
    journey(resized(factor, coordinates, nearest), { says: /Resize/ }),
  );
});

describe('a relu behind', () => {
  test.each<[string, string]>([
    ['another relu', 'Clip a 0 6 -> b\nRelu b -> c\nFlatten c -> d'],
    ['a flatten', 'Flatten a -> c\nRelu c -> d'],
    [
      'a flatten of a pool',
      'MaxPool a -> b kernel_shape=2,2 strides=1,1 pads=1,1,0,0\nFlatten b -> c\nRelu c -> d',
    ],
  ])('%s', (_, lines) =>
    journey(
      `x: 1,2,8,7\nConv x ~3,2,3,3 ~3 -> a pads=1,1,1,1\n${lines}\nGemm d ~5,168 ~5 -> final transB=1\n-> final`,
      { holds: [] },
    ),
  );

  test.each<[string, string]>([
    ['a maximum, as BranchyNet has it', 'MaxPool a -> b kernel_shape=2,2 strides=2,2'],
    ['a mean', 'AveragePool a -> b kernel_shape=2,2 strides=2,2'],
  ])('%s', (_, pool) =>
    journey(
      `x: N,1,12,12
      Conv x ~6,1,3,3 ~6 -> a pads=1,1,1,1
      ${pool}
      Relu b -> c
      Flatten c -> d
      Gemm d ~5,216 ~5 -> exit1 transB=1
      Conv c ~8,6,3,3 ~8 -> e
      MaxPool e -> f kernel_shape=2,2 strides=2,2
      Clip f 0 0.5 -> g
      Flatten g -> h
      Gemm h ~5,32 ~5 -> final transB=1
      -> exit1 final`,
      { holds: [] },
    ),
  );

  test('an upsampling', () =>
    journey(
      `x: N,1,6,6
      Conv x ~4,1,3,3 ~4 -> a pads=1,1,1,1
      Resize a _ f:1,1,2,2 -> b mode=nearest coordinate_transformation_mode=asymmetric nearest_mode=floor
      Relu b -> c
      Flatten c -> d
      Gemm d ~5,576 ~5 -> final transB=1
      -> final`,
      { holds: [] },
    ));
});
