/** What the figures of a report leave out or assume. */
import type { ReportJson } from '../../base/protocol/report';
import type { Table } from './table';

/** Each note once, with what it concerns. */
export function leftOut({ layers: list, modules: all }: ReportJson): Table {
  const owners = new Map<string, string[]>();
  const add = (name: string, texts: readonly string[]): void => {
    for (const text of texts) {
      const found = owners.get(text);
      if (found === undefined) owners.set(text, [name]);
      else if (!found.includes(name)) found.push(name);
    }
  };
  for (const l of list) add(l.in === 'network' ? l.name : `${l.owner}: ${l.name}`, l.notes);
  for (const m of all) add(m.name, m.notes);
  return {
    title: 'What the figures leave out or assume',
    head: ['of', 'note'],
    rows: [...owners].map(([text, names]) => [
      names.length > mostNames
        ? `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`
        : names.join(', '),
      text,
    ]),
  };
}

/** More names than these are counted. */
const mostNames = 6;
