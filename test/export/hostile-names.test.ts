import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { randomNumbers } from '../../server/src/arithmetic';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { exportProject } from '../../server/src/export/project';
import { reportHtml } from '../../server/src/export/report/html';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';
import { bare, obeyed, renamed } from '../support/hostile-names';

describe('hostile names', () => {
  it('are text in every file of an export, and in the report', async () => {
    await fc.assert(
      fc.asyncProperty(renamed(reconfigured, ['n', 'c1', 'early', 'front', 'rp0', 'p1']), async (text) => {
        const { analysis } = await load(text);
        const diagnostics = diagnose(analysis);
        const report = buildReport(analysis, diagnostics);
        const html = reportHtml(report, viewSnapshot(analysis, diagnostics));
        expect(html).not.toMatch(obeyed);
        expect(html).not.toMatch(/<(?:img|script)/);
        const numbers = randomNumbers(analysis.lists, 1);
        const project = exportProject(
          analysis,
          JSON.stringify(report),
          ['hls', 'vivado', 'runtime'],
          numbers,
        );
        if (!('files' in project)) throw new Error(JSON.stringify(project));
        for (const [name, content] of project.files) {
          // Data, which a JSON reader and the language read back as it is.
          if (name === 'design.exeunt' || name.endsWith('.json')) continue;
          expect(content, name).not.toMatch(obeyed);
          if (/\.(?:[ch]pp|[ch])$/.test(name)) {
            const code = content.replace(/^\/\/.*$/gm, '').replace(/"(?:[^"\\]|\\.)*"/g, '');
            expect(code, name).not.toContain('evil()');
          }
          if (/\.(?:tcl|xdc|mk)$|Makefile$/.test(name)) {
            for (const line of content.split('\n')) {
              if (!/^\s*#/.test(line)) expect(line, name).not.toMatch(/exec id|shell id/);
            }
          }
        }
        const readme = bare(project.files.get('README.md') ?? '').replace(/^```$[^]*?^```$/gm, '');
        expect(readme).not.toMatch(/!\[|\]\(|<img|<script|<\/title/);
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});
