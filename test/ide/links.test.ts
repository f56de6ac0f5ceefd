import { expect, it } from 'vitest';
import { links } from '../../server/src/ide/links';
import { fileName, load } from '../support/fixture';

it('leads from every path to its file, whether it is there or not', async () => {
  const { analysis, text } = await load(
    'import "../boards.exeunt"\nnetwork n from "net 1.onnx" { }\nprofile "a/ü.csv"\nnetwork m { }\n$0',
  );
  const found = links(analysis).map((l) => [text.slice(l.start, l.end), decodeURI(fileName(l.uri))]);
  expect(found.map(([path]) => path)).toEqual(['../boards.exeunt', 'net 1.onnx', 'a/ü.csv']);
  expect(found.map(([, file]) => file?.split('/').at(-1))).toEqual(['boards.exeunt', 'net 1.onnx', 'ü.csv']);
});

it('ends with the line where the closing quote is missing', async () => {
  const { analysis, text } = await load('import "boards.exeunt\nregion r { pblock auto }');
  expect(links(analysis).map((l) => text.slice(l.start, l.end))).toEqual(['boards.exeunt']);
});

it('has nothing to show in a file without paths', async () => {
  expect(links((await load('region r { pblock auto }')).analysis)).toEqual([]);
});
