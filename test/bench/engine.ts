/** Parts of the engine, timed in one process. Bundled and run by run.mjs. */
import { performance } from 'node:perf_hooks';
import { parse, reparse } from '../../grammar/src/index';
import { noResources } from '../../server/src/base/resources';
import { freshLayerCost, moduleCost, writtenParallelism } from '../../server/src/cost/index';
import { type Part, evaluatePblock, lookupPart, parsePblock } from '../../server/src/device/index';
import { placeRegionsNow } from '../../server/src/floorplan/index';
import { inferShapes } from '../../server/src/network/index';
import {
  type ExitRule,
  type ScheduleProblem,
  everySubset,
  parseTrace,
  scheduleOnce,
  scheduleStream,
  traceRates,
} from '../../server/src/schedule/index';
import { layers } from '../support/layers';
import { resnet50, vgg10 } from '../support/networks';
import { importModel } from '../../server/src/model/import-model';
import { readModel } from '../../server/src/onnx/index';
import { exeuntDesign } from './designs.mjs';
import { median } from './median.mjs';
import { resnet50Model } from './resnet';

export { resnet50Model };

interface Timing {
  readonly what: string;
  /** Median, milliseconds. */
  readonly ms: number;
  /** How many designs are timed in it. */
  readonly designs?: number;
}

/** Runs of one thing: for so long, but not fewer. */
const atLeastMs = 300;
const atLeastRuns = 20;

async function timed(what: string, run: (i: number) => unknown): Promise<Timing> {
  const times: number[] = [];
  const begun = performance.now();
  for (let i = 0; times.length < atLeastRuns || performance.now() - begun < atLeastMs; i++) {
    const before = performance.now();
    await run(i);
    times.push(performance.now() - before);
  }
  return { what, ms: median(times.slice(times.length >> 2)) };
}

const zynq = named('xc7z020');
const ultrascale = named('xczu9');

function named(name: string): Part {
  const found = lookupPart(name);
  if (!('ok' in found)) throw new Error(found.error);
  return found.ok;
}

export async function engine(): Promise<Timing[]> {
  const found: Timing[] = [];
  for (const lines of [1_000, 10_000]) {
    const text = exeuntDesign(lines);
    found.push(await timed(`parse ${lines} lines`, () => parse(text)));
    const tree = parse(text);
    const start = text.indexOf('filters', text.length / 4);
    const next = `${text.slice(0, start)} ${text.slice(start)}`;
    const change = { start, end: start, inserted: 1 };
    found.push(await timed(`parse an edit in ${lines} lines`, () => reparse(tree, text, next, change)));
  }

  const list = layers('input 16x32x32; conv 3x3 64 pad 1');
  const conv = inferShapes(list).layers[1];
  if (conv === undefined) throw new Error('the layer has no shape');
  const options = { family: zynq.family, clockHz: 100e6 };
  const lanes = [1, 2, 4, 8, 16];
  found.push(
    await timed('cost of a layer', (i) =>
      freshLayerCost(conv, { pe: lanes[i % lanes.length] ?? 1, simd: 4 }, options),
    ),
  );

  const resnet = inferShapes(layers(resnet50())).layers;
  found.push(
    await timed('cost of ResNet-50, all layers', () =>
      resnet.map((layer) => freshLayerCost(layer, writtenParallelism(layer), options)),
    ),
  );
  for (const [name, network] of [
    ['VGG', inferShapes(layers(vgg10)).layers],
    ['ResNet-50', resnet],
  ] as const) {
    const costed = network.map((layer) => {
      return { layer, cost: freshLayerCost(layer, writtenParallelism(layer), options) };
    });
    found.push(await timed(`row simulation of ${name}`, () => moduleCost(costed, options)));
  }

  const { ranges } = parsePblock(zynq, [
    'SLICE_X82Y50:SLICE_X113Y99 DSP48_X3Y20:DSP48_X4Y39 RAMB36_X4Y10:RAMB36_X5Y19',
  ]);
  found.push(await timed('a pblock', () => evaluatePblock(zynq, ranges, { snapping: true, reset: true })));

  found.push(await timed('one input through 16 stages', () => scheduleOnce(stages(16, 0))));
  found.push(await timed('one input through 16 stages, 15 exits', () => scheduleOnce(stages(16, 15))));
  const subsets = await timed('every set of 15 exits', () => everySubset(stages(16, 15), () => 0.5 / 15));
  found.push({ ...subsets, designs: 2 ** 15 });
  found.push(await timed('a stream through 16 exits', () => scheduleStream(stages(17, 16))));

  const csv = new TextEncoder().encode(traceText(10_000, 10));
  found.push(await timed('a trace of 100,000 rows', () => parseTrace(csv)));
  const { trace } = parseTrace(csv);
  if (trace === undefined) throw new Error('the trace is wrong');
  const rules = (threshold: number): ExitRule[] =>
    Array.from({ length: 9 }, (_, column) => ({
      column,
      criterion: 'softmax' as const,
      comparison: '>=' as const,
      threshold,
    }));
  found.push(
    await timed('rates at a new threshold', (i) => traceRates(trace, rules(0.8 + (i % 19) / 100), 9)),
  );

  const model = resnet50Model();
  const options50 = { model: 'resnet50.onnx', device: 'board zcu102' };
  found.push(await timed('ResNet-50 of 51 MB to a design', () => importModel(readModel(model), options50)));

  const need = { ...noResources, lut: 3000, ff: 4000, dsp: 16, bram18: 10 };
  const three = ['a', 'b', 'c'].map((name) => ({ name, need }));
  found.push(
    await timed('placement of 3 regions on xc7z020', () => placeRegionsNow({ part: zynq, regions: three })),
  );
  const six = [1, 2, 3, 4, 5, 6].map((size) => ({
    name: `r${size}`,
    need: { ...noResources, lut: 2000 * size, ff: 3000 * size, dsp: 12 * size, bram18: 6 * size },
  }));
  const placeSix = () => placeRegionsNow({ part: ultrascale, regions: six });
  const begun = performance.now();
  placeSix();
  found.push({ what: 'placement of 6 regions on xczu9', ms: performance.now() - begun });
  return found;
}

/** A chain of stages that take turns in two regions, with exits in the static part. */
function stages(count: number, exits: number): ScheduleProblem {
  return {
    policy: 'overlap',
    batch: 1,
    arrival: 'back-to-back',
    loadNs: { a: 3_000_000, b: 2_500_000 },
    stages: Array.from({ length: count }, (_, i) => ({
      name: `s${i}`,
      place: { kind: 'region', region: i % 2 === 0 ? 'a' : 'b' },
      duration: { fixedNs: 5_000, perInputNs: 200_000 + 1_000 * i },
      exits:
        i < exits
          ? [
              {
                name: `e${i}`,
                place: { kind: 'static' },
                duration: { fixedNs: 5_000, perInputNs: 20_000 },
                rate: 0.5 / exits,
              },
            ]
          : [],
    })),
  };
}

/** Samples at exits, more of them sure and right the later the exit. */
function traceText(samples: number, exits: number): string {
  const lines = ['sample_id,exit,confidence,pred,label,correct'];
  for (let s = 0; s < samples; s++) {
    for (let e = 0; e < exits; e++) {
      const confidence = 1 - (((s * 7919) % 1000) / 1000) * (1 - e / (2 * exits));
      const label = s % 10;
      const right = (s * 31 + e) % 20 < 12 + (8 * e) / exits ? 1 : 0;
      lines.push(`${s},${e},${confidence.toFixed(4)},${right ? label : 9 - label},${label},${right}`);
    }
  }
  return lines.join('\n');
}
