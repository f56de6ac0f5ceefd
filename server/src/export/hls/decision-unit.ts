/** The processes that decide whether an input leaves at an exit. */
import { type DecisionCriterion, decisionUnit } from '../../arithmetic';
import { type DecisionUnit, logarithmTable, naturalLogOf2 } from '../../arithmetic/index';
import type { DecisionCost } from '../../cost';
import { lagOfProcess } from '../../cost/index';
import { constants, table } from './cpp-text';
import { type Channel, type KernelBuilder, leastDepth, wordType } from './kernel-builder';
import { repacked } from './repack';

/** Criterion and threshold of an exit. */
export interface DecisionRule {
  readonly criterion: DecisionCriterion;
  readonly comparison: '>=' | '<=';
  readonly threshold: number;
  /** For `learned`: position in the head of the layer that is the confidence. */
  readonly layer?: number;
}

/**
 * Processes for the largest logit, the decision, and writing both with the logits.
 *
 * @param trained the value of a trained confidence, for the criterion `learned`, and the inputs by which scores and
 *   confidence may be apart
 */
export function decisionProcesses(
  kernel: KernelBuilder,
  from: Channel,
  rule: DecisionRule,
  cost: DecisionCost | undefined,
  out: string,
  trained?: { readonly channel: Channel; readonly apart: number },
): void {
  const scores = from.count;
  const classes = Math.max(2, scores);
  const logits = repacked(kernel, from, 1, scores, 'logits');
  const { type } = logits;
  const word = wordType(type, 1);
  // An input's verdict comes out after its logits: with what is in flight then, of this input and the next ones.
  const lag = lagOfProcess('decision');
  const apart = Math.ceil(trained?.apart ?? 0);
  const later = Math.ceil(lag / classes);
  const toDecision = kernel.stream('logits_to_decision', word, classes * (1 + apart) + lag);
  const toMemory = kernel.stream('logits_to_memory', word, classes * (1 + apart + later) + lag + leastDepth);
  const confidence = trained?.channel;
  const largest = kernel.stream('largest', 'exeunt::largest_logit', leastDepth + apart);
  const verdicts = kernel.stream('verdicts', 'exeunt::verdict');
  const modelled = cost && { layer: 'decision', process: 'decision' as const, cycles: cost.cycles };
  kernel.process({
    name: kernel.unique('find_largest'),
    comment: [
      scores === 1
        ? '// One score of two classes: the other has 0.'
        : '// The largest logit first: shares are relative to it.',
    ],
    parameters: [
      [word, 'in'],
      [word, 'to_decision'],
      [word, 'to_memory'],
      ['exeunt::largest_logit', 'out'],
    ],
    pragmas: [],
    body: [
      scores === 1
        ? `exeunt::find_larger<${type.name}, ${from.code.zeroPoint}>(in, to_decision, to_memory, out, inputs);`
        : `exeunt::find_largest<${type.name}, ${classes}>(in, to_decision, to_memory, out, inputs);`,
    ],
    arguments: [logits.name, toDecision, toMemory, largest],
    ...(modelled && { modelled }),
  });
  const unit = decisionUnit({
    ...rule,
    logits: from.code,
    ...(confidence && { confidence: confidence.code }),
  });
  const sure = confidence && repacked(kernel, confidence, 1, 1, 'confidence');
  if (sure) kernel.deepen(sure.name, { depth: leastDepth + apart + 2 * later });
  const types = [type.name, ...(sure ? [sure.type.name] : [])].join(', ');
  const streams = ['logits', 'largest', ...(sure ? ['confidence'] : []), 'out', 'inputs'].join(', ');
  kernel.structs.push(unitStruct(kernel, unit, classes));
  kernel.process({
    name: kernel.unique('decide'),
    comment: [`// ${said(rule)}`],
    parameters: [
      [word, 'logits'],
      ['exeunt::largest_logit', 'largest'],
      ...(sure ? [[wordType(sure.type, 1), 'confidence'] as const] : []),
      ['exeunt::verdict', 'out'],
    ],
    pragmas: [],
    body: [`exeunt::${kinds[rule.criterion].template}<decision, ${types}>(${streams});`],
    arguments: [toDecision, largest, ...(sure ? [sure.name] : []), verdicts],
    ...(modelled && { modelled }),
  });
  kernel.process({
    name: kernel.unique('write_verdict'),
    comment: ['// Decision, label and logits, in whole beats.'],
    parameters: [
      ['exeunt::verdict', 'verdicts'],
      [word, 'logits'],
      ['exeunt::beat', 'out'],
    ],
    pragmas: [],
    body: [`exeunt::write_verdict<${type.name}, ${type.bytes}, ${scores}>(verdicts, logits, out, inputs);`],
    arguments: [verdicts, toMemory, out],
  });
}

