import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('shapes that do not fit together', () => {
  it('an input is missing', () =>
    checkDiagnostics(`network n {
  conv c1 kernel 3x3 filters 4
//     ^^ EX3001 The network has no input: start with \`input image 1x28x28\`.
}
`));

  it('there are two inputs, or one in a branch', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  input again 1x8x8
//      ^^^^^ EX3002 A network has one \`input\`; remove this one.
  flatten
  dense f1 units 10
}
exit e after again {
  input 1x8x8
//^^^^^ EX3003 A branch reads the output of its layer, so it has no \`input\` of its own; remove it.
  flatten
  dense units 10
  when softmax >= 0.9
  rate 20%
}
`));

  it('an attribute is missing', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  conv c1 filters 4
//     ^^ EX3005 This \`conv\` needs \`kernel\`, such as \`kernel 3x3\`.
}
network m {
//      ^ EX2030 Nothing chooses between \`m\` and \`n\`: a second network needs a \`switch … before\` them.
  input image
//           ^ EX1002 Expected the shape of the input (channels x height x width) after \`image\`, such as \`input image 3x32x32\`.
  flatten
}
`));

  it('an image is needed after a vector', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  flatten
  conv c1 kernel 3x3 filters 4
//     ^^ EX3007 A \`conv\` slides over an image, but gets a vector of 64: move it before \`flatten\` or \`dense\`.
}
`));

  it('a kernel is larger than the image', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  conv c1 kernel 9x9 filters 4
//        ^^^^^^^^^^ EX3008 The kernel covers 9x9, but the image with its padding is 8x8: make the kernel smaller or add \`pad\`.
}
`));

  it('a window is larger than the image', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  maxpool p1 window 9x9
//           ^^^^^^^^^^ EX3008 The kernel covers 9x9, but the image with its padding is 8x8: make the kernel smaller or add \`pad\`.
}
`));

  it('padding makes room for a kernel', () =>
    checkDiagnostics(`network n {
  input image 1x8x8
  conv c1 kernel 9x9 filters 4 pad 1
  flatten
  dense units 10
}
`));

  it('groups do not divide', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4 groups 3
//                             ^^^^^^^^ EX3009 3 groups do not divide the 4 channels: they must divide both channels and filters.
}
`));

  it('a depthwise multiplier is no whole number', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  depthwise d1 kernel 3x3 filters 6
//                        ^^^^^^^^^ EX3010 A depthwise layer's filters are a multiple of its 4 channels; 6 is not.
}
`));

  it('a rank saves nothing', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  flatten
  dense f1 units 10 rank 10
//                  ^^^^^^^ EX3011 A rank of 10 is not below 10, so it would save nothing: write a smaller one, or leave it out.
}
`));

  it('a rank and groups', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4 groups 2 rank 1
//                                      ^^^^^^ EX3012 Low rank and 2 groups together are not supported: leave one out.
}
`));

  it('too few inputs', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  add a1
//    ^^ EX3013 \`add\` takes 2 or more inputs and has 1: name them with \`from a, b\`.
}
`));

  it('shapes differ', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4
  add a1 from c1, image
//    ^^ EX3014 \`add\` needs equal shapes; its inputs are 4x6x6 and 4x8x8.
}
`));

  it('rows differ', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4
  concat a1 from c1, image
//       ^^ EX3014 \`concat\` needs equal rows and columns; its inputs are 4x6x6 and 4x8x8.
}
`));

  it('a batchnorm has nothing to fold into', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  batchnorm bn
//          ^^ EX3015 A \`batchnorm\` folds into the weights of the layer before it, and that one has none: place it after a \`conv\`, \`depthwise\` or \`dense\`.
}
`));

  it('a batchnorm comes after another reader', () =>
    checkDiagnostics(`network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  batchnorm bn
//          ^^ EX3015 This \`batchnorm\` cannot fold into the layer before it, because another layer reads that one before normalisation.
  add a1 from bn, c1
}
`));

  it('sizes are beyond exact counting', () =>
    checkDiagnostics(`network n {
  input image 1000x1000000x1000000
  conv c1 kernel 3x3 filters 1000000
//     ^^ EX3016 The elements of this layer would be 1.00e+18, beyond what can be counted exactly: make it smaller.
}
`));
});
