/** Units between layers, and pools. */
import {
  copyRules,
  narrowRules,
  readBeatsRules,
  repackRules,
  widenRules,
  writeBeatsRules,
} from '../../src/cost/units/adapters';
import { poolRules } from '../../src/cost/units/pool';
import { type Check, streamed } from './checks';
import { bits, type CountedUnit, every, grouped, of, part, signed } from './unit';
import type { Parameters } from './yosys';

export const streams: CountedUnit[] = [
  {
    top: 'read_beats',
    component: 'readBeats',
    rules: readBeatsRules,
    unit: () => ({}),
    grid: [{}],
    check: () =>
      streamed({ in: { data: 64 } }, { out: ['data'] }, ({ in: words = [] }) => ({
        out: words.map(([w = 0n]) => [w]),
      })),
  },
  {
    top: 'write_beats',
    component: 'writeBeats',
    rules: writeBeatsRules,
    unit: (p) => ({ beats: of(p, 'BEATS') }),
    grid: every('BEATS', [1, 5, 98, 1000]),
    check: (p) =>
      streamed(
        { in: { data: 64 } },
        { out: ['data', 'last'] },
        ({ in: words = [] }) => ({
          out: words.map(([w = 0n], i) => [w, i === 2 * of(p, 'BEATS') - 1 ? 1n : 0n]),
        }),
        { inputs: 2n },
      ),
  },
  {
    top: 'widen',
    component: 'widen',
    rules: widenRules,
    unit: (p) => ({ width: of(p, 'IN'), parts: of(p, 'PARTS') }),
    grid: [8, 32, 128].flatMap((IN) => [2, 3, 8].map((PARTS) => ({ IN, PARTS }))),
    check: (p) =>
      streamed({ in: { data: of(p, 'IN') } }, { out: ['data'] }, ({ in: words = [] }) => ({
        out: grouped(words, of(p, 'PARTS')).map((group) => [
          bits(
            group.map(([w = 0n]) => w),
            of(p, 'IN'),
          ),
        ]),
      })),
  },
  {
    top: 'narrow',
    component: 'narrow',
    rules: narrowRules,
    unit: (p) => ({ width: of(p, 'OUT'), parts: of(p, 'PARTS') }),
    grid: [8, 32, 128].flatMap((OUT) => [2, 3, 8].map((PARTS) => ({ OUT, PARTS }))),
    check: (p) =>
      streamed({ in: { data: of(p, 'OUT') * of(p, 'PARTS') } }, { out: ['data'] }, ({ in: words = [] }) => ({
        out: words.flatMap(([w = 0n]) =>
          Array.from({ length: of(p, 'PARTS') }, (_, i) => [part(w, i, of(p, 'OUT'))]),
        ),
      })),
  },
  {
    top: 'repack',
    component: 'repack',
    rules: repackRules,
    unit: (p) => ({ bits: of(p, 'BITS'), from: of(p, 'IN'), to: of(p, 'OUT') }),
    grid: [
      [1, 3],
      [2, 3],
      [3, 4],
      [6, 4],
      [8, 6],
      [8, 3],
      [16, 6],
    ]
      .map(([IN = 1, OUT = 1]) => ({ BITS: 8, IN, OUT, PACKET_IN: 48, PACKET_OUT: 48 }))
      .concat(
        { BITS: 4, IN: 3, OUT: 4, PACKET_IN: 48, PACKET_OUT: 48 },
        { BITS: 16, IN: 3, OUT: 4, PACKET_IN: 48, PACKET_OUT: 48 },
        { BITS: 8, IN: 2, OUT: 3, PACKET_IN: 5, PACKET_OUT: 10 },
        { BITS: 8, IN: 8, OUT: 3, PACKET_IN: 30, PACKET_OUT: 10 },
      ),
    check: (p) =>
      streamed({ in: { data: of(p, 'BITS') * of(p, 'IN') } }, { out: ['data'] }, ({ in: words = [] }) => {
        const width = of(p, 'BITS');
        const packetWords = Math.ceil(of(p, 'PACKET_IN') / of(p, 'IN'));
        const values = words.flatMap(([w = 0n], i) => {
          const left = of(p, 'PACKET_IN') - (i % packetWords) * of(p, 'IN');
          return Array.from({ length: Math.min(left, of(p, 'IN')) }, (_, l) => part(w, l, width));
        });
        return {
          out: grouped(values, of(p, 'PACKET_OUT'), false).flatMap((packet) =>
            grouped(packet, of(p, 'OUT'), false).map((word) => [bits(word, width)]),
          ),
        };
      }),
  },
  {
    top: 'copy',
    component: 'copy',
    rules: copyRules,
    unit: (p) => ({ width: of(p, 'WIDTH') }),
    grid: every('WIDTH', [8, 32, 128]),
    check: (p) =>
      streamed(
        { in: { data: of(p, 'WIDTH') } },
        { first: ['out_data'], second: ['out_data'] },
        ({ in: words = [] }) => ({
          first: words,
          second: words,
        }),
      ),
  },
];
export const pools: CountedUnit[] = [
  {
    top: 'pool',
    component: 'pool',
    rules: poolRules,
    unit: poolOf,
    grid: [
      ...every('PE', [1, 2, 4, 8], { COLUMNS: 28, WORDS: 3, KERNEL: 2, IN: 8, KEPT: 8, SUM: 0 }),
      { COLUMNS: 8, WORDS: 16, KERNEL: 2, PE: 2, IN: 8, KEPT: 8, SUM: 0 },
      { COLUMNS: 27, WORDS: 1, KERNEL: 3, PE: 2, IN: 8, KEPT: 8, SUM: 0 },
      { COLUMNS: 28, WORDS: 3, KERNEL: 2, PE: 2, IN: 4, KEPT: 4, SUM: 0 },
      { COLUMNS: 28, WORDS: 3, KERNEL: 2, PE: 2, IN: 16, KEPT: 16, SUM: 0 },
    ],
    check: poolCheck,
  },
  {
    top: 'pool',
    component: 'poolSum',
    rules: poolRules,
    unit: poolOf,
    grid: [
      ...every('PE', [1, 2, 4, 8], { COLUMNS: 28, WORDS: 3, KERNEL: 2, IN: 8, KEPT: 10, SUM: 1 }),
      { COLUMNS: 8, WORDS: 16, KERNEL: 2, PE: 2, IN: 8, KEPT: 10, SUM: 1 },
      { COLUMNS: 28, WORDS: 3, KERNEL: 2, PE: 2, IN: 4, KEPT: 6, SUM: 1 },
      { COLUMNS: 28, WORDS: 3, KERNEL: 2, PE: 2, IN: 16, KEPT: 18, SUM: 1 },
      { COLUMNS: 28, WORDS: 3, KERNEL: 7, PE: 2, IN: 8, KEPT: 14, SUM: 1 },
    ],
    check: poolCheck,
  },
];

