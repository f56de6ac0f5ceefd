/** Explanations of shape problems, by kind. */
import type { ShapeProblem } from '../../network/index';
import type { Explanation } from '../rule';

export const shapeExplanations: Readonly<Record<ShapeProblem['kind'], Explanation>> = {
  'no-input': {
    title: 'Network without input',
    means: 'The first layer of a network is its `input`, which gives every other layer its shape.',
    example: `network n {
  conv c1 kernel 3x3 filters 4
  flatten
  dense f1 units 10
}`,
    way: 'Begin with `input image 1x28x28` (channels x rows x columns), or `input 784` for a vector.',
  },
  'second-input': {
    title: 'Second input',
    means: 'A network has one input.',
    example: `network n {
  input image 1x28x28
  input more 1x28x28
  flatten
  dense f1 units 10
}`,
    way: 'Remove one of the two.',
  },
  'input-in-branch': {
    title: 'Input in a branch',
    means: 'The branch of an exit or a switch reads the output of the layer before it.',
    example: `network n {
  input image 1x28x28
  maxpool p1 window 2x2
  flatten
  dense f1 units 10
}
exit early after p1 {
  input image 1x14x14
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
}`,
    way: 'Remove the `input`.',
  },
  'input-dimensions': {
    title: 'Invalid input shape',
    means:
      'An input is an image of channels x rows x columns, or a vector of one length. In a design file this is already [EX2007](EX2007.md); this code stands for shapes that come from elsewhere.',
    way: 'Write three dimensions, channels first, or one.',
  },
  missing: {
    title: 'Missing attribute',
    means: 'The layer kind cannot do without this attribute, and there is no sensible default.',
    example: `network n {
  input image 1x28x28
  conv c1 filters 4
  flatten
  dense f1 units 10
}`,
    way: 'Add it; the message shows how.',
  },
  'not-a-size': {
    title: 'Not a size',
    means:
      'A size of a layer must be a whole number, at least 1 (0 for a padding), and small enough that figures with it stay exact. In a design file this is already [EX2007](EX2007.md); this code stands for sizes that come from elsewhere.',
    way: 'Write a whole number.',
  },
  'needs-image': {
    title: 'Layer needs an image',
    means: 'Convolutions and pools slide over rows and columns; this one gets a vector.',
    example: `network n {
  input image 1x28x28
  flatten
  conv c1 kernel 3x3 filters 4
  dense f1 units 10
}`,
    way: 'Move the layer before `flatten` or `dense`.',
  },
  'kernel-too-large': {
    title: 'Kernel larger than the image',
    means: 'Not one position of the kernel fits into the image with its padding.',
    example: `network n {
  input image 1x4x4
  conv c1 kernel 5x5 filters 4
  flatten
  dense f1 units 10
}`,
    way: 'Make the kernel smaller, add `pad`, or remove a pool before it.',
  },
  groups: {
    title: 'Groups that do not divide',
    means: 'Each group takes an equal share of the channels and of the filters.',
    example: `network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 8 groups 3
  flatten
  dense f1 units 10
}`,
    way: 'Write a number that divides both.',
  },
  multiplier: {
    title: 'Filters of a depthwise layer',
    means:
      'A depthwise layer makes the same number of outputs from each channel, so its outputs are a multiple of its channels.',
    example: `network n {
  input image 4x8x8
  depthwise d1 kernel 3x3 filters 6
  flatten
  dense f1 units 10
}`,
    way: 'Write a multiple of the channels, or leave `filters` out.',
  },
  rank: {
    title: 'Rank that saves nothing',
    means:
      '`rank` factorises the weights into two smaller matrices. From this rank on, the two are no smaller than the one.',
    example: `network n {
  input image 1x28x28
  flatten
  dense f1 units 10 rank 10
}`,
    way: 'Write a smaller rank, or leave it out.',
  },
  'rank-with-groups': {
    title: 'Rank with groups',
    means: 'Low-rank factorisation of a grouped convolution is not supported.',
    example: `network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 8 groups 2 rank 2
  flatten
  dense f1 units 10
}`,
    way: 'Leave out `rank` or `groups`.',
  },
  inputs: {
    title: 'Wrong number of inputs',
    means: 'Most layers take one input; `add` and `concat` take two or more.',
    example: `network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  add a1
  flatten
  dense f1 units 10
}`,
    way: 'Name the inputs: `add from c1, c2`.',
  },
  'shapes-differ': {
    title: 'Inputs of different shapes',
    means: '`add` needs equal shapes; `concat` needs equal rows and columns.',
    example: `network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  conv c2 kernel 3x3 filters 8 pad 1
  add a1 from c1, c2
  flatten
  dense f1 units 10
}`,
    way: 'Make the shapes equal: a 1x1 convolution changes channels, `pad` or `stride` rows and columns.',
  },
  'nothing-to-fold': {
    title: 'Batch norm that cannot fold',
    means:
      '`batchnorm` costs nothing because its factors are folded into the weights of the layer before it. Here that layer has no weights, or another layer reads it before normalisation.',
    example: `network n {
  input image 1x28x28
  maxpool p1 window 2x2
  batchnorm
  flatten
  dense f1 units 10
}`,
    way: 'Place it directly after a `conv`, `depthwise` or `dense` whose output nothing else reads.',
  },
  'too-large': {
    title: 'Too large to count',
    means: 'A figure of this layer is beyond 2^53, where numbers are no longer exact.',
    example: `network n {
  input image 1000000x100000x100000
  conv c1 kernel 1x1 filters 4
  flatten
  dense f1 units 10
}`,
    way: 'Make the layer smaller. A figure of this size is usually a slip.',
  },
};
