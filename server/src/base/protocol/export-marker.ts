/** First line of the file list in an exported folder: it names the design that the folder was exported from. */

export const exportMarker = '.exeunt-export';

export function exportTitle(design: string): string {
  return `exeunt export of ${design}`;
}

/** Name of the design that a folder was exported from, read from its marker; undefined if no export wrote it. */
export function exportedDesign(marker: string): string | undefined {
  const [title = ''] = marker.split('\n', 1);
  const start = exportTitle('');
  return title.startsWith(start) && title !== start ? title.slice(start.length) : undefined;
}
