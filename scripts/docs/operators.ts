/** The page of what an ONNX model may have. */
import { knownOperators } from '../../server/src/model/graph/operators';
import { readings } from '../../server/src/model/layers/readings';
import { table } from './table';

/** Sizes and constants are known before anything runs. */
const known: ReadonlySet<string> = new Set(['Constant', 'Shape', 'Size']);

export function operators(): string {
  const read = Object.entries(readings).map(([name, { becomes, weights }]) => [
    `\`${name}\``,
    becomes,
    weights,
  ]);
  const others = [...new Set(knownOperators)]
    .filter((name) => !Object.hasOwn(readings, name) && !known.has(name))
    .sort();
  return `# Operators of ONNX models

This page is generated from the table that \`exeunt import\`, \`quantise\` and \`export\` read by (\`npm run docs\`).

\`profile\` runs a model with every operator that onnxruntime has, and QONNX's quantisers, whatever stands here.

## Read

Where the last column does not hold, \`import\` keeps the line with its cost, or writes an \`operator\`, and says so; \`quantise\` and
\`export\` refuse the network then.

${table(['Operator', 'Becomes', 'Weights and scales for kernels'], read)}

\`If\` and \`Loop\` of constant conditions and counts, and functions of the model, are their bodies. Of another \`If\` with layers inside,
the branch with more of them goes on, and the other one is an early exit. \`Constant\` and whatever is computed of constants alone is
computed ahead. QONNX's \`channels_last\` domain is read between transpositions.

## Shape only

Where they depend on the input, these become an \`operator\` of the right shape ([EX8002](diagnostics/EX8002.md)): multiply-accumulates of matrix products are counted,
resources and cycles are not modelled, and no kernel is exported.

${others.map((name) => `\`${name}\``).join(', ')}.

An operator in none of the two lists is refused, unless the model defines it as a function.
`;
}
