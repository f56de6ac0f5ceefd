/** Readers of texts from other tools. */
import { readCalibration } from '../../server/src/analysis/figures/read-calibration';
import { decodeText } from '../../server/src/base/decode-text';
import { readReport } from '../../server/src/reports/read-report';
import { parseSparseTrace, parseTrace } from '../../server/src/schedule/index';
import {
  csynth2019,
  csynth2023,
  csynthSummary,
  csynthText,
  hierarchy,
  timing,
  utilisation7,
  utilisationOfPblock,
  utilisationPlus,
} from '../reports/samples';
import { type Bytes, NothingThrown, type Reader, bytesOf, oddNumber, told } from './reader';

const used = { lut: 2710, ff: 3115, dsp: 34, bram: 9 };
const header = 'sample_id,exit,confidence,entropy,margin,softmax2,pred,label,correct\n';
const rows = (names: readonly string[]): string =>
  Array.from({ length: 6 }, (_, sampleId) =>
    names.map(
      (name, i) => `${sampleId},${name},0.${i + 5},0.5,1.5,0.7,${sampleId},3,${sampleId === 3 ? 1 : 0}\n`,
    ),
  )
    .flat()
    .join('');
export const traces = [
  header + rows(['0', '1']),
  header + rows(['early', '"a, ""b"', 'end']),
  header + rows(['gate', 'early', 'end']),
].map(bytesOf);

const trace = (
  read: (bytes: Bytes) => ReturnType<typeof parseTrace> | ReturnType<typeof parseSparseTrace>,
) => ({
  read(bytes: Bytes) {
    const { trace: found, error } = read(bytes);
    if (found === undefined) return told(error?.message);
    return found.sampleCount > 0 ? undefined : 'a trace without samples';
  },
  own: NothingThrown,
  seeds: traces,
});

export const calibration = {
  version: 1,
  part: 'xc7z020clg400-1',
  reports: ['a.rpt'],
  modules: ['stage', 'exit', 'switch'].map((kind) => ({
    kind,
    name: 's',
    source: 'a.rpt',
    measured: { lut: 2 },
    estimated: { lut: 1, ff: 1, dsp: 1, bram18: 1, uram: 0 },
  })),
  loads: [{ module: 's', bytes: 857740, ns: 6912000 }],
  slackNs: { 'a.rpt': -0.4 },
  slackAtHz: { 'a.rpt': 100e6 },
  holdNs: { 'a.rpt': -0.01 },
};

export const textReaders: Readonly<Record<string, Reader>> = {
  trace: trace(parseTrace),
  'trace with switches': trace((bytes) => parseSparseTrace(bytes, new Set(['gate']))),
  calibration: {
    read(bytes) {
      const found = readCalibration(decodeText(bytes));
      return found.calibration ? undefined : told(found.fault);
    },
    own: NothingThrown,
    seeds: [bytesOf(JSON.stringify(calibration, undefined, 1))],
  },
  report: {
    read(bytes) {
      const found = readReport(decodeText(bytes).text);
      if ('error' in found) return told(found.error);
      const odd = oddNumber(found);
      return odd === undefined ? undefined : `${odd} in what was read`;
    },
    own: NothingThrown,
    seeds: [
      csynth2019('front', used),
      csynth2023('front', used),
      csynthText('front', used, '2023.2'),
      csynthSummary('front', used),
      utilisation7('rp0_front', used),
      utilisationPlus('rp0_front', used),
      utilisationOfPblock('rp0_front', used),
      hierarchy([[0, 'system_wrapper', '(top)', used]], {}),
      timing('-0.412'),
      'exeunt load module=back bytes=857740 ms=6.912 MB/s=124.09\n',
    ].map(bytesOf),
  },
};
