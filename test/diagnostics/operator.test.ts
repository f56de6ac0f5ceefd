import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('an operator that no template computes', () => {
  it('is reported on its line, and its shape goes on', () =>
    checkDiagnostics(`network n {
  input x 16
  operator up1 4x8x8 onnx "ConvTranspose" macs 4096 params 260
//         ^^^ EX8002 \`ConvTranspose\` is not among the layers that the hardware template computes: no figure includes its resources and cycles, every figure with it is a lower bound, and no kernels can be exported. Replace it in the model with supported layers and train again.
  conv c1 kernel 9x9 filters 4
//        ^^^^^^^^^^ EX3008 The kernel covers 9x9, but the image with its padding is 8x8: make the kernel smaller or add \`pad\`.
}
`));

  it('keeps the shape where it says none', () =>
    checkDiagnostics(`network n {
  input x 4x8x8
  operator from x
//^^^^^^^^ EX8002 An operator is not among
  flatten
  dense units 10
}
`));
});
