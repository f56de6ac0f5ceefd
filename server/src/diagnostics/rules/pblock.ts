import type { RegionFigures } from '../../analysis/analysis';
import { pblockEdits } from '../../analysis/proposals/pblock-edit';
import type { RuleId } from '../../floorplan/index';
import type { Origin } from '../../semantics/design';
import type { SemanticProblem } from '../../semantics/problem';
import {
  legalityExplanations,
  pblockMissingExplanation,
  pblockNotModelledExplanation,
  pblockNotPlacedExplanation,
  pblockSyntaxExplanation,
} from '../explanations/pblock';
import type { Fix, Rule } from '../rule';
import { sentence } from '../sentence';

/** Unreadable ranges: not Vivado's syntax, off the die, or of a kind that the part lacks. */
export const pblockSyntax: Rule = {
  code: 'EX5001',
  severity: 'error',
  explanation: pblockSyntaxExplanation,
  *check({ regions }) {
    for (const region of regions) {
      for (const { text, message, suggestion } of region.syntax) {
        const at = placeOf(region, text);
        const fixes =
          suggestion === undefined
            ? []
            : [{ title: `Change to '${suggestion}'`, edits: [{ at, text: suggestion }] }];
        yield { at, message: sentence(quoted(message)), fixes };
      }
    }
  },
};

/** Legal ranges that the model does not know: figures leave them out, or are not known at all. */
export const pblockNotModelled: Rule = {
  code: 'EX5004',
  severity: 'information',
  explanation: pblockNotModelledExplanation,
  *check({ regions }) {
    for (const region of regions) {
      for (const { text, message } of region.unmodelled)
        yield { at: placeOf(region, text), message: sentence(message) };
    }
  },
};

/** A region without any pblock: figures and constraints need one. */
export const pblockMissing: Rule = {
  code: 'EX5002',
  severity: 'warning',
  explanation: pblockMissingExplanation,
  *check({ regions, target, problems }) {
    const unused = unusedRegions(problems);
    for (const { spec } of regions) {
      if (spec.pblock !== undefined || spec.pblockOrigin !== undefined || unused.has(spec.name)) continue;
      const { block } = spec.origin;
      const open = block.body?.start;
      // `{}` has no space of its own before the closing brace.
      const tail = block.body && block.body.end - block.body.start === 2 ? ' ' : '';
      const fixes: Fix[] =
        open === undefined
          ? []
          : [
              {
                title: "Add 'pblock auto'",
                edits: [
                  {
                    at: { ...spec.origin, span: { start: open + 1, end: open + 1 } },
                    text: ` pblock auto${tail}`,
                  },
                ],
              },
            ];
      const way = target.part
        ? '`pblock auto` finds the smallest'
        : 'write one, such as `pblock SLICE_X0Y0:SLICE_X7Y49`';
      yield {
        at: spec.origin,
        message: `Region \`${spec.name}\` has no pblock, so its resources, bytes and load time are not known: ${way}.`,
        fixes,
      };
    }
  },
};

/** `pblock auto` without a place. Regions are placed together, so it is reported once, at the one without enough room. */
export const pblockNotPlaced: Rule = {
  code: 'EX5003',
  severity: 'error',
  explanation: pblockNotPlacedExplanation,
  *check({ regions, problems }) {
    const unused = unusedRegions(problems);
    const told = new Set<string>();
    for (const { spec, infeasible, short, need, modules } of regions) {
      // If `pblock auto` is not written, the parser has reported the missing pblock.
      if (infeasible === undefined || spec.pblock !== 'auto' || unused.has(spec.name)) continue;
      if (told.has(infeasible) || (short !== undefined && short !== spec.name)) continue;
      told.add(infeasible);
      const isUnsized = need === undefined || modules.length === 0;
      yield {
        at: spec.pblockOrigin ?? spec.origin,
        message: infeasible,
        ...(isUnsized && { severity: 'information' as const }),
      };
    }
  },
};

/** Stable codes of UG909's rules. */
const codes: Readonly<Record<RuleId, string>> = {
  'nothing-inside': 'EX5010',
  'column-pair': 'EX5011',
  'clock-region-edge': 'EX5012',
  'unranged-kind': 'EX5013',
  'fixed-columns': 'EX5014',
  'programmable-unit': 'EX5015',
  overlap: 'EX5016',
  'shared-frame': 'EX5017',
  stacked: 'EX5018',
};

/** UG909's rules, with the nearest legal pblock as the fix. */
export const pblockRules: readonly Rule[] = (Object.keys(codes) as RuleId[]).map((id) => ({
  code: codes[id],
  severity: 'error',
  explanation: legalityExplanations[id],
  *check({ regions }) {
    for (const region of regions) {
      // With an unreadable range the rest of the pblock is not what was meant.
      if (region.syntax.length > 0) continue;
      for (const { rule, severity, message, guide, text, nearest } of region.violations) {
        if (rule !== id) continue;
        const isNote = severity === 'information';
        // Choices of `pblock auto` are not errors in the text.
        if (isNote && region.auto) continue;
        const legal = nearest ?? [];
        const way = !isNote && legal.length > 0 ? ` Nearest legal: ${legal.join(' ')}.` : '';
        yield {
          at: placeOf(region, text),
          severity,
          message: `${sentence(message)} ${sentence(guide)}${way}`,
          fixes: isNote ? [] : nearestFix(region, legal),
        };
      }
    }
  },
}));

/** Regions already reported as unused. */
function unusedRegions(problems: readonly SemanticProblem[]): Set<string> {
  return new Set(problems.flatMap((p) => (p.kind === 'unused-region' ? p.region : [])));
}

function nearestFix({ spec }: RegionFigures, nearest: readonly string[]): Fix[] {
  const edits = pblockEdits(spec, nearest);
  const title = `Change to the nearest legal pblock: ${nearest[0] ?? ''}`;
  return edits.length > 0 ? [{ title, edits }] : [];
}

function placeOf({ spec }: RegionFigures, text: number): Origin {
  const written = typeof spec.pblock === 'object' ? spec.pblock[text] : undefined;
  return written?.origin ?? spec.pblockOrigin ?? spec.origin;
}

/** Quoted as in every other message. */
function quoted(text: string): string {
  return text.replace(/'([^']*)'/g, '`$1`');
}
