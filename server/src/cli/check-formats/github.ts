/** Annotations of a pull request: lines that a GitHub workflow reads from a step's output. */
import type { CheckResult } from './result';

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function github({ files, unread }: CheckResult): string {
  const found = files.flatMap(({ path, diagnostics }) =>
    diagnostics.map(({ code, severity, message, range: { start, end } }) => {
      const place = {
        file: path,
        line: start.line + 1,
        endLine: end.line + 1,
        // Columns are read only within one line.
        ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
        title: code,
      };
      const properties = Object.entries(place).map(([key, value]) => `${key}=${property(String(value))}`);
      return `::${commands[severity]} ${properties.join(',')}::${data(message)}`;
    }),
  );
  return [...found, ...unread.map((reason) => `::error::${data(reason)}`)].map((l) => `${l}\n`).join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
