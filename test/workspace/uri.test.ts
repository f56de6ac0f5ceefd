import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { folderOf, isWithin, normalUri, uriOfPath } from '../../server/src/workspace/uri';

describe('the normal form of a URI', () => {
  it.each([
    ['what VS Code encodes', "file:///d/a(b)'c!d*e.exeunt", 'file:///d/a%28b%29%27c%21d%2Ae.exeunt'],
    ['what VS Code leaves', 'file:///d/a-b_c.d~e', 'file:///d/a-b_c.d~e'],
    ['other characters too', 'file:///d/a+b&c=d;e@f,g$h', 'file:///d/a%2Bb%26c%3Dd%3Be%40f%2Cg%24h'],
    ['letters of any script', 'file:///größe', 'file:///gr%C3%B6%C3%9Fe'],
    ['codes in small letters', 'file:///gr%c3%b6%c3%9fe', 'file:///gr%C3%B6%C3%9Fe'],
    ['codes that need not be', 'file:///%61%2Eexeunt', 'file:///a.exeunt'],
    ['a drive in capitals', 'file:///C:/d/n.exeunt', 'file:///c%3A/d/n.exeunt'],
    ['a drive that is encoded', 'file:///c%3A/d/n.exeunt', 'file:///c%3A/d/n.exeunt'],
    ['a host in capitals', 'file://WSL.localhost/Ubuntu/n', 'file://wsl.localhost/Ubuntu/n'],
    ['the host of a remote', 'vscode-remote://wsl+Ubuntu/n', 'vscode-remote://wsl%2Bubuntu/n'],
    ['a host with its port', 'vscode-remote://127.0.0.1:8080/n', 'vscode-remote://127.0.0.1:8080/n'],
    ['dots', 'file:///a/./b/../c', 'file:///a/c'],
    ['dots that are encoded', 'file:///a/%2e%2E/c', 'file:///c'],
    ['slashes without a name between them', 'file:///a//b', 'file:///a/b'],
    ['a scheme in capitals', 'FILE:///a', 'file:///a'],
    [
      'no slashes where there is no host',
      'git:/d/n.exeunt?%7B%22ref%22%3A1%7D',
      'git:/d/n.exeunt?%7B%22ref%22%3A1%7D',
    ],
    ['a document without a file', 'untitled:Untitled-1', 'untitled:Untitled-1'],
    ['a code that is none', 'file:///100%/%zz/%e9', 'file:///100%25/%25zz/%25e9'],
    ['half a character', 'file:///a\ud800', 'file:///a%EF%BF%BD'],
    ['no URI', 'n.exeunt', 'n.exeunt'],
  ])('%s', (_, uri, normal) => {
    expect(normalUri(uri)).toBe(normal);
    expect(normalUri(normal)).toBe(normal);
  });

  it('of any path is the same however much of it is encoded', () => {
    const name = fc
      .string({ minLength: 1 })
      .filter((s) => !/[/?#%]|^\.{1,2}$/.test(s) && !/\p{Surrogate}/u.test(s));
    fc.assert(
      fc.property(name, (text) => {
        const all = Array.from(
          new TextEncoder().encode(text),
          (b) => `%${b.toString(16).padStart(2, '0')}`,
        ).join('');
        const normal = normalUri(`file:///d/${text}`);
        expect(normalUri(`file:///d/${all}`)).toBe(normal);
        expect(normalUri(normal)).toBe(normal);
        expect(decodeURIComponent(normal)).toBe(`file:///d/${text}`);
      }),
    );
  });
});

describe('a path in a design', () => {
  it.each([
    ['file:///d/n.exeunt', 'm.onnx', 'file:///d/m.onnx'],
    ['file:///d/n.exeunt', '../e/m.onnx', 'file:///e/m.onnx'],
    ['file:///d/n.exeunt', '..\\e\\m.onnx', 'file:///e/m.onnx'],
    ['file:///d/n.exeunt', '../../../m.onnx', 'file:///m.onnx'],
    ['file:///d/n.exeunt', '/e/m.onnx', 'file:///e/m.onnx'],
    ['file:///d/n.exeunt', 'a%2e%2e?b#c.onnx', 'file:///d/a%252e%252e%3Fb%23c.onnx'],
    ['file:///d/n.exeunt', '.', 'file:///d'],
    ['file:///d/', 'm.onnx', 'file:///d/m.onnx'],
    ['file:///d/par%28en%29/n.exeunt', 'a(b).onnx', 'file:///d/par%28en%29/a%28b%29.onnx'],
    ['file:///c%3A/d/n.exeunt', '/e/m.onnx', 'file:///c%3A/e/m.onnx'],
    ['file:///c%3A/d/n.exeunt', '..\\..\\..\\m.onnx', 'file:///c%3A/m.onnx'],
    ['file:///c%3A/d/n.exeunt', 'D:\\e\\m.onnx', 'file:///d%3A/e/m.onnx'],
    ['file:///d/n.exeunt', 'D:/m.onnx', 'file:///d/D%3A/m.onnx'],
    ['file://wsl.localhost/Ubuntu/d/n.exeunt', '../m.onnx', 'file://wsl.localhost/Ubuntu/m.onnx'],
    ['file://server/share/d/n.exeunt', '/other/m.onnx', 'file://server/other/m.onnx'],
    ['file://server/share/d/n.exeunt', '../../../../evil/m.onnx', 'file://server/evil/m.onnx'],
    ['vscode-vfs://github/o/r/n.exeunt', '../m.onnx', 'vscode-vfs://github/o/m.onnx'],
  ])('from %s, %s', (from, path, uri) => {
    expect(uriOfPath(from, path)).toBe(uri);
  });

  it.each([
    '//evil/share/x',
    '\\\\evil\\share\\x',
    '/\\evil/share/x',
    '\\/evil/share/x',
    'file://evil/share/x',
    'FILE:\\\\evil\\share',
    'https://evil/x',
    'vscode-remote://evil/x',
  ])('%s is on another computer, whichever document names it', (path) => {
    for (const from of [
      'file:///d/n.exeunt',
      'file://server/share/n.exeunt',
      'vscode-vfs://github/o/n.exeunt',
    ]) {
      expect(uriOfPath(from, path)).toEqual({ kind: 'elsewhere', host: 'evil' });
    }
  });

  it('keeps the host of its design, whatever is in it', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '..',
      '.',
      'evil',
      ':',
      'file:',
      'C:',
      '%2F',
      '%5C',
      '?',
      '#',
      '@',
      '\0',
    );
    const hosts = ['file:///d/e/n.exeunt', 'file:///c%3A/d/n.exeunt', 'file://server/share/n.exeunt'];
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), fc.constantFrom(...hosts), (pieces, from) => {
        const found = uriOfPath(from, pieces.join(''));
        if (typeof found !== 'string') return;
        expect(new URL(found).host).toBe(new URL(from).host);
        expect(new URL(found).href).toMatch(/^file:\/\/(server)?\/(?!\/)/);
      }),
    );
  });

  it('has no folder to start from in an unsaved document', () => {
    expect(uriOfPath('untitled:Untitled-1', 'm.onnx')).toEqual({ kind: 'unsaved' });
  });
});

describe('a folder', () => {
  it('contains itself and everything below it, but no folder with a longer name', () => {
    expect(['file:///d', 'file:///d/n', 'file:///d/e/n'].every((uri) => isWithin('file:///d', uri))).toBe(
      true,
    );
    expect(['file:///d2/n', 'file:///', 'file://host/d/n'].some((uri) => isWithin('file:///d', uri))).toBe(
      false,
    );
    expect(folderOf('file:///d/e(1)/n.exeunt')).toBe('file:///d/e%281%29');
  });
});
