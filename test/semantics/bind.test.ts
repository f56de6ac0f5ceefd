import { describe, expect, it } from 'vitest';
import { parse } from '../../grammar/src/index';
import { bindDesign } from '../../server/src/semantics/bind';

const network = `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  relu
  maxpool p1 window 2x2
  conv c2 kernel 3x3 filters 8
  relu
  flatten
  dense f1 units 10
}`;

function bind(text: string, ...imported: string[]) {
  const files = [text, ...imported].map((t, i) => ({ uri: `file:///${i}.exeunt`, tree: parse(t) }));
  return bindDesign(files);
}

function stages(text: string): string[] {
  const { design } = bind(text);
  const layers = design.networks[0]?.layers ?? [];
  return design.stages.map((s) => `${s.name}: ${s.layers.map((i) => layers[i]?.label).join(' ')}`);
}

function problems(text: string): string[] {
  return bind(text).problems.map((p) => p.kind);
}

describe('stages', () => {
  it('include the unnamed layers after their own, and the input', () => {
    expect(stages(`${network} stage a in static { c1 .. p1 } stage b in static { c2 .. f1 }`)).toEqual([
      'a: image c1 relu#2 p1',
      'b: c2 relu#5 flatten#6 f1',
    ]);
  });

  it('leave unnamed layers after an exit to the next stage', () => {
    const exit = 'exit e after c2 { flatten dense d units 10 when margin >= 1 rate 10% }';
    expect(stages(`${network} ${exit} stage a in static { c1 .. c2 } stage b in static { f1 }`)).toEqual([
      'a: image c1 relu#2 p1 c2 relu#5',
      'b: flatten#6 f1',
    ]);
    expect(problems(`${network} ${exit} stage a in static { c1 .. c2 } stage b in static { f1 }`)).toEqual(
      [],
    );
  });

  it('include unnamed layers between the input and their first layer', () => {
    const text = 'network n { input i 1x8x8 flatten dense d units 4 relu dense e units 2 }';
    expect(stages(`${text} stage a in static { d } stage b in static { e }`)).toEqual([
      'a: i flatten#1 d relu#3',
      'b: e',
    ]);
    expect(problems(`${text} stage a in static { d } stage b in static { e }`)).toEqual([]);
  });

  it('are the parts between exits if none is written', () => {
    const exit = 'exit e after p1 { flatten dense d units 10 when margin >= 1 rate 10% }';
    expect(stages(`${network} ${exit}`)).toEqual(['n-1: image c1 relu#2 p1', 'n-2: c2 relu#5 flatten#6 f1']);
  });
});

describe('structural problems are reported', () => {
  const one = 'stage a in static { c1 .. f1 }';
  it.each([
    ['a layer in no stage', 'stage a in static { c1 .. p1 }', ['layer-in-no-stage']],
    ['a layer in two stages', `${one} stage b in static { c2 .. f1 }`, ['layer-in-two-stages']],
    ['a gap', 'stage a in static { c1 c2 f1 }', ['layer-in-no-stage', 'stage-gap']],
    ['reversed ends', 'stage a in static { f1 .. c1 }', ['stage-reversed', 'stage-empty']],
    ['an unknown layer', 'stage a in static { c9 .. f1 }', ['unknown-name']],
    ['an unknown region', 'stage a in rp9 { c1 .. f1 }', ['unknown-name']],
    ['an unused region', `${one} region r { pblock auto }`, ['unused-region']],
    [
      'two regions of one name',
      'region r { } region r { }',
      ['duplicate-name', 'unused-region', 'unused-region'],
    ],
    [
      'a stage and an exit of one name',
      `${one} exit a after c1 { flatten dense d units 2 when margin >= 1 rate 1% }`,
      ['duplicate-name', 'exit-inside-stage'],
    ],
    ['an exit at the end', `${one} exit e after f1 { softmax when margin >= 1 rate 1% }`, ['exit-position']],
    [
      'an exit inside a stage',
      `${one} exit e after p1 { flatten dense d units 2 when margin >= 1 rate 1% }`,
      ['exit-inside-stage'],
    ],
    [
      'an exit without rate',
      `exit e after p1 { flatten dense d units 2 when margin >= 1 }`,
      ['exit-without-rate'],
    ],
    [
      'an exit without criterion',
      `exit e after p1 { flatten dense d units 2 rate 5% }`,
      ['exit-without-when'],
    ],
    ['two devices', 'device { board pynq-z2 } device { board zedboard }', ['duplicate-block']],
  ])('%s', (_name, text, expected) => {
    const found = problems(`${network} ${text}`);
    expect(found.filter((k) => k !== 'stage-empty' || expected.includes(k))).toEqual(
      expect.arrayContaining(expected.filter((k) => k !== 'stage-empty')),
    );
    expect(new Set(found)).toEqual(new Set(found.filter((k) => expected.includes(k))));
  });

  it('a stage split at an exit becomes two that meet there', () => {
    const text = `${network} stage a in static { c1 .. f1 } exit e after p1 { flatten dense d units 2 when margin >= 1 rate 1% }`;
    const found = bind(text).problems.find((p) => p.kind === 'exit-inside-stage');
    expect(found?.kind === 'exit-inside-stage' && found.fix?.replacement).toBe(
      'stage a-1 in static { c1 .. p1 }\nstage a-2 in static { c2 .. f1 }',
    );
  });

  it('rates above 100 % are reported once, at the exit that exceeds it', () => {
    const exit = (name: string, after: string, rate: string) =>
      `exit ${name} after ${after} { flatten dense d units 2 when margin >= 1 rate ${rate} }`;
    const { problems: found } = bind(
      `${network} ${exit('e1', 'c1', '60%')} ${exit('e2', 'p1', '30%')} ${exit('e3', 'c2', '20%')}`,
    );
    const rates = found.filter((p) => p.kind === 'rates-above-one');
    expect(rates).toHaveLength(1);
    expect(rates[0]).toMatchObject({ exits: ['e1', 'e2', 'e3'] });
    expect(rates[0]?.kind === 'rates-above-one' && rates[0].total).toBeCloseTo(1.1);
  });
});

