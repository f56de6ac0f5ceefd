import { expect, it } from 'vitest';
import { analyse } from '../../server/src/analysis/analyse';
import { layersOf } from '../../server/src/analysis/figures/module-layers';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { Documents } from '../../server/src/workspace/documents';
import { memoryFiles } from '../support/memory-files';

const uri = 'file:///design/main.exeunt';
const text = `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  conv c2 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
stage front in static { c1 .. c2 }
stage back in static { f1 }
`;

it('gives the same array for a module whose layers an edit leaves unchanged', async () => {
  const documents = new Documents(memoryFiles());
  documents.open(uri, 1, text);
  const layers = async () => {
    const closure = await documents.closure(uri);
    if (closure === undefined) throw new Error('the document is not open');
    const { modules } = await analyse(closure, neverCancelled);
    return modules.map((m) => layersOf(m));
  };
  const replace = (version: number, from: string, inserted: string): void => {
    const start = documents.get(uri)?.text.indexOf(from) ?? -1;
    documents.change(uri, version, [{ start, end: start + from.length, inserted }]);
  };
  const [front, back] = await layers();
  expect(front?.map(({ shaped }) => shaped.spec.name)).toEqual(['image', 'c1', 'c2', undefined]);
  replace(2, 'units 10', 'units 11');
  const [kept, other] = await layers();
  expect(kept).toBe(front);
  expect(other).not.toBe(back);
  replace(3, 'filters 16\n  flatten', 'filters 8\n  flatten');
  const [edited] = await layers();
  expect(edited).not.toBe(front);
});
