/** Fixes that take a trial: who asks waits for them, who only moves the cursor gets what is ready. */
import { type CodeAction, CodeActionTriggerKind } from 'vscode-languageserver';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { bundled } from '../support/bundles';
import { LanguageClient } from '../support/language-client';

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
const uri = 'untitled:Untitled-1';
const head = (name: string, after: string, layer: string): string =>
  `exit ${name} after ${after} { avgpool window 4x4  flatten  dense ${layer} units 10  when softmax >= 0.9  rate 20%  on static }`;
const design = `device { board cora-z7-07s }
network n {
  input   image 3x32x32
  conv    c1  kernel 3x3 filters 16 pad 1
  maxpool p1  window 2x2
  conv    c2  kernel 3x3 filters 16 pad 1
  conv    c3  kernel 3x3 filters 16 pad 1
  avgpool p4  window 4x4
  flatten
  dense   fc  units 10
}
${head('e1', 'p1', 'h1')}
${head('e2', 'c2', 'h2')}
${head('e3', 'c3', 'h3')}
stage s1 in rp0 { c1 .. p1 }
stage s2 in rp0 { c2 }
stage s3 in rp0 { c3 }
stage s4 in rp0 { p4 .. fc }
region rp0 { pblock auto }
`;

async function titles(triggerKind: CodeActionTriggerKind): Promise<string[]> {
  const actions = await client.request<CodeAction[]>('textDocument/codeAction', uri, undefined, {
    range: { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } },
    context: { diagnostics: [], only: ['quickfix'], triggerKind },
  });
  return actions.map((a) => a.title);
}

beforeAll(async () => {
  server = await bundled('main.node');
  client = await LanguageClient.start(server.path, 'stdio');
  await client.open(uri, design);
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
  await server.remove();
});

it('says with each what the design will be, once they have been tried', async () => {
  // The place of the region is searched beside the diagnostics; what does not fit is known after that.
  await vi.waitFor(async () => {
    expect(await titles(CodeActionTriggerKind.Invoked)).toContainEqual(
      expect.stringMatching(/^Exits to the CPU.*: (fits|may fit), mean [\d.]+ [mµ]s/),
    );
  }, 30_000);
  const asked = await titles(CodeActionTriggerKind.Invoked);
  expect(await titles(CodeActionTriggerKind.Automatic)).toEqual(asked);
});

it('offers none untried after an edit, and has them ready without being asked', async () => {
  await client.replace(uri, design.replace('rate 20%', 'rate 21%'));
  for (const title of await titles(CodeActionTriggerKind.Automatic))
    expect(title).toMatch(/: (fits|may fit), /);
  await vi.waitFor(async () => {
    expect(
      (await titles(CodeActionTriggerKind.Automatic)).some((t) => t.startsWith('Exits to the CPU')),
    ).toBe(true);
  }, 30_000);
});
