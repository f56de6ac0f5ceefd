/** SARIF 2.1.0, which code-scanning services and editors read. */
import { sep } from 'node:path';
import { version } from '../../../../package.json';
import type { DiagnosticJson } from '../../base/protocol/report';
import { otherCodes } from '../../diagnostics/other-codes';
import { rules } from '../../diagnostics/rules/index';
import type { CheckResult } from './result';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function sarif({ files, unread, isWhole }: CheckResult): string {
  const used = [...new Set(files.flatMap((f) => f.diagnostics.map((d) => d.code)))].sort();
  const run = {
    tool: { driver: { name: 'Exeunt', version, rules: used.map(ruleOf) } },
    // Columns count as UTF-16 does.
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: isWhole && unread.length === 0,
        toolExecutionNotifications: unread.map((text) => ({ level: 'error', message: { text } })),
      },
    ],
    results: files.flatMap(({ path, diagnostics }) =>
      diagnostics.map((d) => ({
        ruleId: d.code,
        ruleIndex: used.indexOf(d.code),
        level: levels[d.severity],
        message: { text: d.message },
        locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: regionOf(d) } }],
      })),
    ),
  };
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function ruleOf(code: string): object {
  const explained = [...rules, ...otherCodes].find((each) => each.code === code);
  if (explained === undefined) return { id: code };
  const { title, means, way } = explained.explanation;
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: means },
    help: { text: way },
    defaultConfiguration: { level: levels[explained.severity] },
  };
}

/** Relative as it was named, so that it is found in the repository. */
function uriOf(path: string): string {
  return path.split(sep).map(encodeURIComponent).join('/');
}

function regionOf({ range: { start, end } }: DiagnosticJson): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
