import { describe, expect, test } from 'vitest';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { completions } from '../../server/src/ide/completion';
import { load } from '../support/fixture';

const net = `network net {
  input   image 1x28x28
  conv    conv1 kernel 5x5 filters 6 pad 2
  relu
  maxpool pool1 window 2x2
  conv    conv2 kernel 5x5 filters 16
  maxpool pool2 window 2x2
  flatten
  dense   fc1 units 10
}
`;

async function offered(fixture: string) {
  const { analysis, offset } = await load(fixture);
  return completions(analysis, offset).sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
}

async function labels(fixture: string): Promise<string[]> {
  return (await offered(fixture)).map((c) => c.label);
}

describe('all that fits, likeliest first', () => {
  test.each([
    [
      'an empty file',
      '$0',
      [
        'import',
        'device',
        'network',
        'exit',
        'switch',
        'stage',
        'region',
        'schedule',
        'profile',
        'budget',
        'paper',
      ],
    ],
    [
      'blocks that stand once',
      'device { }\nschedule { }\nregion r { }\n$0',
      ['import', 'network', 'exit', 'switch', 'stage', 'region', 'profile', 'budget', 'paper'],
    ],
    [
      'settings not yet there',
      'device { board pynq-z2\n clock 100 MHz\n $0 }',
      ['part', 'port', 'memory', 'idle', 'ambient', 'sleep', 'wake', 'shell'],
    ],
    [
      'units of a number',
      'device { clock 100 $0',
      [
        'MHz',
        'GHz',
        'kHz',
        'Hz',
        'board',
        'part',
        'port',
        'memory',
        'idle',
        'ambient',
        'sleep',
        'wake',
        'shell',
      ],
    ],
    ['a word out of few', 'schedule { policy $0 }', ['serial', 'overlap', 'speculate']],
    ['a word begun', 'schedule { policy ove$0 }', ['serial', 'overlap', 'speculate']],
    ['criteria', 'exit e after a { when $0', ['softmax', 'softmax2', 'entropy', 'margin']],
    ['comparison', 'exit e after a { when softmax $0', ['>=', '<=']],
    ['figures of a budget', 'budget { latency $0', ['worst', 'mean', 'p50', 'p95', 'p99']],
    ['header words', 'exit e $0', ['after']],
    ['a limit from above', 'budget { latency worst $0 }', ['<=']],
    ['what a limit of energy is of', 'budget { energy $0 }', ['mean', 'worst']],
    ['units of a capacity', 'budget { battery 10 $0 >= 6 h }', ['Wh', 'mWh', 'J']],
    ['a limit behind a capacity', 'budget { battery 10 Wh $0 }', ['>=']],
    ['a limit from below', 'budget { throughput $0 }', ['>=']],
    ['the end of a range of sites', 'region r { pblock SLICE_X0Y0:$0 }', []],
    ['what may follow a layer of a stage', `${net}stage a in static { conv2 $0 }`, ['..', 'pool2', 'fc1']],
    [
      'the end of a range of layers',
      `${net}stage a in static { conv1 .. $0 }`,
      ['pool1', 'conv2', 'pool2', 'fc1'],
    ],
    ['layers behind a range', `${net}stage a in static { conv1 .. pool1 $0 }`, ['conv2', 'pool2', 'fc1']],
    ['places, regions first', 'region r1 { }\nregion r2 { }\nstage s in $0', ['r1', 'r2', 'static', 'cpu']],
    ['a new name', 'region $0', []],
    ['a comment', 'device { // $0\n}', []],
    [
      'layers of a stage, free ones first',
      `${net}stage a in r { conv1 .. pool1 }\nstage b in r { $0 }`,
      ['conv2', 'pool2', 'fc1', 'image', 'conv1', 'pool1'],
    ],
    [
      'ends of stages for an exit',
      `${net}stage a in r { conv1 .. pool1 }\nstage b in r { conv2 .. fc1 }\nexit e after $0 { }`,
      ['pool1', 'conv1', 'conv2', 'pool2', 'image'],
    ],
    [
      'earlier layers of the same block, nearest first',
      net.replace('conv2 kernel', 'conv2 from $0 kernel'),
      ['pool1', 'conv1', 'image'],
    ],
    ['networks of a switch', 'network a { }\nnetwork b { }\nswitch s before $0', ['a', 'b']],
    [
      'targets of a case',
      'network a { }\nstage s in r { }\nswitch x before a { case c rate 50% -> $0',
      ['a', 's'],
    ],
    ['usual sizes', 'network n { conv c kernel $0', ['3x3', '5x5', '1x1', '7x7']],
    ['on or off', 'region r { snapping $0', ['on', 'off']],
  ])('%s', async (_, fixture, expected) => {
    expect(await labels(fixture)).toEqual(expected);
  });
});

