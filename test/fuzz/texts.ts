/** Designs, and what random people do to them. */
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { fragments, wholeDesign } from '../grammar/designs';
import { lenet } from '../ide/designs';
import { chain, legalRegion, pynq, reconfigured } from '../support/designs';
import { samples } from '../support/samples';
import type { Random } from '../support/seed';
import { below, pick } from './kind';

const variant = `${pynq}
network net {
  input image 1x16x16
  conv c1 kernel 3x3 filters 4
  conv c2 kernel 3x3 filters 4 parallel pe 2 simd 1
  maxpool p2 window 2x2
  dense out units 10
}
exit e after p2 { flatten dense b units 10 when softmax >= 0.9 rate 40% on cpu }
stage a in static { c1 }
stage fine in static { c2 .. p2 }
stage low in static { c2 .. p2 } weights int4 sparsity 50%
stage rest in static { out }
schedule { policy overlap batch 4 }
budget { latency worst <= 20 ms lut <= 80% }
`;

/** The first lines of the traces that they name, by URI. */
export const traces: Readonly<Record<string, Uint8Array>> = Object.fromEntries([
  ['file:///models/blenet_mnist_int8_test.csv.gz', firstLines('blenet_mnist_int8_test.csv.gz')],
  ['file:///models/vgg10ee_cifar10_int8_test.csv.gz', firstLines('vgg10ee_cifar10_int8_test.csv.gz')],
  ['file:///design/blenet.trace.csv', gunzipSync(firstLines('blenet_mnist_int8_test.csv.gz'))],
]);

function firstLines(name: string): Uint8Array {
  const whole = gunzipSync(readFileSync(new URL(`../../samples/models/${name}`, import.meta.url)));
  return gzipSync(whole.toString().split('\n').slice(0, 331).join('\n'));
}

const writtenPlace = /pblock[^\n]*\n[^}]*/.exec(legalRegion)?.[0].trim() ?? '';

/** A place that is searched for takes up to seconds: it is one time in twenty. */
export function anyDesign(random: Random): string {
  const text = pick(random, designs);
  return random() < 0.05 ? text : text.replaceAll(/pblock\s+auto/g, writtenPlace);
}

const designs: readonly string[] = [
  ...samples.map((s) => s.text),
  wholeDesign,
  lenet,
  variant,
  reconfigured,
  `${pynq}\n${chain}\n`,
  'region a { "x } region t { } region u { }\n',
];

const numbers = [
  '0',
  '1',
  '-1',
  '2',
  '3',
  '7',
  '64',
  '1000',
  '99999',
  '1e9',
  '1e-320',
  '1e300',
  '0.5',
  '100%',
  '1x1',
  '0x0',
  '3x3x3',
];
const words = [
  'conv', 'depthwise', 'dense', 'maxpool', 'avgpool', 'globalpool', 'relu', 'batchnorm', 'add', 'concat', 'flatten',
  'softmax', 'upsample', 'operator', 'input', 'static', 'cpu', 'rp0', 'auto', 'int4', 'float32', 'binary', 'kernel',
  'filters', 'stride 2', 'pad same', 'from c1', 'weights int2', 'rank 2', 'sparsity 90%', 'codebook 4', 'weights-in ddr',
  'when', 'rate 10%', 'on', 'after', 'before', 'stage', 'exit', 'region', 'switch', 'case', 'serial', 'speculate',
  'batch 8', 'every 5 ms', 'utilisation 50%', 'reserve', 'clock', 'MHz', 'ms', 'port icap', 'memory 1 GB/s', 'margin',
]; // prettier-ignore

/** One thing done to a text: what is cut out, and what is put there. */
export interface Edit {
  readonly at: number;
  readonly cut: number;
  readonly text: string;
}

export function edited(text: string, { at, cut, text: inserted }: Edit): string {
  return text.slice(0, at) + inserted + text.slice(at + cut);
}

export function anyEdit(random: Random, text: string): Edit {
  const at = below(random, text.length + 1);
  const kind = random();
  if (kind < 0.3) return replacing(random, text, /\d[\w.%]*/g, pick(random, numbers));
  if (kind < 0.55)
    return replacing(random, text, /[A-Za-z_]\w*/g, pick(random, [...words, ...wordsIn(text)]));
  if (kind < 0.7) return { at, cut: 0, text: pick(random, fragments) };
  if (kind < 0.8) return { at, cut: below(random, 30), text: '' };
  if (kind < 0.9) return { at, cut: 0, text: ` ${pick(random, words)} ${pick(random, numbers)} ` };
  const line = lineAt(text, at);
  if (kind < 0.91) return { at, cut: text.length - at, text: '' };
  if (kind < 0.93) {
    // The line and the next change places.
    const next = lineAt(text, line.at + line.cut);
    const both = text.slice(next.at, next.at + next.cut) + text.slice(line.at, line.at + line.cut);
    return { at: line.at, cut: next.at + next.cut - line.at, text: next.at > line.at ? both : '' };
  }
  if (kind < 0.95) return { ...line, text: '' };
  return { at: line.at, cut: 0, text: text.slice(line.at, line.at + line.cut) };
}

export function mutated(random: Random, text: string): string {
  let result = text;
  for (let count = 1 + below(random, 5); count > 0; count--) result = edited(result, anyEdit(random, result));
  return result;
}

function replacing(random: Random, text: string, pattern: RegExp, by: string): Edit {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return { at: 0, cut: 0, text: by };
  const match = pick(random, found);
  return { at: match.index, cut: match[0].length, text: by };
}

function wordsIn(text: string): string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}

function lineAt(text: string, at: number): { at: number; cut: number } {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  return { at: start, cut: (end < 0 ? text.length : end + 1) - start };
}
