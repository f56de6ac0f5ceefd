/** Rates of a design with switches from its trace: each sample takes the path that its gates chose. */
import { parseSparseTrace, traceWays } from '../../schedule/index';
import type { Design } from '../../semantics/design';
import type { TraceContent } from '../../workspace/kept-files';
import type { ProfileFigures } from '../analysis';
import { waysOf } from './ways';

export function switchProfile(design: Design, content: TraceContent, bytes: Uint8Array): ProfileFigures {
  const { trace, error, warnings } = parsedOnce(design, content, bytes);
  if (trace === undefined) return { fault: error ?? { message: 'it is not a trace' }, warnings };
  const noTime = { fixedNs: 0, perInputNs: 0 };
  const path = waysOf(
    design,
    () => noTime,
    () => 0,
  );
  if ('missing' in path) return { fault: { message: path.missing }, warnings };
  const counted = traceWays(trace, path, {
    ruleOf: (exit) => design.exits.find((e) => e.name === exit)?.when,
    endOf: (stage) => endName(design, trace.exits, stage),
  });
  if ('message' in counted) return { fault: counted, warnings };
  const { samples, exits, end, accuracy, cases, gap } = counted;
  return {
    warnings: [...warnings, ...(gap === undefined ? [] : [{ line: 1, message: gap }])],
    rates: {
      samples,
      exits: [...exits].map(([name, share]) => ({ name, ...share })),
      end,
      accuracy,
      cases,
    },
  };
}

/** The network's name; for a single network also the one name that is neither an exit nor a switch. */
function endName(design: Design, inTrace: readonly string[], stage: string): string {
  const network = design.stages.find((s) => s.name === stage)?.network ?? '';
  if (inTrace.includes(network) || design.networks.length > 1) return network;
  const others = inTrace.filter(
    (name) => ![...design.exits, ...design.switches].some((m) => m.name === name),
  );
  return others.length === 1 ? (others[0] ?? network) : network;
}

type Parsed = ReturnType<typeof parseSparseTrace>;

const parsedTraces = new WeakMap<TraceContent, { readonly key: string; readonly parsed: Parsed }>();

function parsedOnce({ switches }: Design, content: TraceContent, bytes: Uint8Array): Parsed {
  const key = JSON.stringify(switches.map((s) => s.name));
  const last = parsedTraces.get(content);
  if (last?.key === key) return last.parsed;
  const parsed = parseSparseTrace(bytes, new Set(switches.map((s) => s.name)));
  parsedTraces.set(content, { key, parsed });
  return parsed;
}
