import { expect, test } from 'vitest';
import { outline, type OutlineItem } from '../../server/src/ide/outline';
import { load } from '../support/fixture';

async function tree(fixture: string): Promise<string[]> {
  const { analysis, text } = await load(fixture);
  const lines = (items: readonly OutlineItem[], indent: string): string[] =>
    items.flatMap((i) => [
      `${indent}${i.kind} ${i.name} (${i.detail}) at ${text.slice(i.nameStart, i.nameEnd)}`,
      ...lines(i.children, `${indent}  `),
    ]);
  return lines(outline(analysis), '');
}

test('blocks with what distinguishes them, layers with their shapes', async () => {
  const fixture = `
import "lib.exeunt"
device { board pynq-z2 clock 100 MHz }
network net from "a.onnx" {
  input image 1x28x28
  conv  conv1 kernel 5x5 filters 6
  relu
}
exit early after conv1 { dense units 10 on static }
switch s before net { dense units 2 }
stage front in rp0 { conv1 .. conv1 }
region rp0 { pblock SLICE_X0Y0:SLICE_X9Y49
                    DSP48_X0Y0:DSP48_X0Y19 }
schedule { policy overlap }
profile "p.csv"
budget { latency worst <= 20 ms }
`;
  expect(await tree(fixture)).toEqual([
    'import lib.exeunt (import) at "lib.exeunt"',
    'device device (pynq-z2) at device',
    'network net (3 layers) at net',
    '  layer image (input 1×28×28) at image',
    '  layer conv1 (conv 6×24×24) at conv1',
    '  layer relu (6×24×24) at relu',
    'exit early (after conv1) at early',
    '  layer dense (10) at dense',
    'switch s (before net) at s',
    '  layer dense (2) at dense',
    'stage front (in rp0 conv1 .. conv1) at front',
    'region rp0 (SLICE_X0Y0:SLICE_X9Y49 DSP48_X0Y0:DSP48_X0Y19) at rp0',
    'schedule schedule (overlap) at schedule',
    'profile p.csv (profile) at "p.csv"',
    'budget budget (1 limit) at budget',
  ]);
});

test.each([
  ['network {', ['network network (0 layers) at network']],
  ['network "" { conv "" }', ['network network (1 layer) at network', '  layer conv (conv) at conv']],
  ['region', ['region region () at region']],
  ['what is this', []],
  ['', []],
])('broken text keeps what can be named: %s', async (fixture, expected) => {
  expect(await tree(fixture)).toEqual(expected);
});
