import { type DecisionCriterion, decisionUnit } from '../../arithmetic';
import { type DecisionUnit, logarithmTable, naturalLogOf2 } from '../../arithmetic/index';
import type { DecisionCost } from '../../cost';
import { constants, table } from './cpp-text';
import { type Channel, type KernelBuilder, wordType } from './kernel-builder';
import { repacked } from './repack';

/** What an exit decides by. */
export interface DecisionRule {
  readonly criterion: DecisionCriterion;
  readonly comparison: '>=' | '<=';
  readonly threshold: number;
}

/** The largest logit, the decision, and both with the logits into memory. Gives the stream of the last. */
export function decisionProcesses(
  kernel: KernelBuilder,
  from: Channel,
  rule: DecisionRule,
  cost: DecisionCost | undefined,
  out: string,
): void {
  const classes = from.count;
  const logits = repacked(kernel, from, 1, classes, 'logits');
  const { type } = logits;
  const word = wordType(type, 1);
  const toDecision = kernel.stream('logits_to_decision', word, classes);
  const toMemory = kernel.stream('logits_to_memory', word, 2 * classes);
  const largest = kernel.stream('largest', 'exeunt::largest_logit');
  const verdicts = kernel.stream('verdicts', 'exeunt::verdict');
  const modelled = cost && { layer: 'decision', process: 'decision' as const, cycles: cost.cycles };
  kernel.process({
    name: kernel.unique('find_largest'),
    comment: ['// The largest logit comes first: shares are counted from it.'],
    parameters: [
      [word, 'in'],
      [word, 'to_decision'],
      [word, 'to_memory'],
      ['exeunt::largest_logit', 'out'],
    ],
    pragmas: [],
    body: [`exeunt::find_largest<${type.name}, ${classes}>(in, to_decision, to_memory, out, inputs);`],
    arguments: [logits.name, toDecision, toMemory, largest],
    ...(modelled && { modelled }),
  });
  const unit = decisionUnit({ ...rule, logits: from.code });
  kernel.structs.push(unitStruct(kernel, unit, classes));
  kernel.process({
    name: kernel.unique('decide'),
    comment: [`// ${said(rule)}`],
    parameters: [
      [word, 'logits'],
      ['exeunt::largest_logit', 'largest'],
      ['exeunt::verdict', 'out'],
    ],
    pragmas: [],
    body: [`exeunt::${templates[rule.criterion]}<decision, ${type.name}>(logits, largest, out, inputs);`],
    arguments: [toDecision, largest, verdicts],
    ...(modelled && { modelled }),
  });
  kernel.process({
    name: kernel.unique('write_verdict'),
    comment: ['// Leaves, label and logits, in whole beats.'],
    parameters: [
      ['exeunt::verdict', 'verdicts'],
      [word, 'logits'],
      ['exeunt::beat', 'out'],
    ],
    pragmas: [],
    body: [`exeunt::write_verdict<${type.name}, ${type.bytes}, ${classes}>(verdicts, logits, out, inputs);`],
    arguments: [verdicts, toMemory, out],
  });
}

const templates: Readonly<Record<DecisionCriterion, string>> = {
  softmax: 'decide_share',
  softmax2: 'decide_share',
  entropy: 'decide_entropy',
  margin: 'decide_margin',
  argmax: 'decide_label',
};

function said({ criterion, comparison, threshold }: DecisionRule): string {
  if (criterion === 'argmax') return 'Labels only.';
  const what = criterion === 'softmax2' ? 'softmax to the base of 2' : criterion;
  return `Leaves when ${what} ${comparison} ${threshold}.`;
}

function unitStruct(kernel: KernelBuilder, unit: DecisionUnit, classes: number): string {
  const { table: exponents } = unit;
  const members: string[] = [];
  const lookup = (name: string, values: Uint32Array): void => {
    kernel.tables.push(table('uint32_t', `decision_${name}`, [values.length], ([i = 0]) => values[i] ?? 0));
    members.push(`  static int64_t ${name}(int i) { return decision_${name}[i]; }`);
  };
  if (exponents) {
    members.push(`  static constexpr int coarse_steps = ${exponents.coarse.length};`);
    // A step beyond the largest difference is never asked for.
    lookup('fine', exponents.fine);
    lookup('coarse', exponents.coarse);
  }
  if (unit.criterion === 'softmax') {
    members.push(
      '  static int64_t share(int32_t difference) { return exeunt::exponent<decision>(difference); }',
    );
  }
  if (unit.criterion === 'softmax2') {
    members.push(`  static constexpr int logit_shift = ${unit.logitShift ?? 0};`);
    members.push(
      '  static int64_t share(int32_t difference) { return exeunt::power_of_two<decision>(difference); }',
    );
  }
  if (unit.criterion === 'entropy') {
    lookup('logarithm', logarithmTable);
    members.push(`  static constexpr uint64_t logit_scale = ${unit.logitScale ?? 0};`);
    members.push(`  static constexpr int64_t log_of_2 = ${naturalLogOf2};`);
  }
  const threshold = unit.criterion === 'margin' ? 'int64_t' : 'uint64_t';
  return [
    'struct decision {',
    ...constants({ classes }),
    `  static constexpr bool at_least = ${unit.comparison === '>='};`,
    `  static constexpr ${threshold} threshold = ${unit.threshold};`,
    ...members,
    // Powers of two are there to need no multiplier.
    ...limit(threshold, unit.criterion === 'softmax2' ? 'fabric' : 'dsp'),
    '};',
  ].join('\n');
}

/** The threshold times what it is compared with. */
function limit(type: 'int64_t' | 'uint64_t', impl: 'dsp' | 'fabric'): string[] {
  if (type === 'int64_t') return [];
  return [
    '  static uint64_t limit(int64_t sum) {',
    '#pragma HLS INLINE',
    '    const uint64_t product = threshold * static_cast<uint64_t>(sum);',
    `#pragma HLS BIND_OP variable=product op=mul impl=${impl}`,
    '    return product;',
    '  }',
  ];
}
