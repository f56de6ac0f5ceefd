/** Rates and accuracy from the design's trace. */
import { wideEncodingName } from '../../base/decode-text';
import { type ExitRule, absentValues, bindTrace, parseTrace, traceRates } from '../../schedule/index';
import type { Design, ExitSpec } from '../../semantics/design';
import type { TraceContent } from '../../workspace/kept-files';
import type { Refusal } from '../../workspace/refusal';
import type { ProfileFigures } from '../analysis';
import { switchProfile } from './switch-profile';

/** Difference between a written rate and the one that a trace counts above which the written one is wrong. */
export const RATE_TOLERANCE = 0.01;

/** Rates and accuracy of a design's exits from its trace; undefined if it names none, or a missing one. */
export function profileOf(
  design: Design,
  content: TraceContent | Refusal | undefined,
): ProfileFigures | undefined {
  if (content === undefined || 'kind' in content) return undefined;
  if (content.bytes === undefined) return failed('the file is damaged: it is not a gzip archive');
  const wide = wideEncodingName(content.bytes);
  if (wide !== undefined) return failed(`the file is ${wide}, not UTF-8: save it as UTF-8`);
  if (design.switches.length > 0) return switchProfile(design, content, content.bytes);
  const { trace, error, warnings } = parsedOnce(content, content.bytes);
  if (trace === undefined) return { fault: error ?? { message: 'it is not a trace' }, warnings };
  const exits = exitsInOrder(design);
  const bound = bindTrace(
    trace,
    exits.map((e) => e.name),
  );
  if (!('binding' in bound)) return { fault: bound, warnings };
  const undecided = exits.find((e) => e.when === undefined);
  if (undecided)
    return {
      fault: { message: 'it has no `when`, so it is not known which samples leave', exit: undecided.name },
      warnings,
    };
  const rules = exits.flatMap(({ when }, i): ExitRule[] => {
    const column = bound.binding.columns[i];
    if (when === undefined || column === undefined) return [];
    const { criterion, comparison, threshold } = when;
    return [{ column, criterion, comparison, threshold }];
  });
  const absent = absentValues(trace, rules);
  if (absent !== undefined)
    return { fault: { message: `${absent}; \`exeunt profile\` writes one` }, warnings };
  const counted = ratesOnce(trace, rules, bound.binding.end);
  return {
    warnings,
    counted: { trace, rules, end: bound.binding.end },
    rates: {
      samples: trace.sampleCount,
      exits: exits.map(({ name }, i) => ({ name, ...(counted.exits[i] ?? { rate: 0, accuracy: null }) })),
      end: counted.end,
      accuracy: counted.accuracy,
    },
  };
}

function failed(message: string): ProfileFigures {
  return { fault: { message }, warnings: [] };
}

/** Exits of the design's network in the order in which an input passes them. */
function exitsInOrder(design: Design): readonly ExitSpec[] {
  const network = design.networks[0]?.name;
  return design.exits
    .filter((e) => e.after?.network === network)
    .sort((a, b) => (a.after?.layer ?? 0) - (b.after?.layer ?? 0));
}

const parsedTraces = new WeakMap<TraceContent, ReturnType<typeof parseTrace>>();

function parsedOnce(content: TraceContent, bytes: Uint8Array): ReturnType<typeof parseTrace> {
  let parsed = parsedTraces.get(content);
  if (parsed === undefined) parsedTraces.set(content, (parsed = parseTrace(bytes)));
  return parsed;
}

type Rates = ReturnType<typeof traceRates>;

const lastRates = new WeakMap<object, { readonly key: string; readonly rates: Rates }>();

/** Memoised, since thresholds change less often than the rest of the text. */
function ratesOnce(trace: Parameters<typeof traceRates>[0], rules: readonly ExitRule[], end: number): Rates {
  const key = JSON.stringify([rules, end]);
  const last = lastRates.get(trace);
  if (last?.key === key) return last.rates;
  const rates = traceRates(trace, rules, end);
  lastRates.set(trace, { key, rates });
  return rates;
}
