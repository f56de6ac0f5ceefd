/** The commands of `explore` with their options. */
import type { CommandSpec } from './command-spec';

const json = { type: 'boolean', does: 'prints one JSON document' } as const;

const objective = {
  type: 'string',
  value: 'latency|worst|throughput|energy',
  does: 'what the designs are ordered by; default: the mean latency, in batches the time per input',
} as const;

const accuracy = {
  type: 'string',
  value: '98%',
  does: 'the accuracy to keep; default: the design’s budget, else its own',
} as const;

const among = {
  type: 'string',
  value: 'xc7z010,xc7z020',
  does: 'looks at these parts only; default: all',
} as const;

const svg = { type: 'string', value: 'OUT', does: 'writes the picture to a file' } as const;

/** Options shared by every search that answers with a table of designs. */
const ofTable = {
  csv: { type: 'string', value: 'OUT', does: 'writes the table to a file' },
  progress: { type: 'boolean', does: 'prints progress line by line, for programs' },
  apply: { type: 'boolean', does: 'writes the best, or the candidate named, into the design' },
  candidate: { type: 'string', value: 'N', does: 'the one with this number in the table' },
} as const;

export const exploreCommands = {
  'explore all': {
    operands: 'FILE',
    does: 'the designs that no other beats in mean, worst case, time per input, accuracy and area at once; the best under the budgets first',
    options: { for: objective, accuracy, json, ...ofTable },
  },
  'explore exits': {
    operands: 'FILE',
    does: 'the best set of exits for each kind of design, cut, placed and folded anew; or for the design as it is',
    options: {
      'as-written': {
        type: 'boolean',
        does: 'keeps cuts, places and folding, and compares every subset of up to 20 exits exactly',
      },
      for: objective,
      accuracy,
      svg,
      json,
      ...ofTable,
    },
  },
  'explore floorplan': {
    operands: 'FILE',
    does: 'the placement with the fewest bytes',
    options: { json, apply: { type: 'boolean', does: 'writes it into the design' } },
  },
  'explore folding': {
    operands: 'FILE',
    does: 'the folding of every module: the least time in its place, or the least area within a limit',
    options: {
      for: objective,
      deadline: {
        type: 'string',
        value: '2ms',
        does: 'takes the least area with which each module is done within this, instead of the least time',
      },
      interval: {
        type: 'string',
        value: '500us',
        does: 'likewise, with which each module can take an input this often',
      },
      json,
      ...ofTable,
    },
  },
  'explore map': {
    operands: 'FILE',
    does: 'where reconfiguring pays: the kind of design that is ahead, and by how much, by batch or arrival period on every part',
    options: {
      for: {
        type: 'string',
        value: 'throughput|latency|energy',
        does: 'time per input of a stream, mean latency of one batch, or energy of an input; default: throughput',
      },
      axes: {
        type: 'string',
        value: 'batch,part|arrival,part',
        does: 'the two axes; arrival periods are of energy',
      },
      among,
      json,
      csv: { type: 'string', value: 'OUT', does: 'writes every cell to a file' },
      svg,
      progress: { type: 'boolean', does: 'prints progress line by line, for programs' },
    },
  },
  'explore parts': {
    operands: 'FILE',
    does: 'the design on every part: the best of each kind on each, and the smallest part that meets the budgets',
    options: {
      for: objective,
      among,
      json,
      ...ofTable,
    },
  },
  'explore stages': {
    operands: 'FILE',
    does: 'where to cut the network and what holds each stage: the best of each kind of design',
    options: {
      for: objective,
      json,
      ...ofTable,
    },
  },
  'explore thresholds': {
    operands: 'FILE',
    does: 'the thresholds with the lowest mean latency that meet an accuracy',
    options: {
      accuracy: { type: 'string', value: '98%', does: 'the accuracy to meet; default: the design’s budget' },
      trace: {
        type: 'string',
        value: 'VALIDATION.csv',
        does: 'a trace to choose them on instead of the design’s',
      },
      json,
      apply: { type: 'boolean', does: 'writes them into the design' },
    },
  },
} as const satisfies Readonly<Record<string, CommandSpec>>;