test('a layer takes what its kind has and it does not have yet', async () => {
  const found = await labels(net.replace('filters 6 pad 2', 'filters 6 $0'));
  expect(found).toEqual(
    expect.arrayContaining(['stride', 'pad', 'weights', 'parallel', 'weights-in', 'from']),
  );
  expect(found).not.toEqual(expect.arrayContaining(['kernel']));
  expect(found).not.toEqual(expect.arrayContaining(['units']));
  expect(found.indexOf('stride')).toBeLessThan(found.indexOf('conv'));
  const pool = await labels(net.replace('pool1 window 2x2', 'pool1 $0'));
  expect(pool).toEqual(expect.arrayContaining(['window', 'stride', 'pad', 'parallel']));
  expect(pool).not.toContain('filters');
});

test('a fresh line begins with a layer rather than with an attribute', async () => {
  const found = await labels(net.replace('  relu\n', '  $0\n'));
  expect(found.indexOf('conv')).toBeLessThan(found.indexOf('stride'));
});

test('legal parallelism is offered with the cycles that it gives', async () => {
  const found = await offered(net.replace('kernel 5x5 filters 16', 'kernel 5x5 filters 16 parallel pe $0'));
  expect(found.map((c) => c.label)).toEqual(['1', '2', '4', '8', '16']);
  // 10·10 positions of 150 products for 16 filters; from pe 16 on, the sliding window of 1·6 channels a word is slower.
  expect(found.map((c) => c.detail)[0]).toBe('240,000 cycles');
  const simd = await labels(
    net.replace('kernel 5x5 filters 16', 'kernel 5x5 filters 16 parallel pe 4 simd $0'),
  );
  expect(simd).toEqual(['1', '2', '3', '5', '6', '30', '150']);
});

test.each([
  ['behind a comment', 'parallel pe /* four */ $0'],
  ['on the next line', 'parallel pe\n$0'],
])('legal parallelism is offered %s too', async (_, text) => {
  const found = await labels(net.replace('kernel 5x5 filters 16', `kernel 5x5 filters 16 ${text}`));
  expect(found).toEqual(['1', '2', '4', '8', '16']);
});

test('a variant is offered what is legal for all layers of its stage, with the cycles of the slowest', async () => {
  const found = await offered(`${net}stage a in static { conv2 .. pool2 } parallel pe $0`);
  expect(found.map((c) => c.label)).toEqual(['1', '2', '4', '8', '16']);
  expect(found[0]?.detail).toBe('240,000 cycles');
});

test('a variant takes what one of its layers takes', async () => {
  const found = await labels(`${net}stage a in static { conv2 .. pool2 } $0`);
  expect(found).toEqual(expect.arrayContaining(['parallel', 'weights', 'kernel', 'window']));
  for (const idle of ['onnx', 'macs', 'params', 'units', 'scale']) expect(found).not.toContain(idle);
});

test('an input is offered once, and to networks only', async () => {
  expect(await labels('network n {\n  $0\n}')).toContain('input');
  expect(await labels('network n { inp$0 }')).toContain('input');
  expect(await labels(net.replace('  relu\n', '  $0\n'))).not.toContain('input');
  expect(await labels(`${net}exit e after pool1 {\n  $0\n}`)).not.toContain('input');
  expect(await labels(`${net}switch s before net {\n  $0\n}`)).not.toContain('input');
});

