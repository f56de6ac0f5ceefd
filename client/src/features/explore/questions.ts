/** The questions that can be asked of a design, and the commands that answer them. */
export interface Question {
  readonly label: string;
  readonly detail: string;
  /** Words after `exeunt explore`. */
  readonly command: string;
  readonly options: readonly string[];
}

export const questions: Readonly<Record<string, Question>> = {
  exits: {
    label: 'Best Exits',
    detail: 'Cut, placed and folded anew for each set of exits. Takes from seconds to minutes.',
    command: 'exits',
    options: [],
  },
  'exits-as-written': {
    label: 'Best Exits, All Else as Written',
    detail: 'Every subset of the exits under every policy, exactly.',
    command: 'exits',
    options: ['--as-written'],
  },
  stages: {
    label: 'Best Cuts',
    detail: 'Where to cut the network, and what holds each stage.',
    command: 'stages',
    options: [],
  },
  folding: {
    label: 'Best Folding',
    detail: 'The least time of every module in its place.',
    command: 'folding',
    options: [],
  },
  thresholds: {
    label: 'Best Thresholds',
    detail: 'The lowest mean latency that keeps the accuracy.',
    command: 'thresholds',
    options: [],
  },
  parts: {
    label: 'Parts',
    detail: 'The design on every part, and the smallest that meets the budgets. Takes a minute or more.',
    command: 'parts',
    options: [],
  },
  map: {
    label: 'Map of Batches and Parts',
    detail: 'Where reconfiguring pays in time. Takes minutes.',
    command: 'map',
    options: [],
  },
  energy: {
    label: 'Map of Arrivals and Parts, of Energy',
    detail: 'Where reconfiguring, exits and a smaller part pay in energy. Takes minutes.',
    command: 'map',
    options: ['--axes', 'arrival,part', '--for', 'energy'],
  },
};
