/** Explanations of missed and unchecked limits. */
import type { budgetCodes } from '../../analysis/figures/budgets';
import type { Explanation } from '../rule';

export const budgetExplanations: Readonly<Record<keyof typeof budgetCodes, Explanation>> = {
  worst: {
    title: 'Worst-case latency missed',
    means:
      'An input that takes the whole path needs longer than the budget allows. See [Timeline](../timeline.md#one-input).',
    example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
budget { latency worst <= 1 ms }`,
    way: 'More `parallel` computes faster, a smaller region loads faster, `policy overlap` hides checks behind loads.',
  },
  mean: {
    title: 'Mean latency missed',
    means: 'The mean over all ways out, weighted with their rates, is above the budget.',
    example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
budget { latency mean <= 1 ms }`,
    way: 'Shorten the paths that most inputs take: an earlier exit, a smaller region, more `parallel`.',
  },
  percentile: {
    title: 'Latency percentile missed',
    means: 'The latency that 50, 95 or 99 % of all inputs keep is above the budget.',
    example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
budget { latency p95 <= 1 ms }`,
    way: 'As for the mean: shorten the paths that most inputs take.',
  },
  throughput: {
    title: 'Throughput missed',
    means:
      'With inputs back to back, fewer leave per second than the budget asks for. The loads between inputs count too.',
    example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
budget { throughput >= 10000 /s }`,
    way: 'A larger `batch` shares the loads out; under `serial`, inputs that leave early waste no loads.',
  },
  energy: {
    title: 'Energy budget missed',
    means:
      'An input takes more energy than the budget allows, or may take more: power has a band. See [Energy](../energy.md).',
    example: `device { board pynq-z2 idle 1.52 W }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
budget { energy worst <= 1 mJ }`,
    way: 'Time decides: whatever shortens the period or the longest path lowers energy with it. Metering `idle` narrows the band.',
  },
  power: {
    title: 'Power budget missed',
    means:
      'Mean power is above the budget, or may be. Nearly all of it is base power, which the board takes while it waits too.',
    example: `device { board pynq-z2 idle 1.52 W }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
budget { power mean <= 1 W }`,
    way: 'A smaller part, a slower clock or sleep between inputs lowers it.',
  },
  battery: {
    title: 'Battery empty too early',
    means:
      "The battery's capacity divided by mean power is less than the budget asks for, or may be. Losses of the battery and its ageing are not modelled.",
    example: `device { board pynq-z2 idle 1.52 W }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
budget { battery 10 Wh >= 12 h }`,
    way: 'A larger battery, a smaller part, or sleep between inputs.',
  },
  accuracy: {
    title: 'Accuracy missed',
    means:
      'Counted over the profile at the thresholds of the design, fewer samples are correct than the budget asks for.',
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
}
profile "trace.csv"
budget { accuracy >= 98% }
//- trace.csv
sample_id,exit,confidence,pred,label
0,a,0.95,3,3
0,end,0.99,3,3
1,a,0.92,5,8
1,end,0.99,8,8`,
    way: 'A stricter threshold lets fewer inputs leave early. `exeunt explore thresholds` finds the fastest thresholds that meet the accuracy.',
  },
  resources: {
    title: 'Resource budget missed',
    means:
      'The fullest place (a region or the static part) uses a larger share of a resource than the budget allows. Inside the band of an estimate this is a warning.',
    example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
budget { lut <= 5% }`,
    way: 'A larger pblock or less `parallel` lowers the share.',
  },
};

export const uncheckedBudgetExplanation: Explanation = {
  title: 'Unchecked budget',
  means:
    'Nothing is known that this limit could be compared with. Without this warning it would seem to be met.',
  example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
budget { accuracy >= 98% }`,
  way: 'Add what the message names: a profile for accuracy, a device for latency and resources.',
};
