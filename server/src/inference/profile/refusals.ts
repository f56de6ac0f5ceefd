/** What the runtime says of a model, in one sentence with a way out. */
import { OnnxError } from '../../onnx/index';
import type { ModelSession, OpenSession } from './session';

/** The same runtime; what it throws becomes an OnnxError. */
export function inPlainWords(open: OpenSession): OpenSession {
  return async (model, options): Promise<ModelSession> => {
    const session = await told(() => open(model, options));
    return { ...session, run: (feeds) => told(() => session.run(feeds)) };
  };
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new OnnxError(sentence(error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

/** Patterns of onnxruntime's texts, and what helps. */
const ways: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [
    /(?:Fatal error: |No Op registered for |No opset import for domain '?)([\w.:]+)(?:\(-?\d+\) is not a registered function\/op)?/,
    ([, operator = '']) =>
      `it has no operator \`${operator}\`; write it in standard operators, or give the exits' rates in the design (\`rate\`)`,
  ],
  [
    /Unsupported model IR version: (\d+), max supported IR version: (\d+)/,
    ([, has = '', most = '']) =>
      `the file is of IR version ${has}, this onnxruntime reads up to ${most}; save it with ir_version ${most}, or set EXEUNT_ONNXRUNTIME to a newer one`,
  ],
  [
    /Opset (\d+) is under development and support for this is limited|opset (\d+) .*till opset (\d+)/i,
    ([, one, other]) =>
      `opset ${one ?? other ?? ''} is newer than this onnxruntime; export the model for an older one, or set EXEUNT_ONNXRUNTIME to a newer one`,
  ],
  [
    /Could not find an implementation for (\w+)\(\d+\) node with name '([^']*)'/,
    ([, operator = '', name = '']) =>
      `it has no kernel for node ${name} (${operator}) in its type; export the model as float32`,
  ],
];

function sentence(text: string): string {
  const line = text.split('\n').find((l) => l.trim() !== '') ?? '';
  for (const [pattern, way] of ways) {
    const found = pattern.exec(text);
    if (found) return `onnxruntime cannot run this model: ${way(found)}`;
  }
  // Its own prefixes are places in its source.
  const reason = line
    .replace(/^.*?(?:Fail|Failure|Exception|InvalidArgument|RuntimeException)\s*:\s*/i, '')
    .replace(/^(?:Load model from .*? failed|Non-zero status code returned while running)\s*:?\s*/, '')
    .trim();
  return `onnxruntime cannot run this model: ${reason === '' ? line : reason}; it has to run in onnxruntime before it can be measured`;
}
