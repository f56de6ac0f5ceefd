/** Kinds of blocks, with their settings. */
import { criteria, policies, ports } from './decisions';
import {
  count,
  counts,
  degrees,
  duration,
  numberType,
  onOff,
  rateOfTransfer,
  setting,
  share,
  shares,
  units,
  watts,
  type BlockSpec,
} from './forms';
import { metrics } from './metrics';
import { paperKinds, publishedFigures, publishedInner } from './published';

const precision = setting('precision int8', 'Default number type of weights and activations.', [numberType]);
const place = setting('on static', 'Where the decision runs: `static`, `cpu` or a region.', [
  { form: 'name', refers: 'place' },
]);
const rate = setting(
  'rate 62%',
  'Share of all inputs that leave here, not of those that reach the exit: with the rates of earlier exits it adds up to the share that has left so far. A profile counts rates; then this one is only compared with the count.',
  [share],
);
const when = setting('when softmax >= 0.95', 'Criterion and threshold at which an input leaves.', [
  { form: 'word', words: criteria },
]);
const output = setting(
  'output "logits"',
  'Name of the output of the ONNX model that this is: of an exit, its scores; of a network, its end, and behind it the layers that are outputs too. Needed only where neither the layers nor the name of the exit tell.',
  [{ form: 'text', refers: 'output' }],
  { mayBeName: true, repeated: true },
);
const caseSpec = setting(
  'case easy rate 70% -> shallow',
  'One outcome of the decision, its share of the inputs decided here, and the network or stage that then runs.',
  [],
  {
    inner: { rate: share },
  },
);

const metricSettings = metrics.map((m) => setting(m.example, m.doc, []));
const publishedSettings = publishedFigures.map((f) =>
  setting(f.example, f.doc, [], { inner: publishedInner }),
);
const plainText = { form: 'text', refers: 'text' } as const;

export const blocks: readonly BlockSpec[] = [
  {
    word: 'import',
    doc: 'Imports the named blocks of another file.',
    example: 'import "boards.exeunt"',
    header: [],
    layers: false,
    settings: [],
  },
  {
    word: 'device',
    doc: 'Board or part, clock, configuration port and memory.',
    example: 'device {',
    header: [],
    layers: false,
    settings: [
      setting('board pynq-z2', 'Board, which determines the part.', [{ form: 'name', refers: 'board' }]),
      setting('part "xc7z020clg400-1"', 'Part, if no board is named.', [{ form: 'text', refers: 'part' }]),
      setting('clock 100 MHz', 'Clock of the fabric.', [{ form: 'number', units: units.frequency }]),
      setting(
        'port pcap',
        'Configuration port, optionally with its measured rate and overhead.',
        [{ form: 'word', words: ports }],
        { inner: { at: rateOfTransfer, overhead: duration } },
      ),
      setting('memory 1.0 GB/s', 'DDR bandwidth that the fabric may use.', [rateOfTransfer]),
      setting(
        'idle 1.52 W',
        'Metered power of the whole board with the bitstream loaded, clocks running and the software waiting. Energy is then that of the board; without it, an estimate of the chip alone.',
        [watts],
      ),
      setting(
        'ambient 25 C',
        'Temperature around the chip, on which its leakage depends; with `idle`, the one at which it was metered.',
        [degrees],
      ),
      setting(
        'sleep 0.3 W',
        'Metered power of the whole board between inputs, switched off or asleep. With `wake` it tells from which arrival period on that takes less energy than waiting.',
        [watts],
      ),
      setting(
        'wake 800 ms at 2.1 W',
        'Time from sleep until the first input can start, configuration included, and the mean power meanwhile, which is `idle` if it is not stated.',
        [duration],
        { inner: { at: watts } },
      ),
      setting('shell lut 4500 ff 6000 bram18 4 dsp 0', 'Resources of the static infrastructure.', [], {
        inner: counts,
      }),
    ],
  },
  {
    word: 'network',
    doc: 'Layers in order; `from` binds weights of an ONNX model by node name.',
    example: 'network blenet from "blenet.onnx" {',
    header: ['from'],
    layers: true,
    settings: [precision, output],
  },
  {
    word: 'exit',
    doc: 'A branch after a layer through which confident inputs leave early.',
    example: 'exit early after pool1 {',
    header: ['after'],
    layers: true,
    settings: [when, rate, place, precision, output],
  },
  {
    word: 'switch',
    doc: 'A decision with any number of cases: which network, stage or variant runs next.',
    example: 'switch gate before shallow, deep {',
    header: ['before', 'after'],
    layers: true,
    settings: [when, caseSpec, place, precision],
  },
  {
    word: 'stage',
    doc: 'Consecutive layers that together make one module, and the place that holds it.',
    example: 'stage front in rp0 {',
    header: ['in'],
    layers: false,
    settings: [],
  },
  {
    word: 'region',
    doc: 'A reconfigurable region of the fabric.',
    example: 'region rp0 {',
    header: [],
    layers: false,
    settings: [
      setting(
        'pblock SLICE_X0Y50:SLICE_X31Y99',
        "Site ranges in Vivado's notation, or `auto` to search for them.",
        [{ form: 'word', words: ['auto'] }, { form: 'site' }],
        { repeated: true },
      ),
      setting(
        'reserve lut 20% bram 10%',
        'Share of the region to keep free, of every resource or by resource.',
        [share],
        { inner: shares },
      ),
      setting('snapping on', 'SNAPPING_MODE: Vivado moves illegal edges inwards.', [onOff]),
      setting('reset on', 'RESET_AFTER_RECONFIG: the region is reset after each load.', [onOff]),
      setting('utilisation 80%', 'Share of the region that a module may fill.', [share]),
    ],
  },
  {
    word: 'schedule',
    doc: 'When stages are loaded and how inputs arrive.',
    example: 'schedule {',
    header: [],
    layers: false,
    settings: [
      setting(
        'policy overlap',
        '`serial`: load when needed; `overlap`: load during the check; `speculate`: also compute ahead.',
        [{ form: 'word', words: policies }],
      ),
      setting('batch 1', 'Inputs that go through each stage together.', [count]),
      setting(
        'arrival every 10 ms',
        'Inputs arrive `back-to-back`, or one at `every` interval.',
        [{ form: 'word', words: ['back-to-back'] }],
        {
          inner: { every: duration },
        },
      ),
    ],
  },
  {
    word: 'profile',
    doc: 'A trace of samples, for rates and accuracy at any threshold.',
    example: 'profile "blenet.trace.csv"',
    header: [],
    layers: false,
    settings: [],
  },
  {
    word: 'budget',
    doc: 'Limits; each is checked, and each violation is reported on its line.',
    example: 'budget {',
    header: [],
    layers: false,
    settings: metricSettings,
  },
  {
    word: 'paper',
    doc: 'A published system, and its figures beside those of the design. Several papers may be named.',
    example: 'paper {',
    header: [],
    layers: false,
    settings: [
      setting('title "BranchyNet: Fast inference via early exiting"', 'Title of the publication.', [
        plainText,
      ]),
      setting('year 2016', 'Year of publication.', [count]),
      setting('id "arXiv:1709.01686"', 'Its DOI, arXiv identifier or address.', [plainText]),
      setting('kind reproduces', 'How much of it the design can show.', [
        { form: 'word', words: paperKinds },
      ]),
      setting('on "65 nm, 12.25 mm²"', "What it ran on, where that is not the design's device.", [plainText]),
      setting('note "Trained anew."', 'What a reader should know of the comparison.', [plainText]),
      ...publishedSettings,
    ],
  },
];
