/** The manifest is code: what it promises is there, and what is there is promised. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json';
import { settingDefaults, settingsSection } from '../../server/src/base/protocol/settings';
import { template } from '../../client/src/features/new-design/template';

const root = join(import.meta.dirname, '..', '..');
const { contributes } = manifest;
const clientSource = sourcesOf('client/src');
const serverSource = sourcesOf('server/src/lsp');

const commands = contributes.commands.map(({ command }) => command);
const settings = Object.keys(contributes.configuration.properties);

describe('commands in the manifest', () => {
  test('are registered, each of them, and no others', () => {
    expect(registeredIn(clientSource).sort()).toEqual([...commands].sort());
  });

  test.each(contributes.commands)('$command has a title, an icon and the category', (command) => {
    expect(command.title).toMatch(/^[A-Z]/);
    expect(command.category).toBe('Exeunt');
    expect(command.icon).toMatch(/^\$\([\w-]+\)$/);
  });

  const enablementOf = (command: string) =>
    contributes.commands.find((each) => each.command === command)?.enablement ?? '';
  const commandsOf = (feature: string) => registeredIn(sourcesOf(`client/src/features/${feature}`));
  const writing = [...commandsOf('model-run'), ...commandsOf('export'), ...commandsOf('project')].filter(
    (command) => command !== 'exeunt.doctor',
  );

  test.each(writing)(
    '%s is there in trusted folders, for the design of the editor or view with the focus',
    (command) => {
      expect(enablementOf(command)).toContain(
        '(editorLangId == exeunt || activeWebviewPanelId == exeunt.view)',
      );
      expect(enablementOf(command)).toContain('&& isWorkspaceTrusted');
    },
  );

  test('that write or run something say how to trust a folder, when called all the same', () => {
    for (const feature of ['model-run', 'export', 'project']) {
      expect(sourcesOf(`client/src/features/${feature}`)).toContain('requireTrust(');
    }
  });

  // The embedded VS Code is a web page too, and a computer stands behind it.
  test.each([...commandsOf('model-run'), ...commandsOf('project')])(
    '%s starts a process: it is not there in a browser that has no computer behind it',
    (command) => {
      expect(enablementOf(command)).toContain('(!isWeb || remoteName)');
      const items = Object.values(contributes.menus).flat();
      for (const { when } of items.filter((item) => item.command === command) as { when?: string }[])
        expect(when).toContain('(!isWeb || remoteName)');
    },
  );

  test('in menus exist', () => {
    const inMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    expect(commands).toEqual(expect.arrayContaining(inMenus));
  });
});

describe('settings in the manifest', () => {
  test.each(settings)('%s is read', (setting) => {
    const name = setting.replace(/^exeunt\./, '');
    // The language client reads this one, under the name of the client.
    if (name === 'trace.server') expect(clientSource).toContain("new LanguageClient('exeunt',");
    else if (Object.hasOwn(settingDefaults, name)) expect(serverSource).toContain(`['${name}']`);
    else
      expect(clientSource).toMatch(new RegExp(`(isEnabled|settings\\.get)\\('${name.replace('.', '\\.')}'`));
  });

  test('that the server asks for are by default what it takes them to be', () => {
    const properties: Readonly<Record<string, { default: unknown }>> = contributes.configuration.properties;
    for (const [name, value] of Object.entries(settingDefaults))
      expect(properties[`${settingsSection}.${name}`]?.default).toBe(value);
  });

  test.each(Object.entries(contributes.configuration.properties))('%s says what it does', (_, property) => {
    const { description, markdownDescription } = property as {
      description?: string;
      markdownDescription?: string;
    };
    expect(description ?? markdownDescription).toMatch(/^[A-Z].{20,}\.$/s);
    expect(property.default).toBeDefined();
  });
});

describe('files in the manifest', () => {
  const { languages, grammars, snippets } = contributes;
  test.each([
    ...languages.flatMap(({ configuration, icon }) => [configuration, icon.light, icon.dark]),
    ...grammars.map(({ path }) => path),
    ...snippets.map(({ path }) => path),
    manifest.icon,
  ])('%s is there', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });

  test('of the bundles are named as the bundler makes them', () => {
    const bundler = readFileSync(join(root, 'scripts', 'bundle.mjs'), 'utf8');
    for (const path of [manifest.main, manifest.browser, manifest.bin.exeunt]) {
      expect(bundler).toContain(`'${path.replace(/^\.\//, '')}'`);
    }
  });
});

test('formats of bundles show in their names: a type for all of them keeps the newest VS Code for the web from starting `browser`', () => {
  expect(Object.keys(manifest)).not.toContain('type');
  const bundler = readFileSync(join(root, 'scripts', 'bundle.mjs'), 'utf8');
  const formats = [...bundler.matchAll(/outfile: 'dist\/([^']+)',\s*format: '(\w+)'/g)];
  expect(formats).toHaveLength([...bundler.matchAll(/outfile: 'dist\//g)].length);
  for (const [, file = '', format = ''] of formats) {
    expect(file).toMatch(format === 'esm' ? /\.mjs$/ : /\.c?js$/);
  }
});

describe('versions in the manifest', () => {
  test('of VS Code that it is written for and that it says to run in are the same', () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode']}`);
  });

  test('are the newest in the changelog', () => {
    const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
    const versions = [...changelog.matchAll(/^## \[?([\w.]+)\]?/gm)].map(([, version]) => version);
    expect(versions.find((version) => version !== 'Unreleased') ?? manifest.version).toBe(manifest.version);
  });

  test('depend on nothing at run time: all is bundled', () => {
    expect(Object.keys(manifest)).not.toContain('dependencies');
  });
});

test('the extension starts only for designs, its own view and its own pages', () => {
  expect(manifest.activationEvents).toEqual(['onWebviewPanel:exeunt.view', 'onFileSystem:exeunt-docs']);
  expect(contributes.languages.map(({ id }) => id)).toEqual(['exeunt']);
  expect(manifest.capabilities.untrustedWorkspaces.supported).toBe(true);
});

test('the template of a new design is whole: every block of a first design is in it', () => {
  for (const block of ['device', 'network', 'exit', 'stage', 'region', 'schedule', 'budget']) {
    expect(template).toMatch(new RegExp(`^${block}\\b`, 'm'));
  }
});

function registeredIn(source: string): string[] {
  return [...source.matchAll(/registerCommand\(\s*log,\s*'([^']+)'/g)].map(([, name = '']) => name);
}

function sourcesOf(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
}
