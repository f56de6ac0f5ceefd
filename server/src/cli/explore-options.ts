/** What the searches of `explore` share: their options, progress, and how a candidate is written. */
import { lookupPart } from '../device/index';
import type { DesignObjective, TimeObjective } from '../plans/standing';
import type { FileEdit } from '../workspace/edited';
import type { Checked } from './files';
import { Refused, WrongUse } from './outcome';
import { applyEdits } from './write-file';

export interface CandidateOptions {
  readonly apply?: boolean | undefined;
  readonly candidate?: string | undefined;
  readonly progress?: boolean | undefined;
}

/** @throws WrongUse */
export function objectiveOption<O extends DesignObjective>(
  text: string | undefined,
  usual: TimeObjective,
  choices: readonly O[],
): O | TimeObjective {
  if (text === undefined) return usual;
  const found = choices.find((c) => c === text);
  if (found) return found;
  throw new WrongUse(`--for \`${text}\`: choose from ${choices.join(', ')}`);
}

/** `--deadline 2ms`. @throws WrongUse */
export function timeOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, value = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(s|ms|us|µs|ns)$/.exec(text.trim()) ?? [];
  const ns = Number(value) * ({ s: 1e9, ms: 1e6, us: 1e3, µs: 1e3, ns: 1 }[unit] ?? NaN);
  if (ns > 0) return Math.round(ns);
  throw new WrongUse(`--${name} \`${text}\` is not a time such as 2ms or 500us`);
}

/** `--among xc7z010,xc7z020`: names of silicon. @throws WrongUse */
export function partsOption(text: string | undefined): readonly string[] | undefined {
  const names = text?.split(',').map((name) => {
    const found = lookupPart(name.trim());
    if ('ok' in found) return found.ok.name;
    const near = found.nearest.length > 0 ? `; did you mean ${found.nearest.join(' or ')}?` : '';
    throw new WrongUse(`--among \`${name.trim()}\`: ${found.error}${near}`);
  });
  return names && [...new Set(names)];
}

/** Before anything is searched. @throws WrongUse */
export function checkCandidateOption({ candidate, apply }: CandidateOptions): void {
  if (candidate !== undefined && !apply)
    throw new WrongUse('--candidate says which one `--apply` writes: give both');
}

/** @throws WrongUse if there is no such number in the table */
export function candidateOption<C>({ candidate }: CandidateOptions, all: readonly C[]): C | undefined {
  if (candidate === undefined) return all[0];
  const found = /^\d+$/.test(candidate) ? all[Number(candidate) - 1] : undefined;
  if (found) return found;
  throw new WrongUse(
    all.length === 0
      ? `--candidate \`${candidate}\`: the table is empty`
      : `--candidate \`${candidate}\`: the table has the numbers 1 to ${all.length}`,
  );
}

/** Writes a candidate into the design file. @throws Refused */
export async function applyCandidate(
  { path, analysis }: Checked,
  edits: readonly FileEdit[] | undefined,
  complete: boolean,
): Promise<void> {
  if (!complete) throw new Refused(`${path}: nothing is applied: the search was interrupted`);
  if (edits === undefined) throw new Refused(`${path}: nothing is applied: nothing was found`);
  const elsewhere = edits.find((e) => e.uri !== analysis.uri);
  if (elsewhere)
    throw new Refused(`${path}: nothing is applied: part of it is in an imported file, ${elsewhere.uri}`);
  await applyEdits(path, analysis.files[0]?.text ?? '', edits);
}

/** A field of a CSV file: names may have any characters. */
export function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
