import { describe, expect, test } from 'vitest';
import {
  definition,
  highlights,
  occurrences,
  RenameRefused,
  renameTarget,
  type FileRange,
} from '../../server/src/ide/navigation';
import type { Analysis } from '../../server/src/analysis/analysis';
import { fileName, load } from '../support/fixture';

const base = `
network net {
  input  image 1x28x28
  conv   conv1 kernel 5x5 filters 6
  relu
  maxpool pool1 window 2x2
  dense  "fc 1" units 10
  add    sum from pool1, "fc 1"
}
region rp0 { pblock auto }
`;

/** `2:10 text` of each place, with the file's name where it is another one. */
function shown(analysis: Analysis, places: readonly FileRange[]): string[] {
  return places.map(({ uri, start, end }) => {
    const text = analysis.files.find((f) => f.uri === uri)?.text ?? '';
    const before = text.slice(0, start).split('\n');
    const file = uri === analysis.uri ? '' : `${fileName(uri)} `;
    return `${file}${before.length}:${(before.at(-1) ?? '').length + 1} ${text.slice(start, end)}`;
  });
}

async function definitionAt(fixture: string): Promise<string | undefined> {
  const { analysis, offset } = await load(fixture);
  const at = definition(analysis, offset);
  return at && shown(analysis, [at])[0];
}

describe('go to definition', () => {
  test.each([
    ['a layer from a stage', `${base}stage a in rp0 { con$0v1 .. pool1 }`, '4:10 conv1'],
    ['the last of a range', `${base}stage a in rp0 { conv1 .. $0pool1 }`, '6:11 pool1'],
    ['a layer from an exit', `${base}exit e after pool1$0 { dense units 10 }`, '6:11 pool1'],
    ['a quoted name', `${base}stage a in rp0 { "fc$0 1" }`, '7:10 "fc 1"'],
    ['a region from a stage', `${base}stage a in $0rp0 { conv1 }`, '10:8 rp0'],
    ['a region from an exit', `${base}exit e after pool1 { dense units 10 on rp$00 }`, '10:8 rp0'],
    ['a layer within its network', base.replace('from pool1', 'from po$0ol1'), '6:11 pool1'],
    ['a declaration is its own', base.replace('network net', 'network n$0et'), '2:9 net'],
    [
      'a branch layer sees its own block',
      'network n { input 1x8x8 conv c }\nexit e after c { conv c dense d add from $0c, d }',
      '2:23 c',
    ],
    [
      'a network from a case',
      `${base}switch s before net { dense units 2 case a rate 50% -> n$0et }`,
      '2:9 net',
    ],
    ['no name here', `${base}stage$0 a in rp0 { conv1 }`, undefined],
    ['static is no name', `${base}stage a in st$0atic { conv1 }`, undefined],
    ['an unknown name', `${base}stage a in rp0 { con$0v9 }`, undefined],
    [
      'another file',
      `//- main.exeunt\nimport "lib.exeunt"\nstage a in r$0 { }\n//- lib.exeunt\nregion r { }\n`,
      'lib.exeunt 1:8 r',
    ],
    [
      'the file of an import',
      `//- main.exeunt\nimport "sub/li$0b.exeunt"\n//- sub/lib.exeunt\nregion r { }\n`,
      'sub/lib.exeunt 1:1 ',
    ],
    ['a missing import', `import "not$0hing.exeunt"`, undefined],
  ])('%s', async (_, fixture, expected) => {
    expect(await definitionAt(fixture)).toBe(expected);
  });
});

