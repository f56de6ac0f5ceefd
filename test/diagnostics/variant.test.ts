import { describe, expect, it } from 'vitest';
import { chain, pynq } from '../support/designs';
import { checkDiagnostics } from '../support/expected-diagnostics';
import { load } from '../support/fixture';

describe('settings of a stage', () => {
  it('say where they change nothing', () =>
    checkDiagnostics(`${chain}
stage all in static { c1 .. f1 } weights int4 groups 0 scale 2x2
//                                                   ^ EX2007
//                                                     ^^^^^^^^^ EX4007 \`scale\` changes nothing: no layer of stage \`all\` takes it.
`));

  it('leave the mistakes of their layers to the layers', () =>
    checkDiagnostics(`network n {
  input image 1x9x9
  conv c1 kernel 3x3 filters 2 sparsity 90
//                                      ^^ EX2006
  maxpool p1 window 0x2 stride 0
//                  ^^^ EX2007
//                             ^ EX2007
  dense f1 units 10
}
stage low in static { c1 .. p1 } weights int4 stride -1
//                                                   ^^ EX2007
stage rest in static { f1 }
schedule { batch 1 }
`));

  it('leave to the next stage what it reads', () =>
    checkDiagnostics(`${chain}
stage front in static { c1 .. p1 } filters 2
stage mid in static { c2 } kernel 3x3
//    ^^^ EX3017 With \`kernel\` stage \`mid\` cannot replace its layers in the network: it outputs 8 values where 32 are read by what follows. Only channels may be left out.
stage back in static { f1 }
`));
});

describe('two variants of the same layers', () => {
  const design = `${pynq}
network n {
  input image 4x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  conv c2 kernel 3x3 filters 8 pad 1
  flatten
  dense f units 10
}
stage a in static { c1 }
stage fine in static { c2 }
stage few in static { c2 } filters 4
stage coarse in static { c2 } weights int4
stage end in static { f }
switch s after c1 {
  globalpool
  dense units 3
  case x rate 20% -> fine
  case y rate 30% -> few
  case z rate 50% -> coarse
}`;

  it('have times and resources of their own', async () => {
    const { analysis } = await load(design);
    const module = (name: string) => analysis.modules.find((m) => m.name === name);
    const [fine, few, coarse] = ['fine', 'few', 'coarse'].map(module);
    expect((few?.cost?.intervalCycles ?? 0) * 2).toBe(fine?.cost?.intervalCycles);
    expect(coarse?.cost?.intervalCycles).toBe(fine?.cost?.intervalCycles);
    expect(coarse?.resources).not.toEqual(fine?.resources);
    expect(analysis.timeline?.schedule.paths).toHaveLength(3);
    await checkDiagnostics(design);
  });
});
