import { expect, test } from 'vitest';
import { reportPage } from '../../client/src/features/export/report-page';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reportHtml } from '../../server/src/export/report/html';
import { load } from '../support/fixture';

const text = `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c kernel 5x5 filters 6 parallel pe 5 simd 1
}
`;

async function report(): Promise<string> {
  const { analysis } = await load(text);
  const diagnostics = diagnose(analysis);
  return reportHtml(buildReport(analysis, diagnostics), viewSnapshot(analysis, diagnostics));
}

test('places of the design are links in the editor, and plain text in the file', async () => {
  const html = await report();
  const [cell, place] = /<td class="place">(4(?::40)?)<\/td>/.exec(html) ?? [];
  expect(cell).toBeDefined();
  expect(html).not.toContain('<a ');
  const page = reportPage(html, (line, column) => `command:open?"${line}"&${column}`);
  const column = place === '4' ? '1' : '40';
  expect(page).toContain(
    `<td class="place"><a href="command:open?&quot;4&quot;&${column}">${place}</a></td>`,
  );
});

test('the page may load nothing and run nothing', async () => {
  const html = await report();
  const page = reportPage(html, String);
  const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page) ?? [];
  expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
  // Before anything that it is to hold for.
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  expect(html).not.toMatch(/<script|\bon\w+=|https?:\/\/(?!www\.w3\.org)/);
});
