import { describe, expect, test } from 'vitest';
import { formatBytes, formatNs } from '../../server/src/base/format';
import { hover } from '../../server/src/ide/hover';
import { load } from '../support/fixture';
import { samples } from '../support/samples';
import { at, lenet } from './designs';

async function shown(fixture: string) {
  const { analysis, offset, text } = await load(fixture);
  const found = hover(analysis, offset);
  return { analysis, on: found && text.slice(found.start, found.end), markdown: found?.markdown ?? '' };
}

describe('the first line is the answer', () => {
  test.each([
    ['conv1', 'conv1', '**conv1**: 117,600 cycles (1.18 ms at 100 MHz) · '],
    ['{ conv2', 'conv2', '**conv2**: 10,000 cycles (100 µs at 100 MHz) · '],
    ['flatten', 'flatten', '**flatten#5**: wires only, no cycles and no resources'],
    ['relu', 'relu', '**relu#2**: no cost of its own, computed by `conv1`'],
    [
      'pe',
      'pe',
      '**pe 4 simd 6**: 24 products at once, 10,000 cycles (100 µs at 100 MHz), limited by its matrix-vector unit',
    ],
    [
      'kernel',
      'kernel',
      '`kernel 3x3` — Height and width of the convolution kernel; for a pool, a synonym of `window`.',
    ],
    ['network lenet', 'lenet', '**lenet**: 7 layers · 373,600 MACs · 18,582 parameters'],
    ['network', 'network', '**lenet**: 7 layers · '],
    ['device', 'device', '**xc7z020** on the PYNQ-Z2: 53,200 LUT · 106,400 FF · 220 DSP · 280 RAMB18'],
    ['board', 'board', '**xc7z020** on the PYNQ-Z2: '],
    ['100 MHz', 'MHz', '**100 MHz**: 10 ns per cycle.'],
    ['stage front', 'front', '**front**: 117,600 cycles (1.18 ms at 100 MHz) per input · '],
    ['exit early', 'early', '**early**: check '],
    ['softmax', 'softmax', '`softmax`: largest probability'],
    ['rate', 'rate', '**62 %** of all inputs leave at `early` after '],
    ['in rp0', 'rp0', '**rp0**: '],
    ['schedule', 'schedule', '**mean '],
    ['overlap', 'overlap', '**mean '],
    ['latency', 'latency', '**latency worst '],
    ['accuracy', 'accuracy', '**accuracy**: not known yet'],
    ['budget', 'budget', '`budget { … }` — '],
    ['lut', 'lut', '**lut '],
  ])('%s', async (text, on, first) => {
    const found = await shown(at(text));
    expect(found.on).toBe(on);
    expect(found.markdown.slice(0, first.length)).toBe(first);
  });
});

test('cycles and resources come with formula, numbers and source', async () => {
  const { markdown } = await shown(at('conv2').replace('conv2$0', '$0conv2'));
  expect(markdown).toContain(
    '`conv` · 6×14×14 → 16×10×10 · 240,000 MACs · 2,416 parameters · weights int8 · pe 4 simd 6',
  );
  expect(markdown).toMatch(/\| \*\*matrix-vector\*\* \| 10,000 \| .*PE.* \| .*÷ 4.* \| FINN/);
  expect(markdown).toMatch(/\| multipliers \| 24 DSP \| .* \| UG479/);
  expect(markdown).toMatch(/LUT −\d+ … \+\d+ %/);
  expect(markdown).toContain('exact form');
});

test('parallelism names the legal values, and what is wrong with an illegal one', async () => {
  const { markdown } = await shown(at('pe 5', lenet.replace('pe 4', 'pe 5')));
  expect(markdown).toContain('- pe 5 does not divide F = 16.');
  expect(markdown).toContain('- legal pe: 1, 2, 4, 8, 16');
});

test('parallelism explains its LUTs and flip-flops term by term, with band, source and a second opinion', async () => {
  const { markdown } = await shown(at('pe 4', lenet));
  expect(markdown).toMatch(/[\d,]+ LUT −\d+ … \+\d+ % · [\d,]+ FF −\d+ … \+\d+ % · 28 DSP −0 … \+15 %/);
  expect(markdown).toMatch(
    /\| adder trees \| [\d.]+ LUT \| [\d.]+·PE·SIMD \| [\d.]+·4·6 \| fitted to Vivado's report/,
  );
  expect(markdown).toMatch(/\| accumulators \| .* UG474/);
  expect(markdown).toContain('beyond what was measured: weight bits 8 (measured: 1 to 6)');
  expect(markdown).toMatch(/Second opinion[^]*\| FINN \| 10,000 \| [\d,]+ \| 24 \|/);
});

