/** Codes without a rule, with their explanations. */
import { failedCode } from '../base/protocol/report';
import type { Explained } from './rule';

/** An export without weights for its kernels; only the command line reports it. */
export const numbersCode = 'EX8101';

export const otherCodes: readonly Explained[] = [
  {
    code: numbersCode,
    severity: 'error',
    explanation: {
      title: 'Network without numbers',
      means:
        'An export of kernels needs the weights of every network, from an int8 model that fits the design. Only `exeunt export` reports it.',
      way: 'Bind the network (`from "model.onnx"`), make an int8 model with `exeunt quantise`, or export with `--random-weights` to try the flow.',
    },
  },
  {
    code: failedCode,
    severity: 'error',
    explanation: {
      title: 'A check failed',
      means:
        'A check or the analysis itself has failed. What else is shown may be incomplete, and nothing is exported. It is a fault of Exeunt, not of the design.',
      way: 'Please report it: _Exeunt: Show Log_ has the details, and `exeunt doctor --report` what an issue needs.',
    },
  },
];
