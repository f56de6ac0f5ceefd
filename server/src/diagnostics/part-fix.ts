import type { Analysis } from '../analysis/analysis';
import { type Part, boardNames, lookupBoard, lookupPart, partByBase, partNames } from '../device/index';
import type { Fix } from './rule';

/** Larger parts of the same family, smallest first: by name, or for a design with a board, by the most similarly named board. */
export function partFixes({ target, design }: Analysis): Fix[] {
  const { part } = target;
  const { device } = design;
  if (part === undefined || device === undefined) return [];
  const larger = partNames
    .flatMap((name) => partByBase(name) ?? [])
    .filter((p) => p.family === part.family && p.limits.lut > part.limits.lut)
    .sort((a, b) => a.limits.lut - b.limits.lut);
  if (device.part) {
    const at = device.part.origin;
    return larger.map((p) => ({ title: `Change to '${p.name}'`, edits: [{ at, text: `"${p.name}"` }] }));
  }
  if (device.board === undefined) return [];
  const { text, origin: at } = device.board;
  return larger.flatMap((p) => {
    const [board] = boardsWith(p).sort((a, b) => alike(b, text) - alike(a, text));
    const title = `Change to the board ${board}, with '${p.name}'`;
    return board === undefined ? [] : [{ title, edits: [{ at, text: board }] }];
  });
}

/** In the usual spelling: `cora-z7-10`. */
function boardsWith(part: Part): string[] {
  const having = boardNames.filter((name) => {
    const board = lookupBoard(name);
    const found = 'ok' in board ? lookupPart(board.ok.part) : undefined;
    return found !== undefined && 'ok' in found && found.ok.name === part.name;
  });
  return having.map((name) => name.toLowerCase().replace(/\s+/g, '-'));
}

/** Length of the common prefix of two names. */
function alike(a: string, b: string): number {
  let same = 0;
  while (same < a.length && a[same]?.toLowerCase() === b[same]?.toLowerCase()) same++;
  return same;
}
