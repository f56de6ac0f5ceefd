import { formatCount } from '../../base/format';
import { type ParallelismProblem, checkParallelism } from '../../cost/index';
import { kindShape } from '../../network/index';
import type { LayerSpec, Origin } from '../../semantics/design';
import { writtenAt } from '../../semantics/layer-meaning';
import { type Explanation, type Edit, type Finding, type Fix, layerRule } from '../rule';

const explanation: Explanation = {
  title: 'Illegal parallelism',
  means:
    '`pe` must divide the outputs, and `simd` the products of one output value in whole kernel positions: it divides the channels, or is a multiple of them. A value that does not divide leaves lanes idle in the last pass, and the template does not build it.',
  example: `network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16 parallel pe 5
  flatten
  dense f1 units 10
}`,
  way: 'Take one of the nearest legal values, or `parallel auto`.',
};

/** `pe` and `simd` must divide their dimension; offers the nearest values that do. */
export const parallelism = layerRule('EX4001', 'error', explanation, ({ shaped }) => {
  const { spec } = shaped;
  // One lane, the default, is always legal.
  if (spec.parallel === 'auto' || (spec.parallel.pe === 1 && spec.parallel.simd === 1)) return [];
  return checkParallelism(shaped, spec.parallel).flatMap((problem) => {
    // An unwritten factor has its default, which is never the mistake.
    const at = factorPlace(spec, problem.factor);
    return at ? [finding(spec, problem, at)] : [];
  });
});

function finding(spec: LayerSpec, problem: ParallelismProblem, at: Origin): Finding {
  const { factor, value, total, below, above } = problem;
  if (problem.reason === 'no-effect') {
    const setting = spec.node.settings.find((s) => s.keyword.text === 'parallel');
    const remove: Edit = { at: setting ? writtenAt(spec, setting) : at, text: '' };
    return {
      at,
      severity: 'warning',
      message: `\`${factor}\` has no effect on a \`${spec.kind}\` layer.`,
      fixes: [
        factor === 'pe'
          ? { title: "Remove 'parallel'", edits: [remove] }
          : { title: `Remove '${factor}'`, edits: [{ at, text: '' }] },
      ],
    };
  }
  const nearest = [below, above].flatMap((v) => v ?? []);
  const fixes: Fix[] = nearest.map((v) => ({
    title: `Change to '${factor} ${v}'`,
    edits: [{ at, text: `${factor} ${v}` }],
  }));
  return {
    at,
    message: `\`${factor} ${formatCount(value)}\` does not divide ${whatIs(problem, spec, total)}; nearest legal: ${nearest.join(' and ')}.`,
    fixes,
  };
}

function whatIs({ divides }: ParallelismProblem, spec: LayerSpec, total: number): string {
  const n = formatCount(total);
  const isVector = kindShape(spec.kind).products === 'input';
  switch (divides) {
    case 'F':
      return `the ${n} ${isVector ? 'units' : 'filters'}`;
    case 'C·K/G':
      return isVector
        ? `the ${n} inputs`
        : `the ${n} products of an output value (C·K/G) in whole kernel positions`;
    case 'rank':
      return `the rank of ${n}`;
    case 'C':
    case 'none':
      return `the ${n} channels`;
  }
}

/** `pe 5`, from the word to its number. */
function factorPlace(spec: LayerSpec, factor: string): Origin | undefined {
  const setting = spec.node.settings.find((s) => s.keyword.text === 'parallel');
  const values = setting?.values ?? [];
  const i = values.findIndex((v) => v.kind === 'word' && v.text === factor);
  const [word, number] = [values[i], values[i + 1]];
  if (setting === undefined || word === undefined || number === undefined) return undefined;
  return { ...writtenAt(spec, setting), span: { start: word.span.start, end: number.span.end } };
}
