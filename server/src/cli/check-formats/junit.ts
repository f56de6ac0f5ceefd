/** Test results as CI servers read them: a suite a file, a case a diagnostic. */
import type { DiagnosticJson } from '../../base/protocol/report';
import type { CheckedFile, CheckResult } from './result';

/** Errors are failures; warnings and notes are cases that pass and say what was found. */
export function junit({ files, unread }: CheckResult): string {
  const suites = [...files.map(suite), ...(unread.length > 0 ? [unreadSuite(unread)] : [])];
  const failures = files.flatMap((f) => f.diagnostics.filter(isFailure)).length;
  const tests = files.reduce((sum, f) => sum + Math.max(1, f.diagnostics.length), unread.length);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="exeunt check" tests="${tests}" failures="${failures}" errors="${unread.length}">`,
    ...suites,
    '</testsuites>\n',
  ].join('\n');
}

function suite({ path, diagnostics }: CheckedFile): string {
  const cases = diagnostics.length > 0 ? diagnostics.map((d) => testCase(path, d)) : [passed(path)];
  return [
    `  <testsuite name="${escaped(path)}" tests="${cases.length}" failures="${diagnostics.filter(isFailure).length}" errors="0">`,
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

function testCase(path: string, diagnostic: DiagnosticJson): string {
  const { code, severity, message, range } = diagnostic;
  const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
  const head = `    <testcase classname="${escaped(path)}" name="${escaped(`${code} at ${range.start.line + 1}:${range.start.character + 1}`)}"`;
  const text = `${place}: ${severity} ${code}: ${message}`;
  return isFailure(diagnostic)
    ? `${head}><failure type="${code}" message="${escaped(message)}">${escaped(text)}</failure></testcase>`
    : `${head}><system-out>${escaped(text)}</system-out></testcase>`;
}

function passed(path: string): string {
  return `    <testcase classname="${escaped(path)}" name="no diagnostics"/>`;
}

function unreadSuite(unread: readonly string[]): string {
  const cases = unread.map(
    (reason, i) =>
      `    <testcase classname="exeunt" name="file ${i + 1} that was not checked"><error message="${escaped(reason)}"/></testcase>`,
  );
  return [
    `  <testsuite name="not checked" tests="${cases.length}" failures="0" errors="${cases.length}">`,
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

function isFailure({ severity }: DiagnosticJson): boolean {
  return severity === 'error';
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters, and names in a design may hold any. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (c) => entities[c] ?? c)
    .replace(/[\n\r\t]/g, (c) => `&#${c.charCodeAt(0)};`)
    .replace(/[^ -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
