/** Lines of a constraint file, as the client asks about them before it pastes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  constraintsRequest,
  type ConstraintsParams,
  type ConstraintsResult,
} from '../../server/src/base/protocol/constraints';
import { bundled } from '../support/bundles';
import { LanguageClient } from '../support/language-client';

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
const uri = 'untitled:Untitled-1';
const lines = 'create_pblock a\nresize_pblock a -add {SLICE_X28Y50:SLICE_X47Y99}';

beforeAll(async () => {
  server = await bundled('main.node');
  client = await LanguageClient.start(server.path, 'stdio');
  await client.open(uri, 'device { part "xc7z020clg400-1" }\n\nregion a {\n  pblock auto\n  pblock \n}\n');
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
  await server.remove();
});

const ask = (params: Omit<ConstraintsParams, 'range'>, line: number, character: number) =>
  client.connection.sendRequest<ConstraintsResult>(constraintsRequest, {
    ...params,
    range: { start: { line, character }, end: { line, character } },
  });

it('are answered by ranges, and by what goes for them', async () => {
  expect(await ask({ uri, text: lines }, 4, 9)).toEqual([
    {
      title: 'Take the ranges of these lines: pblock SLICE_X28Y50:SLICE_X47Y99',
      text: 'pblock SLICE_X28Y50:SLICE_X47Y99\n  reset off',
      edits: [
        { range: { start: { line: 4, character: 2 }, end: { line: 4, character: 9 } }, text: '' },
        { range: { start: { line: 2, character: 10 }, end: { line: 3, character: 13 } }, text: '' },
      ],
    },
  ]);
});

it('are nothing for other text, other places and documents that are not open', async () => {
  expect(await ask({ uri, text: 'a text' }, 4, 9)).toEqual([]);
  expect(await ask({ uri, text: lines }, 0, 9)).toEqual([]);
  expect(await ask({ uri: 'untitled:none', text: lines }, 0, 0)).toEqual([]);
});