function poolOf(p: Parameters): unknown {
  const windows = Math.floor(of(p, 'COLUMNS') / of(p, 'KERNEL')) * of(p, 'WORDS');
  return { pe: of(p, 'PE'), bits: of(p, 'KEPT'), windows };
}

function poolCheck(p: Parameters): Check {
  const [columns, words, kernel, pe] = ['COLUMNS', 'WORDS', 'KERNEL', 'PE'].map((n) => of(p, n)) as [
    number,
    number,
    number,
    number,
  ];
  const [width, kept] = [of(p, 'IN'), of(p, 'KEPT')];
  const windows = Math.floor(columns / kernel);
  return streamed(
    { in: { data: width * pe } },
    { out: ['data'] },
    ({ in: image = [] }) => {
      const rowWords = windows * kernel * words;
      const out: bigint[][] = [];
      for (let y = 0; (y + 1) * kernel * rowWords <= image.length; y++) {
        for (let x = 0; x < windows; x++) {
          for (let w = 0; w < words; w++) {
            const lanes = Array.from({ length: pe }, (_, lane) => {
              const values = Array.from({ length: kernel * kernel }, (_, k) => {
                const row = y * kernel + Math.floor(k / kernel);
                const word = image[row * rowWords + (x * kernel + (k % kernel)) * words + w]?.[0] ?? 0n;
                return signed(part(word, lane, width), width);
              });
              const result = of(p, 'SUM') ? values.reduce((a, b) => a + b, 0) : Math.max(...values);
              return BigInt.asUintN(kept, BigInt(result));
            });
            out.push([bits(lanes, kept)]);
          }
        }
      }
      return { out };
    },
    {},
    {
      memory: { address: 'address', read: 'old', write: 'joined', enable: 'write' },
      turns: 4 * columns * words * kernel,
    },
  );
}
