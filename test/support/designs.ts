/** Small designs that rules are tried on. None of them has a diagnostic of its own. */

export const chain = `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  relu
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}`;

/** Of the whole height of a clock region, with whole pairs of columns: legal, and with every kind inside. */
export const legalRegion = `region rp0 {
  pblock SLICE_X82Y50:SLICE_X113Y99
         DSP48_X3Y20:DSP48_X4Y39
         RAMB18_X4Y20:RAMB18_X5Y39
         RAMB36_X4Y10:RAMB36_X5Y19
}`;

export const pynq = 'device { board pynq-z2 clock 100 MHz }';

export const exitAfterPool = `exit early after p1 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
}`;

/** One region, two stages, and an exit between them. */
export const reconfigured = `${pynq}
${chain}
${exitAfterPool}
stage front in rp0 { c1 .. p1 }
stage back in rp0 { c2 .. f1 }
${legalRegion}
`;
