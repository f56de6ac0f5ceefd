import type { RegionFigures } from '../../analysis/analysis';
import type { RuleId } from '../../floorplan/index';
import type { Origin } from '../../semantics/design';
import type { Fix, Rule } from '../rule';

/** Ranges that cannot be read: not Vivado's syntax, off the die, or of a kind that the part lacks. */
export const pblockSyntax: Rule = {
  code: 'EX5001',
  severity: 'error',
  *check({ regions }) {
    for (const region of regions) {
      for (const { text, message, suggestion } of region.syntax) {
        const at = placeOf(region, text);
        const fixes =
          suggestion === undefined
            ? []
            : [{ title: `Change to '${suggestion}'`, edits: [{ at, text: suggestion }] }];
        yield { at, message: `${sentence(message)}`, fixes };
      }
    }
  },
};

/** A region without any pblock: figures and constraints need one. */
export const pblockMissing: Rule = {
  code: 'EX5002',
  severity: 'warning',
  *check({ regions, target }) {
    for (const { spec } of regions) {
      if (spec.pblock !== undefined || spec.pblockOrigin !== undefined) continue;
      const { block } = spec.origin;
      const open = block.body?.start;
      const fixes: Fix[] =
        open === undefined
          ? []
          : [
              {
                title: "Add 'pblock auto'",
                edits: [
                  { at: { ...spec.origin, span: { start: open + 1, end: open + 1 } }, text: ' pblock auto ' },
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

/** `pblock auto` that found no place. */
export const pblockNotPlaced: Rule = {
  code: 'EX5003',
  severity: 'error',
  *check({ regions }) {
    for (const { spec, infeasible, modules } of regions) {
      if (infeasible === undefined) continue;
      yield {
        at: spec.pblockOrigin ?? spec.origin,
        message: infeasible,
        ...(modules.length === 0 && { severity: 'information' as const }),
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

/** UG909's rules, with the nearest legal pblock as the way out. */
export const pblockRules: readonly Rule[] = (Object.keys(codes) as RuleId[]).map((id) => ({
  code: codes[id],
  severity: 'error',
  *check({ regions }) {
    for (const region of regions) {
      for (const { rule, severity, message, guide, text, nearest } of region.violations) {
        if (rule !== id) continue;
        const { pblockOrigin } = region.spec;
        const isLegal = nearest !== undefined && nearest.length > 0;
        const fixes: Fix[] =
          isLegal && pblockOrigin
            ? [
                {
                  title: `Change to the nearest legal pblock: ${nearest[0] ?? ''}`,
                  edits: [{ at: pblockOrigin, text: pblockText(nearest) }],
                },
              ]
            : [];
        const way = isLegal ? ` Nearest legal: ${nearest.join(' ')}.` : '';
        yield {
          at: placeOf(region, text),
          severity,
          message: `${sentence(message)} ${sentence(guide)}${way}`,
          fixes,
        };
      }
    }
  },
}));

/** One range a line, under each other. */
function pblockText(ranges: readonly string[]): string {
  return `pblock ${ranges.join('\n         ')}`;
}

function placeOf({ spec }: RegionFigures, text: number): Origin {
  const written = typeof spec.pblock === 'object' ? spec.pblock[text] : undefined;
  return written?.origin ?? spec.pblockOrigin ?? spec.origin;
}

function sentence(text: string): string {
  const start = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
