/** Designs whose stages several values cross. */
import { legalRegion, pynq } from './designs';

/** Cut in the middle of a residual block: the sum's other arm crosses too. An exit reads beside it. */
export const residual = `${pynq}
network n {
  input image 4x8x8
  conv c0 kernel 3x3 filters 8 pad 1 parallel pe 2 simd 4
  relu r0
  conv c1 kernel 3x3 filters 8 pad 1 parallel pe 4 simd 8
  relu r1
  conv c2 kernel 3x3 filters 8 pad 1
  add a1 from c2, r0 parallel pe 2
  relu r2
  globalpool g
  dense f units 10
}
exit early after r1 {
  globalpool
  dense e units 10
  when softmax >= 0.2
  rate 40%
}
stage front in rp0 { c0 .. r1 }
stage back in rp0 { c2 .. f }
${legalRegion}
`;

/**
 * A U-Net: one value goes past two cuts, another past three; the network's input is read at the end too. Each is made in
 * one stage, stays in memory while other modules are loaded, and passes the hardware of its reader only.
 */
export const unet = `${pynq}
network n {
  input image 2x8x8
  conv d1 kernel 3x3 filters 4 pad 1
  relu s1
  maxpool p1 window 2x2
  conv d2 kernel 3x3 filters 6 pad 1
  relu s2
  maxpool p2 window 2x2
  conv m kernel 3x3 filters 6 pad 1
  relu
  upsample u2 scale 2
  concat j2 from u2, s2
  conv k2 kernel 3x3 filters 4 pad 1
  relu
  upsample u1 scale 2
  concat j1 from u1, s1, image
  conv k1 kernel 3x3 filters 4 pad 1
  globalpool
  dense f units 5
}
stage down in rp0 { d1 .. p1 }
stage lower in rp0 { d2 .. p2 }
stage middle in rp0 { m .. u2 }
stage up in static { j2 .. u1 }
stage last in rp0 { j1 .. f }
${legalRegion}
`;

/** A value that three later stages read, and one that a stage only repeats. */
export const shared = `${pynq}
network n {
  input image 3x6x6
  conv a kernel 3x3 filters 5 pad 1
  relu ra
  conv b kernel 3x3 filters 5 pad 1
  add ab from b, ra
  conv c kernel 1x1 filters 5
  add ac from c, ra
  flatten flat from ra
  conv d from ac kernel 1x1 filters 5
  add ad from d, ra
  flatten
  concat both from ad, flat
  dense f units 7
}
stage one in rp0 { a .. ra }
stage two in static { b .. ab }
stage three in rp0 { c .. flat }
stage four in rp0 { d .. f }
${legalRegion}
`.replace(
  'concat both from ad, flat\n  dense f units 7',
  'dense g units 7\n  dense h from flat units 7\n  add f from g, h',
);

/** The network goes on from an exit's scores and from features, and ends in the average of both scores. */
export const cascade = `${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  relu
  maxpool p1 window 2x2
  globalpool g1 from p1
  dense first units 10
  conv c2 from p1 kernel 2x2 filters 8
  relu
  flatten features
  concat both from features, first
  dense second units 10
  add last from second, first
}
exit early after first {
  when softmax >= 0.15
  rate 50%
}
stage front in rp0 { c1 .. first }
stage back in rp0 { c2 .. last }
${legalRegion}
`;

/** A network that `count` values cross, cut there. */
export function crowded(count: number, cut = true): string {
  const names = Array.from({ length: count }, (_, i) => `v${i}`);
  return `${pynq}
network n {
  input image 1x4x4
  conv start kernel 1x1 filters 2
${names.map((n) => `  conv ${n} from start kernel 1x1 filters 2`).join('\n')}
  concat all from ${names.join(', ')}
  conv next kernel 1x1 filters 4
  flatten
  dense f units 10
}
${cut ? `stage one in static { start .. v${count - 1} }\nstage two in static { all .. f }` : 'stage one in static { start .. all }\nstage two in static { next .. f }'}
`;
}
