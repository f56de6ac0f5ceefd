/** `exeunt explore thresholds`: chooses exit thresholds for an accuracy. */
import { type ThresholdTuning, howNear, tune } from '../analysis/proposals/threshold-tuning';
import { formatAccuracy, formatNs } from '../base/format';
import { hashOf } from '../base/hash';
import type { ExplorationJson } from '../base/protocol/exploration';
import { runAtOnce } from '../base/steps';
import type { FileEdit } from '../workspace/edited';
import { thresholdEdits } from '../ide/threshold-action';
import { type Trace, parseTrace } from '../schedule/index';
import { unpackedTrace } from '../workspace/kept-files';
import { accuracyOption } from './arguments';
import { type Checked, checkFile } from './files';
import { editsJson } from './explore-shown';
import { Refused, exitStatus } from './outcome';
import { applyEdits } from './write-file';
import { print, printJson } from './print';
import { cannotRead, readNamed } from './read-file';

interface Options {
  readonly json?: boolean | undefined;
  readonly apply?: boolean | undefined;
  readonly accuracy?: string | undefined;
  readonly trace?: string | undefined;
}

/** Chooses thresholds for an accuracy on the design's trace or another one; `--apply` writes them. */
export async function exploreThresholds(file: string, options: Options): Promise<number> {
  const checked = await checkFile(file);
  const { analysis } = checked;
  const trace = options.trace === undefined ? undefined : await readTrace(options.trace);
  const tuning = runAtOnce(tune(analysis, accuracyOption(options.accuracy), trace));
  if ('missing' in tuning) throw new Refused(`${file}: thresholds need ${tuning.missing}`);
  const { best } = tuning;
  if (best === undefined) {
    throw new Refused(
      `${file}: no thresholds reach an accuracy of ${formatAccuracy(tuning.required.accuracy)}; the highest is ${formatAccuracy(tuning.mostAccurate)}`,
    );
  }
  const edits = thresholdEdits(analysis, tuning.exits, best.thresholds);
  if (options.json) printJson(jsonOf(checked, tuning, best, edits));
  else print(asText(tuning, best));
  if (options.apply) {
    if (edits === undefined)
      throw new Refused(`${file}: an exit's \`when\` is in another file: apply it where it is declared`);
    await applyEdits(file, analysis.files[0]?.text ?? '', edits);
  }
  return exitStatus.ok;
}

async function readTrace(path: string): Promise<Trace> {
  const content = await unpackedTrace(path, await readNamed(path, 'trace'));
  if ('kind' in content) throw cannotRead(path, content, 'trace');
  if (content.bytes === undefined)
    throw new Refused(`${path}: the file is damaged: it is not a gzip archive`);
  const { trace, error } = parseTrace(content.bytes);
  if (trace) return trace;
  throw new Refused(`${path}:${error?.line ?? 1}: ${error?.message ?? 'it is not a trace'}`);
}

function asText({ now, exits, curve }: ThresholdTuning, best: NonNullable<ThresholdTuning['best']>): string {
  return `${[
    ...exits.map((name, i) => `${name}: ${best.thresholds[i] ?? 0}`),
    `mean latency ${formatNs(now.meanNs)} -> ${formatNs(best.meanNs)}, accuracy ${formatAccuracy(now.accuracy)} -> ${formatAccuracy(best.accuracy)}`,
    howNear(best),
    'the trade-off, fastest first:',
    ...curve.map(
      (p) => `  ${formatNs(p.meanNs)}, ${formatAccuracy(p.accuracy)} correct: ${p.thresholds.join(' ')}`,
    ),
  ].join('\n')}\n`;
}

function jsonOf(
  checked: Checked,
  { required, now, exits, curve }: ThresholdTuning,
  best: NonNullable<ThresholdTuning['best']>,
  edits: readonly FileEdit[] | undefined,
): object {
  const row = (
    name: string,
    { thresholds, meanNs, accuracy }: ThresholdTuning['curve'][number],
  ): string[] => [name, formatNs(meanNs), formatAccuracy(accuracy), thresholds.join(' ')];
  const shown: ExplorationJson = {
    sentences: [
      `Mean latency ${formatNs(now.meanNs)} -> ${formatNs(best.meanNs)}, accuracy ${formatAccuracy(now.accuracy)} -> ${formatAccuracy(best.accuracy)}. ${howNear(best)}`,
    ],
    tables: [
      {
        title: `Thresholds of ${exits.join(', ')}: the best, then the trade-off, fastest first`,
        head: ['#', 'mean', 'right', 'thresholds'],
        rows: [row('1', best), ...curve.map((point) => row('', point))],
      },
    ],
    notes: [],
  };
  return {
    ...{ version: 1, question: 'thresholds', exits, required, now, best, curve, shown },
    designHash: hashOf(checked.analysis.files[0]?.text ?? ''),
    candidates: { 1: { edits: edits ? editsJson(checked, edits) : null } },
    complete: true,
  };
}