test('a region shows how bytes become load time, and what its modules need', async () => {
  const { analysis, markdown } = await shown(at('pblock'));
  const [region] = analysis.regions;
  const bytes = formatBytes(region?.bitstreamBytes ?? 0);
  const load = formatNs(region?.loadNs ?? 0);
  expect(region?.bitstreamBytes).toBeGreaterThan(0);
  expect(markdown.split('\n')[0]).toBe(`**rp0**: ${bytes} · load ${load}`);
  expect(markdown).toContain(`- load ${load} = 38 µs + ${bytes} ÷ 128.6 MB/s (alkalir`);
  expect(markdown).toMatch(/^\| LUT \| [\d,]+ \| 80 % \| [\d,]+ \| [\d.]+ % \|$/m);
});

test('a stage shows its time term by term', async () => {
  const { markdown } = await shown(at('stage back'));
  expect(markdown).toMatch(/one input alone .*: call 5 µs \+ fill [\d,]+ cycles \+ interval 16,000 cycles/);
  expect(markdown).toContain('- interval set by `fc1`');
  expect(markdown).toMatch(/\| conv2 \| 10,000 \|/);
});

test('on the CPU a branch takes time and no fabric', async () => {
  const { markdown } = await shown(at('exit early', lenet.replace('on      static', 'on      cpu')));
  expect(markdown).toMatch(/^\*\*early\*\*: check /);
  expect(markdown).toMatch(/on the Cortex-A9, no fabric/);
  expect(markdown).toContain('÷ 650 million per second');
});

test('an exit shows what of its check is hidden and where it leads', async () => {
  const { markdown } = await shown(at('exit early'));
  expect(markdown).toMatch(
    /check .* hidden behind the load of back: inputs that stay wait 0 µs, inputs that leave [\d.]+ µs; 62 % of all inputs leave here, after /,
  );
});

test.each([
  ['an unknown board', 'device { board pinq-z2$0 }', /'pinq-z2' is not a known board.*Near: `PYNQ-Z2`/],
  [
    'a shape that is not known',
    'network n { input 1x4x4 conv c$0 kernel 9x9 filters 2 }',
    /^\*\*c\*\*: shape unknown/,
  ],
  [
    'floating point',
    'network n { input 1x4x4 dense fc$0 units 2 weights fp32 }',
    /LUT not modelled · FF not modelled · DSP not modelled/,
  ],
  ['no timeline', 'device { board pynq-z2 }\nschedule$0 { policy serial }', /^\*\*No timeline yet\*\*/],
  ['a clock that is not written', 'device { clock$0 }', /assumed by default/],
  [
    'an illegal pblock',
    'device { board pynq-z2 }\nregion r { pblock$0 SLICE_X900Y0:SLICE_X999Y9 }',
    /no pblock that can be measured/,
  ],
  [
    'a switch',
    'network a { input 1x4x4 conv c }\nswitch s before a { dense units 2 case$0 x rate 50% -> a }',
    /^\*\*x\*\*: its latency is not known yet\n\n- /,
  ],
])('what is not known says so: %s', async (_, fixture, expected) => {
  expect((await shown(fixture)).markdown).toMatch(expected);
});

test('a name from another file has the figures of its declaration', async () => {
  const { markdown } = await shown(
    '//- main.exeunt\nimport "lib.exeunt"\ndevice { board pynq-z2 }\nstage a in r$0 { }\n//- lib.exeunt\nregion r { pblock SLICE_X0Y0:SLICE_X31Y49 }\n',
  );
  expect(markdown).toMatch(/^\*\*r\*\*: [\d,]+ B · load /);
});

test('nothing is said of blanks, braces and comments', async () => {
  expect((await shown('device $0{ }')).markdown).toBe('');
  expect((await shown('// dev$0ice\n')).markdown).toBe('');
});

