import { CancellationTokenSource } from 'vscode-languageserver';
import { expect, it } from 'vitest';
import { designsWith } from '../../server/src/lsp/neighbours';
import { Documents } from '../../server/src/workspace/documents';
import { memoryFiles } from '../support/memory-files';

const shared = 'region rp0 { pblock auto }\n';
const user = 'import "shared(1).exeunt"\nstage s in rp0 { }\n';
const { token } = new CancellationTokenSource();

function folder(): Documents {
  const files = memoryFiles({
    'file:///d/shared%281%29.exeunt': shared,
    'file:///d/a.exeunt': user,
    'file:///d/b.exeunt': user,
  });
  const names = ['shared(1).exeunt', 'a.exeunt', 'b.exeunt'];
  const list = () => Promise.resolve(names.map((name) => ({ name, isFolder: false })));
  return new Documents({ ...files, list });
}

it('a file of any name is found in every design that imports it, each once', async () => {
  const documents = folder();
  documents.open('file:///d/shared(1).exeunt', 1, shared);
  const found = await designsWith(documents, ['file:///d'], 'file:///d/shared%281%29.exeunt', token);
  expect(found.map((design) => design.uri)).toEqual([
    'file:///d/shared%281%29.exeunt',
    'file:///d/a.exeunt',
    'file:///d/b.exeunt',
  ]);
});

it('a folder of too many designs is refused, and no place is missed in silence', async () => {
  const search = designsWith(
    folder(),
    ['file:///d'],
    'file:///d/shared%281%29.exeunt',
    token,
    user.length + 1,
  );
  await expect(search).rejects.toThrow(/too many to find a name in all of them: open a smaller folder/);
});

it('so are folders that are too many to look into', async () => {
  const list = (uri: string) =>
    Promise.resolve(
      /f\d/.test(uri) ? [] : Array.from({ length: 2500 }, (_, i) => ({ name: `f${i}`, isFolder: true })),
    );
  const documents = new Documents({ ...memoryFiles(), list });
  const search = designsWith(documents, ['file:///d'], 'file:///d/a.exeunt', token);
  await expect(search).rejects.toThrow(
    'The open folders hold more than 2000 folders, too many to look for designs in all of them: open a smaller folder.',
  );
});