describe('quantities', () => {
  it.each([
    ['device { clock 100 }', '100 MHz'],
    ['device { clock 100 mhz }', '100 MHz'],
    ['device { memory 1.5 }', '1.5 GB/s'],
    ['budget { latency worst <= 20 }', '20 ms'],
    ['budget { lut <= 0.8 }', '80%'],
    ['budget { throughput >= 60 }', '60 /s'],
    ['network n { input i 1x4x4 conv c kernel 3x3 filters 2 MHz }', '2'],
  ])('%s is corrected to %s', (text, replacement) => {
    const found = bind(text).problems.filter((p) => p.kind === 'unit');
    expect(found).toMatchObject([{ replacement }]);
  });

  it.each([
    ['conv c kernel 3x3 filters 0', 'filters'],
    ['conv c kernel 3x3 filters -4', 'filters'],
    ['conv c kernel 3x3 filters 2.5', 'filters'],
    ['conv c kernel 3x3 filters 1e300', 'filters'],
    ['conv c kernel 0x3 filters 2', 'kernel'],
    ['conv c kernel 3x3 filters 2 stride 0', 'stride'],
    ['conv c kernel 3x3 filters 2 pad -1', 'pad'],
    ['conv c kernel 3x3 filters 2 parallel pe 0 simd 1', 'pe'],
  ])('%s is refused', (layer, what) => {
    const found = bind(`network n { input i 1x4x4 ${layer} }`).problems;
    expect(found).toMatchObject([{ kind: 'number', what }]);
  });

  it('are read in base units', () => {
    const { design } = bind(`device { clock 0.1 GHz port icap at 380 MB/s overhead 12 us memory 1.0 GB/s }
      budget { latency mean <= 1.5 ms accuracy >= 98% }`);
    expect(design.device).toMatchObject({
      clockHz: 1e8,
      port: { kind: 'icap', bytesPerSecond: 3.8e8, overheadNs: 12_000 },
      memoryBytesPerSecond: 1e9,
    });
    expect(design.budgets.map((b) => b.value)).toEqual([1_500_000, 0.98]);
  });
});

describe('imports', () => {
  it('provide named blocks, and a device if the file has none', () => {
    const { design } = bind(
      `${network} stage a in rp0 { c1 .. f1 }`,
      'device { board pynq-z2 } region rp0 { pblock auto }',
    );
    expect(design.regions.map((r) => r.name)).toEqual(['rp0']);
    expect(design.device?.board?.text).toBe('pynq-z2');
    const own = bind('device { board zedboard }', 'device { board pynq-z2 }');
    expect(own.design.device?.board?.text).toBe('zedboard');
    expect(own.problems).toEqual([]);
  });
});

describe('an unchanged network', () => {
  it('is bound once, whatever changes outside it', () => {
    const tree = parse(`${network} region r { }`);
    const first = bindDesign([{ uri: 'file:///a', tree }]);
    const second = bindDesign([{ uri: 'file:///a', tree: { ...tree } }]);
    expect(second.design.networks[0]?.layers).toBe(first.design.networks[0]?.layers);
  });
});
