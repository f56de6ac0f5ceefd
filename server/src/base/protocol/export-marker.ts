/** The list that an export leaves in its folder begins with whose export it is. */

export const exportMarker = '.exeunt-export';

export function exportTitle(design: string): string {
  return `exeunt export of ${design}`;
}

/** Name of the design that a folder was exported from, by the text of its marker; undefined where no export wrote it. */
export function exportedDesign(marker: string): string | undefined {
  const [title = ''] = marker.split('\n', 1);
  const start = exportTitle('');
  return title.startsWith(start) && title !== start ? title.slice(start.length) : undefined;
}
