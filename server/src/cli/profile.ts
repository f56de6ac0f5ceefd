/** `exeunt profile`: measures the trace of a design's exits, resumable. */
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Cancelled } from '../base/checkpoint';
import { formatAccuracy, formatCount, formatShare } from '../base/format';
import { type ProfiledExit, profiledExits } from '../inference/profile/exits';
import { headerOf, profile } from '../inference/profile/profile';
import { type ExitRule, bindTrace, parseTrace, traceRates } from '../schedule/index';
import { oneFile, readArguments } from './arguments';
import { untilInterrupted } from './interrupt';
import { type LabelledRun, feedFor, openData } from './labelled-run';
import { type DesignModel, count, designModel, inWords, runtime } from './model-run';
import { progressOf } from './progress';
import { Refused, exitStatus } from './outcome';
import { PartialTrace } from './partial-trace';
import { writeWhole } from './write-file';
import { print, printJson, say } from './print';

/** Runs a design's model over labelled data and writes the trace of every exit. */
export async function runProfile(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, 'profile');
  const file = oneFile(positionals);
  const design = await designModel(file);
  const output = values.output ?? join(dirname(file), `${basename(file).replace(/\.exeunt$/, '')}.trace.csv`);
  return inWords(design.path, async () => {
    const exits = profiledExits(design.analysis, design.network, design.model);
    const run = await openData(values, design.inputs);
    const total = Math.min(run.data.count, count('samples', values.samples) ?? run.data.count);
    const open = await runtime([dirname(file), dirname(design.path)], values['fetch-onnxruntime']);
    const session = await open(design.source, { optimise: true });
    const part = new PartialTrace(`${output}.part`, keyOf(design, exits, run), exits.length);
    const done = values.restart ? 0 : await part.samples();
    await part.begin(done);
    if (done > 0) say(`resuming after ${formatCount(Math.min(done, total))} samples`);
    const { checkpoint, end } = untilInterrupted();
    const progress = progressOf('samples', total, values.progress);
    const samples = Array.from({ length: Math.max(0, total - done) }, (_, i) => done + i);
    try {
      const feed = feedFor(run, design.inputs, samples, async () => {
        await part.flush();
        await checkpoint();
      });
      await profile(session, exits, feed, (sample, lines) => {
        part.add(lines);
        progress(sample + 1);
      });
      await part.flush(true);
    } catch (error) {
      if (!(error instanceof Cancelled)) {
        // Bad data or a bad model will fail again: there is nothing to resume.
        await part.remove();
        throw error;
      }
      await part.flush(true);
      throw new Refused('stopped; run the same command again to resume, or add --restart to start over');
    } finally {
      end();
      await session.release();
    }
    const text = await part.text(total, headerOf(exits));
    await writeWhole(output, output.endsWith('.gz') ? gzipSync(text) : text);
    await part.remove();
    const summary = summaryOf(design, exits, text, run.data.name);
    if (values.json) printJson({ version: 1, trace: output, ...summary });
    else print(asText(summary, output));
    return exitStatus.ok;
  });
}

/** Key of everything that the rows depend on: a partial trace with another key is discarded. */
function keyOf(
  { bytes, model }: DesignModel,
  exits: readonly ProfiledExit[],
  { data, normalisation }: LabelledRun,
): string {
  const labels = createHash('sha256').update(data.labels).digest('hex');
  const facts = [exits, data.name, data.count, labels, normalisation, headerOf(exits)];
  const hash = createHash('sha256').update(bytes).update(JSON.stringify(facts));
  // Weights may be in external files.
  for (const { data: values } of model.graph.initializers.values())
    if (values.kind === 'raw') hash.update(values.bytes);
  return hash.digest('hex');
}

interface Summary {
  readonly data: string;
  readonly samples: number;
  readonly exits: readonly {
    readonly name: string;
    /** Over all samples. */
    readonly accuracy: number;
    /** Share of samples that leave here at the design's thresholds; below, the accuracy on those. */
    readonly rate: number | null;
    readonly accuracyOfLeaving: number | null;
  }[];
  /** Accuracy at the design's thresholds. */
  readonly accuracy: number | null;
}

function summaryOf(
  { analysis }: DesignModel,
  exits: readonly ProfiledExit[],
  text: string,
  data: string,
): Summary {
  const { trace, error } = parseTrace(text);
  if (trace === undefined) throw new Error(error?.message ?? 'the trace cannot be read back');
  const names = exits.slice(0, -1).map((e) => e.name);
  const bound = bindTrace(trace, names);
  if (!('binding' in bound)) throw new Error(bound.message);
  const { columns, end } = bound.binding;
  const accuracy = (column: number): number => {
    let right = 0;
    for (let s = 0; s < trace.sampleCount; s++) right += trace.correct[column * trace.sampleCount + s] ?? 0;
    return right / trace.sampleCount;
  };
  const rules = names.flatMap((name, i): ExitRule[] => {
    const when = analysis.design.exits.find((e) => e.name === name)?.when;
    const column = columns[i];
    if (when === undefined || column === undefined) return [];
    const { criterion, comparison, threshold } = when;
    return [{ column, criterion, comparison, threshold }];
  });
  const rates = rules.length === names.length ? traceRates(trace, rules, end) : undefined;
  return {
    data,
    samples: trace.sampleCount,
    exits: exits.map(({ name }, i) => {
      const leaving = i < names.length ? rates?.exits[i] : rates?.end;
      return {
        name,
        accuracy: accuracy(columns[i] ?? end),
        rate: leaving?.rate ?? null,
        accuracyOfLeaving: leaving?.accuracy ?? null,
      };
    }),
    accuracy: rates?.accuracy ?? null,
  };
}

function asText({ data, samples, exits, accuracy }: Summary, output: string): string {
  const lines = exits.map((e) => {
    const leaving = e.rate === null ? '' : `, ${formatShare(e.rate)} leave here`;
    const right =
      e.accuracyOfLeaving === null ? '' : `, ${formatAccuracy(e.accuracyOfLeaving)} of them correct`;
    return `${e.name}: ${formatAccuracy(e.accuracy)} correct${leaving}${right}`;
  });
  const whole = accuracy === null ? [] : [`at the design's thresholds: ${formatAccuracy(accuracy)} correct`];
  const doubt = exits.every((e) => e.accuracy < DOUBTFUL)
    ? ['accuracy is very low: check --scale, --mean and --std, and the order of the classes']
    : [];
  return `${[`${formatCount(samples)} samples of ${data}`, ...lines, ...whole, ...doubt, `written: ${output}`].join('\n')}\n`;
}

/** Accuracy below which the set-up is suspect; chance on ten classes is 0.1. */
const DOUBTFUL = 0.2;