test('what the header of a network takes is a model', async () => {
  const found = await offered(net.replace('net {', 'net $0 {'));
  expect(found).toMatchObject([
    { label: 'from', detail: 'from "model.onnx"', insert: 'from "${1:model}.onnx"' },
  ]);
});

test.each([
  ['network net $0{\n  input image 1x8x8\n}'],
  ['network net {\n  input image 1x28x28\n  $0\n}'],
  ['budget {\n  latency worst $0 20 ms\n}'],
  ['budget {\n  accuracy $0 90%\n}'],
  [`${net}stage a in static { conv1 $0 }`],
  [`${net}stage a in static { conv1 .. $0 }`],
])(
  'taking any of the words that it offers leaves no error of syntax, name or type behind: %s',
  async (fixture) => {
    const { analysis, offset, text } = await load(fixture);
    for (const item of completions(analysis, offset).filter((c) => !c.snippet && c.label !== '..')) {
      const changed = text.slice(0, item.start) + item.insert + text.slice(item.end);
      const codes = diagnose((await load(changed)).analysis).filter((d) => /^EX(1|2009|3003)/.test(d.code));
      expect(codes.map((d) => `${item.label}: ${d.message}`)).toEqual([]);
    }
  },
);

test.each([
  ['device { board $0', 'pynq-z2', 'pynq-z2', 'PYNQ-Z2, xc7z020clg400-1'],
  ['device { board zybo$0', 'zybo-z7-20', 'zybo-z7-20', 'Zybo Z7-20, xc7z020clg400-1'],
  ['device { part $0', 'xc7z020', '"xc7z020"', '53,200 LUT, 220 DSP, 280 RAMB18'],
  ['device { part "$0"', 'xc7z020clg400-1', 'xc7z020clg400-1', '53,200 LUT, 220 DSP, 280 RAMB18'],
  ['device { part "$0', 'xc7z020', 'xc7z020"', '53,200 LUT, 220 DSP, 280 RAMB18'],
  [`${net}exit e after $0 { }`, 'pool1', 'pool1', 'maxpool 6×14×14'],
  ['network n { input 1x8x8 conv "a b" conv c }\nexit e after $0', 'a b', '"a b"', 'conv'],
  ['network n { input 1x8x8 conv "a b" conv c }\nexit e after "$0', 'a b', 'a b"', 'conv'],
  ['budget { $0', 'latency', 'latency ${1|worst,mean,p50,p95,p99|} <= ${2:20} ms', 'latency worst <= 20 ms'],
  [
    'exit e after a { $0',
    'when',
    'when ${1|softmax,softmax2,entropy,margin|} ${2|>=,<=|} ${3:0.95}',
    'when softmax >= 0.95',
  ],
  ['exit e after a { $0', 'rate', 'rate ${1:62}%', 'rate 62%'],
  ['device { $0', 'part', 'part "${1:xc7z020clg400-1}"', 'part "xc7z020clg400-1"'],
  ['device { $0', 'clock', 'clock ${1:100} MHz', 'clock 100 MHz'],
  [
    `${net.slice(0, -2)}  $0`,
    'conv',
    'conv ${1:conv3} kernel ${2:3x3} filters ${3:16}',
    'Convolution over all input channels.',
  ],
])('%s offers %s', async (fixture, label, insert, detail) => {
  const found = (await offered(fixture)).find((c) => c.label === label);
  expect(found).toMatchObject({ insert, detail });
});

test('the word begun is replaced', async () => {
  const { analysis, offset, text } = await load('schedule { policy ove$0rlap }');
  const first = completions(analysis, offset)[0];
  expect(text.slice(first?.start, first?.end)).toBe('ove');
});

test('nothing is ever thrown, wherever the text breaks off', async () => {
  const whole = `${net}exit e after pool1 { conv b kernel 3x3 filters 4 when softmax >= 0.9 rate 5% on rp0 }\nregion rp0 { pblock auto }`;
  for (let end = 0; end <= whole.length; end += 7) {
    const { analysis, offset } = await load(`${whole.slice(0, end)}$0`);
    for (const item of completions(analysis, offset)) expect(item.label).not.toBe('');
  }
});
