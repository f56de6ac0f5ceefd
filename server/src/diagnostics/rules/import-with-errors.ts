import type { FileTree, ImportBlock } from '../../../../grammar/src/index';
import { baseName, resolvePath } from '../../workspace/file-system';
import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Imported file has errors',
  means: 'The mistakes of an imported file are shown in that file; here it is only said that there are some.',
  example: `//- main.exeunt
import "device.exeunt"
//- device.exeunt
device { board pynq-z2 clock 100 }`,
  way: 'Open the imported file and fix it.',
};

/** Errors in an imported file are shown there; the import only gets their number. */
export const importWithErrors: Rule = {
  code: 'EX2014',
  severity: 'warning',
  explanation,
  *check({ files, uri }, elsewhere) {
    if (elsewhere.length === 0) return;
    const trees = new Map(files.map((f) => [f.uri, f.tree]));
    const told = new Set([uri]);
    for (const block of importsOf(trees.get(uri))) {
      for (const target of reachable(trees, uri, block)) {
        const count = elsewhere.filter((e) => e.uri === target).length;
        if (count === 0 || told.has(target)) continue;
        told.add(target);
        yield {
          at: { uri, block, span: block.path?.span ?? block.keyword.span },
          message: `\`${baseName(target)}\` has ${count} ${count === 1 ? 'error' : 'errors'}: open it to fix ${count === 1 ? 'it' : 'them'}.`,
        };
      }
    }
  },
};

function importsOf(tree: FileTree | undefined): ImportBlock[] {
  return (tree?.slots ?? []).flatMap(({ block }) => (block?.kind === 'import' ? block : []));
}

/** Files that an import includes, directly or not. */
function reachable(trees: ReadonlyMap<string, FileTree>, from: string, first: ImportBlock): Set<string> {
  const found = new Set<string>();
  const follow = (uri: string, { path }: ImportBlock): void => {
    const target = path && resolvePath(uri, path.value);
    const tree = target === undefined ? undefined : trees.get(target);
    if (target === undefined || tree === undefined || found.has(target)) return;
    found.add(target);
    for (const block of importsOf(tree)) follow(target, block);
  };
  follow(from, first);
  return found;
}
