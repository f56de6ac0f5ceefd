/** Prepares the HTML report for a webview: adds a content security policy and links to the design. */

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Table cells that hold a place in the design: a line, or line and column. */
const places = /(<td class="place">)((\d+)(?::(\d+))?)(?=<\/td>)/g;

/**
 * @param html a complete page, as `exeunt report --html` writes it
 * @param linkTo address of a place in the design; line and column count from 1
 */
export function reportPage(html: string, linkTo: (line: number, column: number) => string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const link = (_: string, cell: string, place: string, line: string, column = '1') => {
    const address = linkTo(Number(line), Number(column)).replace(/"/g, '&quot;');
    return `${cell}<a href="${address}">${place}</a>`;
  };
  return html.replace('<head>', `<head>\n${meta}`).replace(places, link);
}