describe('references of a name', () => {
  const users = `${base}stage a in rp0 { conv1 .. pool1 }\nexit e after pool1 { dense units 10 on rp0 }`;
  test.each([
    [
      users.replace('.. pool1', '.. $0pool1'),
      true,
      ['6:11 pool1', '8:19 pool1', '11:27 pool1', '12:14 pool1'],
    ],
    [users.replace('.. pool1', '.. $0pool1'), false, ['8:19 pool1', '11:27 pool1', '12:14 pool1']],
    [users.replace('region ', 'region $0'), true, ['10:8 rp0', '11:12 rp0', '12:40 rp0']],
    [users.replace('region', 'reg$0ion'), true, []],
  ])('%#', async (fixture, declaration, expected) => {
    const { analysis, offset } = await load(fixture);
    expect(shown(analysis, occurrences(analysis, offset, declaration))).toEqual(expected);
  });

  test('are found in imports, highlights in this file only', async () => {
    const { analysis, offset } = await load(
      '//- main.exeunt\nimport "lib.exeunt"\nstage a in r$0 { }\n//- lib.exeunt\nregion r { }\nstage b in r { }\n',
    );
    expect(shown(analysis, occurrences(analysis, offset, true))).toEqual([
      '2:12 r',
      'lib.exeunt 1:8 r',
      'lib.exeunt 2:12 r',
    ]);
    expect(shown(analysis, highlights(analysis, offset))).toEqual(['2:12 r']);
  });
});

describe('renaming a symbol', () => {
  async function renamed(fixture: string, newName: string): Promise<string> {
    const { analysis, offset } = await load(fixture);
    const target = renameTarget(analysis, offset);
    if (target === undefined) return 'nothing to rename';
    const texts = analysis.files.map((file) => {
      const edits = target.edits(newName).filter((e) => e.uri === file.uri);
      return edits.reduceRight((text, e) => text.slice(0, e.start) + e.text + text.slice(e.end), file.text);
    });
    return texts.join('//-\n');
  }
  const two = 'network n { input i 1x8x8 conv c }\nstage s in r { $0c }\nregion r { }';

  test.each([
    ['everywhere', two, 'd', 'network n { input i 1x8x8 conv d }\nstage s in r { d }\nregion r { }'],
    [
      'in quotes where it must',
      two,
      'c 1',
      'network n { input i 1x8x8 conv "c 1" }\nstage s in r { "c 1" }\nregion r { }',
    ],
    [
      'a reserved word in quotes',
      two,
      'relu',
      'network n { input i 1x8x8 conv "relu" }\nstage s in r { "relu" }\nregion r { }',
    ],
    [
      'quotes are escaped',
      two,
      'a"b',
      'network n { input i 1x8x8 conv "a\\"b" }\nstage s in r { "a\\"b" }\nregion r { }',
    ],
    ['quotes go where they can', 'region "my $0region" { }', 'r', 'region r { }'],
    [
      'across imports',
      '//- a.exeunt\nimport "b.exeunt"\nstage s in $0r { }\n//- b.exeunt\nregion r { }\n',
      'q',
      'import "b.exeunt"\nstage s in q { }\n//-\nregion q { }\n',
    ],
    ['a keyword is no name', 'region$0 r { }', 'q', 'nothing to rename'],
    [
      'the same name in another branch is free',
      'network n { input 1x8x8 conv c$0 }\nexit e after c { conv b dense units 2 }',
      'b',
      'network n { input 1x8x8 conv b }\nexit e after b { conv b dense units 2 }',
    ],
  ])('%s', async (_, fixture, newName, expected) => {
    expect(await renamed(fixture, newName)).toBe(expected);
  });

  test.each([
    ['empty', two, ' ', 'A name must not be empty.'],
    ['another layer of the network', two, 'i', '`i` is already another layer.'],
    [
      'stages and exits share their names',
      'stage $0s in r { }\nexit e after x { }',
      'e',
      '`e` is already an exit.',
    ],
    ['a line break', two, 'a\nb', 'A name must stay on one line.'],
  ])('refused: %s', async (_, fixture, newName, message) => {
    await expect(renamed(fixture, newName)).rejects.toThrow(new RenameRefused(message));
  });

  test('the place is the name with its quotes, the name is without', async () => {
    const { analysis, offset, text } = await load('region "my $0region" { }');
    const target = renameTarget(analysis, offset);
    expect(target?.name).toBe('my region');
    expect(text.slice(target?.start, target?.end)).toBe('"my region"');
  });
});