describe('a profile', () => {
  const header = 'sample_id,exit,confidence,pred,label,correct';
  const design = `network n {
  input i 1x8x8
  conv c1 kernel 3x3 filters 4
  flatten
  dense f units 10
}
exit early after c1 { flatten dense d units 10 when softmax >= 0.9 }
profile$0 "x.csv"
`;

  test('reports the share and the accuracy of each exit', async () => {
    const trace = `${header}\n0,0,0.95,1,1,1\n0,1,0.99,1,1,1\n1,0,0.2,2,3,0\n1,1,0.9,3,3,1\n`;
    const { markdown } = await shown(`//- n.exeunt\n${design}//- x.csv\n${trace}`);
    expect(markdown).toContain('**100 % correct** over 2 samples');
    expect(markdown).toMatch(/early \| 50 % \| 100 %/);
  });

  test('that cannot be used says why', async () => {
    const { markdown } = await shown(`//- n.exeunt\n${design}//- x.csv\n${header}\n0,0,high,1,1,1\n`);
    expect(markdown).toContain('The trace is not used');
  });
});

describe('a switch', () => {
  const selection = samples.find(({ name }) => name === 'model-selection')?.text ?? '';

  test.each(['$0case    easy', 'case    $0easy', 'rate $070%'])(
    '%s tells what the case comes to, as the report does',
    async (at) => {
      const { analysis, markdown } = await shown(selection.replace(at.replace('$0', ''), at));
      const [decision] = analysis.timeline?.schedule.decisions ?? [];
      const [easy] = decision?.cases ?? [];
      expect(easy?.meanNs).toBeGreaterThan(0);
      const latency = `${formatNs(easy?.meanNs ?? 0)} on average, ${formatNs(easy?.worstNs ?? 0)} at worst`;
      expect(markdown.split('\n')[0]).toBe(`**70 %** of all inputs take \`easy\`: ${latency}`);
      expect(markdown).toMatch(/`gate`: check .*; 70 % of all inputs take/);
    },
  );
});

test('cases that do not add up to all inputs are said to be scaled', async () => {
  const { markdown } = await shown(
    'device { board pynq-z2 }\nnetwork a { input 1x4x4 dense f units 2 }\nswitch s before a { dense units 2 case$0 x rate 50% -> a }',
  );
  expect(markdown).toMatch(
    /^\*\*100 %\*\* of all inputs take `x`, scaled: what is written for the cases adds up to 50 %: /,
  );
});

describe('a rate', () => {
  test('is explained as a share of all inputs that adds up over exits', async () => {
    const { markdown } = await shown(at('rate'));
    expect(markdown).toContain('Share of all inputs that leave here, not of those that reach the exit');
    expect(markdown).toContain('with the rates of earlier exits it adds up to');
  });

  test('that a trace counts is not said to be cut', async () => {
    const header = 'sample_id,exit,confidence,pred,label,correct';
    const trace = `${header}\n0,0,0.95,1,1,1\n0,1,0.99,1,1,1\n1,0,0.2,2,3,0\n1,1,0.9,3,3,1\n`;
    const design = `device { board pynq-z2 }
network n { input i 1x8x8 conv c1 kernel 3x3 filters 4 flatten dense f units 10 }
exit early after c1 { flatten dense d units 10 when softmax >= 0.9 rate$0 62% }
profile "x.csv"
`;
    const { markdown } = await shown(`//- n.exeunt\n${design}//- x.csv\n${trace}`);
    expect(markdown.split('\n')[0]).toMatch(
      /^\*\*50 %\*\* of all inputs leave at `early` after .*, as the trace counts; what is written is only compared with it/,
    );
    expect(markdown).not.toContain('cut');
  });
});

test.each([
  ['parallel$0 pe 4', '**a** runs `c`, `p` with this in place of their own `parallel`'],
  ['weights$0 int4', '**a** runs `c` with this in place of their own `weights`'],
  ['units$0 4', 'No layer of **a** takes `units`: it changes nothing'],
])('a variant says which layers it is of: %s', async (setting, expected) => {
  const { markdown } =
    await shown(`network n { input 1x8x8 conv c kernel 3x3 filters 4 maxpool p window 2x2 flatten dense f units 10 }
stage a in static { c .. p } ${setting}
stage b in static { f }`);
  expect(markdown).toContain(expected);
});
