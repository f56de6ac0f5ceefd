import type { Rule } from '../rule';

/** Mistakes in an imported file are shown there; here only that they are. */
export const importWithErrors: Rule = {
  code: 'EX2014',
  severity: 'warning',
  *check({ files, uri }) {
    const [own, ...imported] = files;
    const broken = imported.filter((f) => f.tree.slots.some((s) => s.problems.length > 0));
    for (const slot of own?.tree.slots ?? []) {
      const { block } = slot;
      if (block?.kind !== 'import' || block.path === undefined) continue;
      const name = block.path.value.split('/').at(-1) ?? '';
      const file = broken.find((f) => decodeURIComponent(f.uri).endsWith(name));
      if (file === undefined) continue;
      const count = file.tree.slots.reduce((n, s) => n + s.problems.length, 0);
      yield {
        at: { uri, block, span: block.path.span },
        message: `\`${block.path.value}\` has ${count} syntax error${count === 1 ? '' : 's'}: open it to mend ${count === 1 ? 'it' : 'them'}.`,
      };
    }
  },
};
