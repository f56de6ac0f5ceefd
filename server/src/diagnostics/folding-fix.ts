import type { Analysis } from '../analysis/analysis';
import { type NewFold, refoldResidents, refoldUnplaced } from '../analysis/proposals/refold';
import { writtenAt } from '../semantics/layer-meaning';
import type { Edit, Fix } from './rule';

/** Writes the parallelism of each layer. No fix if nothing changes. */
export function foldingFix(title: string, folds: readonly NewFold[] | undefined): Fix[] {
  return folds === undefined || folds.length === 0 ? [] : [{ title, edits: folds.map(editOf) }];
}

/** Folds all resident modules until they fit for sure beside the shell. */
export function foldResidentsFix(analysis: Analysis): Fix[] {
  const { staticPart } = analysis;
  return staticPart === undefined
    ? []
    : foldingFix('Fold the resident modules', refoldResidents(analysis, staticPart));
}

/** Folds modules of unplaceable regions: slightly, then more. */
export function foldUnplacedFixes(analysis: Analysis): Fix[] {
  return [0.8, 0.5, 0.25].flatMap((share) =>
    foldingFix('Fold the modules of the regions', refoldUnplaced(analysis, share)),
  );
}

function editOf({ spec, parallel }: NewFold): Edit {
  const { node, origin } = spec;
  // One lane is the default.
  const pe = parallel.pe > 1 || parallel.simd === 1 ? ` pe ${parallel.pe}` : '';
  const simd = parallel.simd > 1 ? ` simd ${parallel.simd}` : '';
  const window = parallel.window && !spec.tapsAtOnce ? ` window ${parallel.window}` : '';
  const order = parallel.order && !spec.order ? ` order ${parallel.order}` : '';
  const text = `parallel${pe}${simd}${window}${order}`;
  const written = node.settings.find((s) => s.keyword.text === 'parallel');
  if (written) return { at: writtenAt(spec, written), text };
  const { end } = node.span;
  return { at: { ...origin, span: { start: end, end } }, text: ` ${text}` };
}
