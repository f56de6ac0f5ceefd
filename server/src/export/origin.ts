/** Identifies the design that an export was made from. */
import type { Analysis } from '../analysis/analysis';
import { hashOf } from '../base/hash';
import { baseName } from '../workspace/file-system';

/** Design and report of an export; both texts go into the folder, and their hashes into every file. */
export interface ExportOrigin {
  /** Name of the design's file. */
  readonly file: string;
  readonly design: string;
  readonly report: string;
}

export function exportOrigin(analysis: Analysis, report: string): ExportOrigin {
  const design = analysis.files.map((file) => file.text).join('\n');
  return { file: baseName(analysis.uri), design, report };
}

/** Head of every generated file, without date or path, so that the same design gives the same bytes. */
export function banner({ file, design, report }: ExportOrigin): string[] {
  return [
    // Some characters in a name would end or continue a comment in Tcl or C.
    `Made by Exeunt from ${file.replace(/[^\p{L}\p{N}._ -]/gu, '_')}; edits here are lost with the next export.`,
    `design ${hashOf(design)}, report ${hashOf(report)}`,
  ];
}

/**
 * 32 bits that tell designs apart, as the fabric and the programs for it hold them. Comments and spaces do not count:
 * with them changed, a program still fits the bitstreams that it was built for.
 */
export function designId({ design }: ExportOrigin): number {
  const said = design.replace(/"[^"\n]*"|\/\/[^\n]*|\s+/g, (text) => (text.startsWith('"') ? text : ' '));
  return Number.parseInt(hashOf(said.replace(/ +/g, ' ').trim()).slice(-8), 16);
}