/** How a kernel decides by a criterion. */
interface KindUnit {
  /** Function of the library. */
  readonly template: string;
  /** Its name in a comment; nothing where it decides nothing. */
  readonly words: string | undefined;
  /** Multiplies a sum by the threshold, in such logic; nothing where the threshold is compared as it is. */
  readonly product: 'dsp' | 'fabric' | undefined;
  /** Members of the unit's struct beside the tables of exponents. */
  readonly members: (unit: DecisionUnit) => readonly string[];
}

const shareBy = (what: string): string =>
  `  static int64_t share(int32_t difference) { return exeunt::${what}<decision>(difference); }`;

const kinds = {
  softmax: {
    template: 'decide_share',
    words: 'softmax',
    product: 'dsp',
    members: () => [shareBy('exponent')],
  },
  // Powers of two are there to need no multiplier.
  softmax2: {
    template: 'decide_share',
    words: 'softmax to the base of 2',
    product: 'fabric',
    members: ({ logitShift = 0 }) => [
      `  static constexpr int logit_shift = ${logitShift};`,
      shareBy('power_of_two'),
    ],
  },
  entropy: {
    template: 'decide_entropy',
    words: 'entropy',
    product: 'dsp',
    members: ({ logitScale = 0 }) => [
      lookup('logarithm'),
      `  static constexpr uint64_t logit_scale = ${logitScale};`,
      `  static constexpr int64_t log_of_2 = ${naturalLogOf2};`,
    ],
  },
  margin: { template: 'decide_margin', words: 'margin', product: undefined, members: () => [] },
  learned: { template: 'decide_learned', words: 'its confidence', product: undefined, members: () => [] },
  argmax: { template: 'decide_label', words: undefined, product: 'dsp', members: () => [] },
} as const satisfies Readonly<Record<DecisionCriterion, KindUnit>>;

function said({ criterion, comparison, threshold }: DecisionRule): string {
  const { words } = kinds[criterion];
  return words === undefined ? 'Labels only.' : `Leaves when ${words} ${comparison} ${threshold}.`;
}

function lookup(name: string): string {
  return `  static int64_t ${name}(int i) { return decision_${name}[i]; }`;
}

function unitStruct(kernel: KernelBuilder, unit: DecisionUnit, classes: number): string {
  const { table: exponents } = unit;
  const { product, members }: KindUnit = kinds[unit.criterion];
  const addTable = (name: string, values: Uint32Array): void => {
    kernel.tables.push(table('uint32_t', `decision_${name}`, [values.length], ([i = 0]) => values[i] ?? 0));
  };
  const tables: string[] = [];
  if (exponents) {
    tables.push(`  static constexpr int coarse_steps = ${exponents.coarse.length};`);
    // Steps beyond the largest difference never occur.
    for (const name of ['fine', 'coarse'] as const) {
      addTable(name, exponents[name]);
      tables.push(lookup(name));
    }
  }
  const own = members(unit);
  if (own.includes(lookup('logarithm'))) addTable('logarithm', logarithmTable);
  const type = product === undefined ? 'int64_t' : 'uint64_t';
  return [
    'struct decision {',
    ...constants({ classes }),
    `  static constexpr bool at_least = ${unit.comparison === '>='};`,
    `  static constexpr ${type} threshold = ${unit.threshold};`,
    ...tables,
    ...own,
    ...(product === undefined ? [] : limit(product)),
    '};',
  ].join('\n');
}

/** The threshold times the sum that it is compared with. */
function limit(impl: 'dsp' | 'fabric'): string[] {
  return [
    '  static uint64_t limit(int64_t sum) {',
    '#pragma HLS INLINE',
    '    const uint64_t product = threshold * static_cast<uint64_t>(sum);',
    `#pragma HLS BIND_OP variable=product op=mul impl=${impl}`,
    '    return product;',
    '  }',
  ];
}
