/** Texts that people could have written: every feature answers, in the text, with figures that are figures. */
import { neverCancelled } from '../../server/src/base/checkpoint';
import { type Analysis, analyse } from '../../server/src/analysis/analyse';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { failedCode } from '../../server/src/base/protocol/report';
import { Documents } from '../../server/src/workspace/documents';
import { checkFixedTexts, checkPlaces } from '../support/every-fix';
import { everything } from '../support/pipeline';
import { memoryFiles } from '../support/memory-files';
import { answers } from './features';
import { type Kind, below, shorter } from './kind';
import { anyDesign, mutated, traces } from './texts';

export const uri = 'file:///design/main.exeunt';
const files = memoryFiles(traces);

interface Case {
  readonly text: string;
  readonly offsets: readonly number[];
  /** Quick fixes are worked out and applied too: they take longest. */
  readonly fixes: boolean;
}

/** Milliseconds of the processor for one short design. */
const MOST_CPU_MS = 10_000;

export const language: Kind<Case> = {
  name: 'language',
  make(random) {
    const text = mutated(random, anyDesign(random));
    const offsets = Array.from({ length: 3 }, () => below(random, text.length + 1));
    return { text, offsets, fixes: random() < 0.1 };
  },
  async check({ text, offsets, fixes }) {
    const before = process.cpuUsage();
    const analysis = await analysed(new Documents(files), text);
    const diagnostics = everything(analysis, text, offsets);
    checkPlaces(text, diagnostics);
    if (fixes) checkFixedTexts(analysis, diagnostics);
    for (const [feature, answer] of answers(analysis, offsets)) {
      const odd = /.{0,60}\b(NaN|-?Infinity|undefined)\b.{0,40}/.exec(answer);
      if (odd && !text.includes(odd[1] ?? '')) return `not a figure in ${feature}: ${odd[0]}`;
    }
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    return ms > MOST_CPU_MS ? `it took ${Math.round(ms)} ms` : undefined;
  },
  *smaller(found) {
    for (const text of shorter(found.text))
      yield { ...found, text, offsets: found.offsets.map((o) => Math.min(o, text.length)) };
  },
  show: ({ text, offsets }) => `${text}\n(cursors at ${offsets.join(', ')})`,
};

/** The design as a document that is opened here and now; a check that fails is a fault. */
export async function analysed(documents: Documents, text: string): Promise<Analysis> {
  documents.open(uri, 1, text);
  return readAgain(documents);
}

export async function readAgain(documents: Documents): Promise<Analysis> {
  const closure = await documents.closure(uri);
  if (closure === undefined) throw new Error('the document is not open');
  const analysis = await analyse(closure, neverCancelled);
  const failed = diagnose(analysis).find((d) => d.code === failedCode);
  if (failed) throw failed.cause;
  return analysis;
}
