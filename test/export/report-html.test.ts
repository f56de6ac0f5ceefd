import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { viewSnapshot } from '../../server/src/analysis/presentation/view';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { reportHtml } from '../../server/src/export/report/html';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';

async function page(text: string): Promise<string> {
  const { analysis } = await load(text);
  const diagnostics = diagnose(analysis);
  return reportHtml(buildReport(analysis, diagnostics), viewSnapshot(analysis, diagnostics));
}

describe('the HTML report', () => {
  it('needs nothing else: no script, no link, no picture from elsewhere', async () => {
    const html = await page(reconfigured);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\bon\w+=|@import|url\((?!#)|\b(?:href|src)=/i);
    // Of namespaces, which are names and not fetched.
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  });

  it('has both pictures and the tables of what there is', async () => {
    const html = await page(reconfigured);
    expect(html.match(/<svg/g)).toHaveLength(2);
    const titles = [...html.matchAll(/<h2>([^<]*)/g)].map((match) => match[1]);
    expect(titles).toEqual(expect.arrayContaining(['Floorplan', 'Timeline', 'Modules', 'Regions', 'Layers']));
    expect(titles).not.toContain('Problems');
  });

  it('sets figures to the right and words to the left', async () => {
    const html = await page(reconfigured);
    expect(html).toContain('<td>front</td><td>rp0</td>');
    expect(html).toMatch(/<th class="n">DSP<\/th>/);
  });

  it('shows names as they are written, whatever is in them', async () => {
    const name = '<b>&"';
    const html = await page(reconfigured.replaceAll('front', JSON.stringify(name)));
    expect(html).not.toContain(name);
    expect(html).toContain('&lt;b&gt;&amp;&quot;');
  });

  it('says what is missing, and lists what is wrong', async () => {
    expect(await page('network n {\n  input i 1x8x8\n  conv c kernel 3x3 filters 4\n}')).toContain(
      'Not shown: ',
    );
    const html = await page(reconfigured.replace('filters 4', 'filters 4 parallel pe 3'));
    expect(html).toMatch(/<td>EX\d{4}<\/td>/);
  });

  it('begins with the problems of a broken design, with their places, and gives no verdict', async () => {
    const html = await page(reconfigured.replace('filters 4', 'filters 4 parallel pe 3'));
    expect(html.indexOf('<h2>Problems</h2>')).toBeGreaterThan(0);
    expect(html.indexOf('<h2>Problems</h2>')).toBeLessThan(html.indexOf('<h2>Floorplan</h2>'));
    expect(html).toMatch(/<td class="place">4:\d+<\/td><td>error<\/td><td>EX\d{4}<\/td>/);
    expect(html).toMatch(/class="verdict invalid">Not valid: /);
    expect(html).not.toContain('static design is');
    expect(html).not.toContain('reconfiguring pays');
  });
});
