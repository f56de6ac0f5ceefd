/** A design with every kind of block, small enough to count by hand. */
export const lenet = `device {
  board pynq-z2
  clock 100 MHz
}
network lenet {
  input   image 1x28x28
  conv    conv1 kernel 5x5 filters 6 pad 2
  relu
  maxpool pool1 window 2x2
  conv    conv2 kernel 5x5 filters 16 parallel pe 4 simd 6
  flatten
  dense   fc1 units 10
}
exit early after pool1 {
  flatten
  dense   b1 units 10
  when    softmax >= 0.95
  rate    62%
  on      static
}
stage front in rp0 { conv1 .. pool1 }
stage back in rp0 { conv2 .. fc1 }
region rp0 {
  pblock SLICE_X0Y0:SLICE_X31Y49 DSP48_X0Y0:DSP48_X1Y19 RAMB18_X0Y0:RAMB18_X1Y19
}
schedule {
  policy overlap
}
budget {
  latency worst <= 20 ms
  accuracy >= 98%
  lut <= 80%
}
`;

/** The design with the cursor right behind the first occurrence of a text. */
export function at(text: string, design = lenet): string {
  if (!design.includes(text)) throw new Error(`the design has no ${text}`);
  return design.replace(text, () => `${text}$0`);
}
