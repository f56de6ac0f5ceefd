import { describe, it } from 'vitest';
import { checkDiagnostics } from '../support/expected-diagnostics';

describe('a model or trace that is not there', () => {
  it('is reported, and the rest is checked', () =>
    checkDiagnostics(`network n from "missing.onnx" {
//             ^^^^^^^^^^^^^^ EX8001 There is no file \`missing.onnx\`; the path is relative to this file.
  input image 1x8x8
  flatten
  dense f1 units 0
//               ^ EX2007 \`units\` is 0, but it must be above zero.
}
`));

  it('is not reported if it exists', () =>
    checkDiagnostics(`//- main.exeunt
network n from "n.onnx" {
  input image 1x8x8
  flatten
  dense f1 units 10
}
//- n.onnx
`));
});
