import { RATE_TOLERANCE } from '../../analysis/figures/profile';
import type { Analysis } from '../../analysis/analysis';
import { formatShare } from '../../base/format';
import type { Origin } from '../../semantics/design';
import type { Explanation, Finding, Rule } from '../rule';

const profileFaultExplanation: Explanation = {
  title: 'Profile that cannot be used',
  means:
    'The trace cannot be read, or it does not have every exit of the design. Rates are those written in the exits.',
  example: `//- main.exeunt
network n {
  input image 1x8x8
  flatten
  dense f1 units 10
}
profile "trace.csv"
//- trace.csv
sample,exit,score
0,end,0.5`,
  way: 'The message names the line or the exit. [Profiles](../language.md#profiles) describes the columns; `exeunt profile` writes the file.',
};

const profileOddityExplanation: Explanation = {
  title: 'Oddity in a profile',
  means:
    'The trace is used, but something in it is left out: columns that are not known, samples that are not complete.',
  example: `//- main.exeunt
network n {
  input image 1x8x8
  flatten
  dense f1 units 10
}
profile "trace.csv"
//- trace.csv
sample_id,exit,confidence,pred,label,colour
0,end,0.9,3,3,red`,
  way: 'Nothing must be changed if the message says what you expect.',
};

const rateDisagreesExplanation: Explanation = {
  title: 'Rate that the profile contradicts',
  means:
    'The written rate is more than one point away from what the trace counts at this threshold. The trace counts.',
  example: `//- main.exeunt
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  maxpool p1 window 2x2
  flatten
  dense f1 units 10
}
exit a after p1 {
  flatten
  dense a1 units 10
  when softmax >= 0.9
  rate 20%
}
profile "trace.csv"
//- trace.csv
sample_id,exit,confidence,pred,label
0,a,0.95,3,3
0,end,0.99,3,3
1,a,0.6,5,8
1,end,0.99,8,8`,
  way: 'Take the quick fix, or remove the written rate.',
};

/** An unusable trace: it cannot be read, or lacks data of the exits. */
export const profileFault: Rule = {
  code: 'EX7005',
  severity: 'error',
  explanation: profileFaultExplanation,
  *check(analysis) {
    const { profile, design } = analysis;
    const origin = design.profile?.origin;
    if (profile?.fault === undefined || origin === undefined) return;
    const { message, line, exit } = profile.fault;
    const where = line === undefined ? '' : ` Line ${line}:`;
    const whose = exit === undefined ? '' : ` Exit \`${exit}\`:`;
    const at = (exit === undefined ? undefined : exitOrigin(analysis, exit)) ?? origin;
    yield {
      at,
      message: `The profile is not used.${where}${whose} ${message}. Rates are those written in the exits.`,
    };
  },
};

/** Oddities in a trace that is still used: omitted samples, unread columns. */
export const profileOddity: Rule = {
  code: 'EX7006',
  severity: 'warning',
  explanation: profileOddityExplanation,
  *check({ profile, design }) {
    const origin = design.profile?.origin;
    if (origin === undefined) return;
    for (const { line, message } of profile?.warnings ?? []) {
      yield { at: origin, message: `Line ${line} of the trace: ${message}.` };
    }
  },
};

/** A rate that disagrees with the trace; the trace counts. */
export const rateDisagrees: Rule = {
  code: 'EX7007',
  severity: 'warning',
  explanation: rateDisagreesExplanation,
  *check(analysis): Iterable<Finding> {
    const { profile, design } = analysis;
    yield* disagreeingCases(analysis);
    for (const { name, rate } of profile?.rates?.exits ?? []) {
      const written = design.exits.find((e) => e.name === name)?.rate;
      if (written === undefined || Math.abs(written.value - rate) <= RATE_TOLERANCE) continue;
      const counted = `${Number((rate * 100).toPrecision(3))}%`;
      yield {
        at: written.origin,
        message: `The trace says that ${formatShare(rate)} leave here at this threshold, not ${formatShare(written.value)}; the trace counts.`,
        fixes: [
          { title: `Write 'rate ${counted}'`, edits: [{ at: written.origin, text: `rate ${counted}` }] },
        ],
      };
    }
  },
};

function* disagreeingCases({ profile, design }: Analysis): Iterable<Finding> {
  for (const { name, cases } of design.switches) {
    const counted = profile?.rates?.cases?.get(name) ?? [];
    for (const [i, { rate, origin }] of cases.entries()) {
      const actual = counted[i];
      if (rate === undefined || actual === undefined || Math.abs(rate - actual) <= RATE_TOLERANCE) continue;
      yield {
        at: origin,
        message: `The trace says that ${formatShare(actual)} take this case, not ${formatShare(rate)}; the trace counts.`,
      };
    }
  }
}

function exitOrigin({ design }: Analysis, name: string): Origin | undefined {
  return design.exits.find((e) => e.name === name)?.origin;
}
