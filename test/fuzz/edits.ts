/** A design that is typed into reads like the same text opened anew, in every feature. */
import { Documents } from '../../server/src/workspace/documents';
import { memoryFiles } from '../support/memory-files';
import { answers } from './features';
import { type Kind, below, pick, without } from './kind';
import { analysed, readAgain, uri } from './language';
import { type Edit, anyDesign, anyEdit, edited, traces } from './texts';

const files = memoryFiles(traces);
const letters = ['a', '1', '0', ' ', '\n', '"', '}', '{', '%', 'x', '.', '-', '/'];

interface Case {
  readonly text: string;
  readonly edits: readonly Edit[];
}

export const edits: Kind<Case> = {
  name: 'edits',
  make(random) {
    const text = anyDesign(random);
    let now = text;
    const made: Edit[] = [];
    for (let count = 1 + below(random, 4); count > 0; count--) {
      const edit: Edit =
        random() < 0.5
          ? { at: below(random, now.length + 1), cut: below(random, 2), text: pick(random, letters) }
          : anyEdit(random, now);
      made.push(edit);
      now = edited(now, edit);
    }
    return { text, edits: made };
  },
  async check({ text, edits: made }) {
    const documents = new Documents(files);
    await analysed(documents, text);
    let now = text;
    for (const [i, edit] of made.entries()) {
      const end = Math.min(now.length, edit.at + edit.cut);
      documents.change(uri, i + 2, [{ start: Math.min(edit.at, now.length), end, inserted: edit.text }]);
      now = edited(now, edit);
      if (documents.get(uri)?.text !== now) return 'the text is another';
      const offsets = [Math.min(now.length, edit.at), now.length >> 1];
      const should = answers(await analysed(new Documents(files), now), offsets);
      for (const [feature, answer] of answers(await readAgain(documents), offsets)) {
        if (answer !== should.get(feature)) return difference(feature, answer, should.get(feature) ?? '');
      }
    }
    return undefined;
  },
  *smaller(found) {
    for (const made of without(found.edits)) if (made.length > 0) yield { ...found, edits: made };
    // Lines behind the last edit, and before the first, are the least likely to matter.
    const first = Math.min(...found.edits.map((e) => e.at));
    const last = Math.max(...found.edits.map((e) => e.at + e.cut));
    for (const tail of without(found.text.slice(last + 1).split(/(?<=\n)/)))
      yield { ...found, text: found.text.slice(0, last + 1) + tail.join('') };
    for (const head of without(found.text.slice(0, first).split(/(?<=\n)/))) {
      const text = head.join('') + found.text.slice(first);
      const by = text.length - found.text.length;
      yield { text, edits: found.edits.map((e) => ({ ...e, at: e.at + by })) };
    }
  },
  show: ({ text, edits: made }) => `${text}\n${made.map((e) => JSON.stringify(e)).join('\n')}`,
};

function difference(feature: string, is: string, should: string): string {
  let at = 0;
  while (at < is.length && is[at] === should[at]) at++;
  const from = Math.max(0, at - 60);
  return `${feature} differs from that of a fresh text:\n  ${is.slice(from, at + 100)}\n  ${should.slice(from, at + 100)}`;
}
