/** A complete design that fits and whose figures respond to edits, as a starting point. */
export const template = `// A small network with an early exit, cut into two stages that share one reconfigurable region.

device {
  board pynq-z2
  clock 100 MHz
}

network example {
  precision int8
  input   image 1x28x28
  conv    conv1  kernel 5x5 filters 6 pad 2
  relu
  maxpool pool1  window 2x2
  conv    conv2  kernel 5x5 filters 16
  relu
  maxpool pool2  window 2x2
  flatten
  dense   fc     units 10
}

exit early after pool1 {
  flatten
  dense   head   units 10
  when    softmax >= 0.95
  rate    60%
  on      static
}

stage front in rp0 { conv1 .. pool1 }
stage back  in rp0 { conv2 .. fc }

region rp0 {
  pblock auto
}

schedule {
  policy overlap
}

budget {
  latency worst <= 50 ms
}
`;
