/** Who may import whom. docs/architecture.md says the same in words, with the reasons. */

/** Each folder of the engine may import those before it, never those after it. */
const layers = [
  ['base', '^server/src/base/'],
  ['grammar', '^grammar/src/'],
  ['workspace, device', '^server/src/(workspace|device)/'],
  ['onnx, datasets', '^server/src/(onnx|datasets)/'],
  ['semantics', '^server/src/semantics/'],
  ['network', '^server/src/network/'],
  ['arithmetic', '^server/src/arithmetic/'],
  ['cost', '^server/src/cost/'],
  ['energy', '^server/src/energy/'],
  ['schedule, floorplan', '^server/src/(schedule|floorplan)/'],
  ['explore', '^server/src/explore/'],
  ['analysis', '^server/src/analysis/'],
  ['diagnostics, ide, model, reports, export', '^server/src/(diagnostics|ide|model|reports|export)/'],
  ['plans, inference', '^server/src/(plans|inference)/'],
  ['lsp', '^server/src/lsp/'],
  ['main', '^server/src/(cli/|node/|[^/]+$)'],
];

const upwards = layers.slice(0, -1).map(([name, path], index) => ({
  name: `${name} below what follows`,
  severity: 'error',
  from: { path },
  to: {
    path: layers.slice(index + 1).map(([, above]) => above),
  },
}));

/** Neighbours of one layer that know nothing of each other. */
const neighbours = [
  '^server/src/(workspace|device)/',
  '^server/src/(onnx|datasets)/',
  '^server/src/(schedule|floorplan)/',
  '^server/src/(diagnostics|ide|model|reports|export)/',
  '^server/src/(plans|inference)/',
  '^client/src/features/([^/]+)/',
].map((path) => ({
  name: `strangers: ${path}`,
  severity: 'error',
  from: { path },
  to: { path, pathNot: path.includes('features') ? '^client/src/features/$1/' : sameFolder(path) },
}));

/** @param {string} path */
function sameFolder(path) {
  return path.replace(/\(.*\)/, '$1');
}

/** Rooms with a door: whoever is outside imports their index, so that it lists all that others rely on. */
const doors = [
  'grammar/src',
  ...['arithmetic', 'cost', 'device', 'energy', 'floorplan', 'network', 'onnx', 'schedule'].map(
    (room) => `server/src/${room}`,
  ),
].map((room) => ({
  name: `${room} is entered by its index`,
  severity: 'error',
  from: { path: '^(client|server|grammar|webview)/src/', pathNot: `^${room}/` },
  to: { path: `^${room}/`, pathNot: `^${room}/index\\.ts$` },
}));

/** Packages that one place alone imports, so that they can be replaced there. */
const guarded = [
  ['vscode', '^(vscode|node_modules/@types/vscode)', '^(client/src|test/host)/'],
  ['the language client', 'node_modules/vscode-languageclient/', '^client/src/'],
  ['the language server', 'node_modules/vscode-languageserver/', '^(server/src/(lsp/|main\\.)|test/)'],
  ['the component kit', 'node_modules/@vscode/webview-ui-toolkit/', '^webview/src/ui/controls\\.ts$'],
  ['the parser generator', 'node_modules/chevrotain/', '^grammar/src/'],
].map(([name, package_, only]) => ({
  name: `only one place imports ${name}`,
  severity: 'error',
  from: { pathNot: [only, 'node_modules'] },
  to: { path: package_ },
}));

const base = '^server/src/base/';
const protocol = '^server/src/base/protocol/';
const drawing = '^webview/src/drawing/';

/** Each room of the webview may import those before it. */
const webviewRooms = ['drawing/', 'scene/', 'theme/', 'messaging/', 'state/', 'ui/', 'main\\.'];
const upwardsInWebview = webviewRooms.slice(0, -1).map((room, index) => ({
  name: `webview: ${room} below what follows`,
  severity: 'error',
  from: { path: `^webview/src/${room}` },
  to: { path: webviewRooms.slice(index + 1).map((above) => `^webview/src/${above}`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no missing modules',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
    ...upwards,
    ...neighbours,
    ...guarded,
    ...doors,
    {
      name: 'the protocol imports nothing',
      severity: 'error',
      from: { path: protocol },
      to: { pathNot: protocol },
    },
    {
      name: 'base imports nothing but itself',
      severity: 'error',
      from: { path: base },
      to: { path: '^(client|server|grammar|webview)/', pathNot: base },
    },
    {
      name: 'client and webview know only base of the server',
      severity: 'error',
      from: { path: '^(client|webview)/src/' },
      to: { path: '^(server|grammar)/', pathNot: base },
    },
    {
      name: 'drawing is pure: it knows only base',
      severity: 'error',
      from: { path: drawing },
      to: { pathNot: [drawing, base] },
    },
    {
      name: 'the server knows only the drawing of the webview, and only the report uses it',
      severity: 'error',
      from: { path: '^(server|grammar)/', pathNot: '^server/src/export/report/' },
      to: { path: '^(webview|client)/' },
    },
    {
      name: 'the report draws with the drawing alone',
      severity: 'error',
      from: { path: '^server/src/export/report/' },
      to: { path: '^(webview|client)/', pathNot: drawing },
    },
    ...upwardsInWebview,
    {
      name: 'client and webview are strangers',
      severity: 'error',
      from: { path: '^(client|webview)/src/' },
      to: { path: '^(client|webview)/src/', pathNot: '^$1/src/' },
    },
    {
      name: 'infrastructure below features',
      severity: 'error',
      from: { path: '^client/src/infrastructure/' },
      to: { path: '^client/src/', pathNot: '^client/src/infrastructure/' },
    },
    {
      name: 'the engine runs in a browser worker too',
      severity: 'error',
      from: {
        path: ['^grammar/src/', '^webview/src/', '^server/src/'],
        pathNot: ['^server/src/(cli/|(cli|command-line)\\.ts|(main|start)\\.node\\.ts|node/)', '\\.mjs$'],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'products do not import tests',
      severity: 'error',
      from: { path: '^(client|server|grammar|webview)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Its Langium is fetched by the benchmark.
    exclude: { path: '^test/bench/langium/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'browser', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
