/**
 * How fast the engine is: from a keystroke to its diagnostics through the real server, beside a Langium server in the
 * same run; start, memory and work while idle; and the engine's parts.
 *
 *     npm run bench [LINES…]
 *
 * Machines differ, ratios within one run do not. Langium is fetched from npm on first use.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';
import { cached, npmInstall } from '../../scripts/cache.mjs';
import { run } from '../../scripts/commands.mjs';
import { root, setUp } from '../../scripts/setup.mjs';
import { exeuntDesign, exeuntEdit, records, recordsEdit } from './designs.mjs';
import { bundled } from './bundled.mjs';
import { measure } from './editing.mjs';

/** Its parser, index, linking and validation serve the language of `langium/server.mjs`. */
const peer = 'langium@4.4.0';

/** By lines: milliseconds from edit to diagnostics, and the share of the peer's that must not be passed. */
const goals = new Map([
  [100, { editMs: 1.5, ratio: 0.5 }],
  [1_000, { editMs: 3, ratio: 0.25 }],
  [10_000, { editMs: 20, ratio: 0.25 }],
]);
const goalStartMs = 250;
const goalPeakMB = 120;

/** Milliseconds. */
const engineGoals = new Map([
  ['cost of a layer', 0.02],
  ['cost of ResNet-50, all layers', 5],
  ['row simulation of VGG', 5],
  ['a pblock', 0.02],
  ['ResNet-50 of 51 MB to a design', 100],
  ['one input through 16 stages', 0.05],
  ['one input through 16 stages, 15 exits', 0.05],
  // 200,000 designs a second.
  ['every set of 15 exits', 163],
  ['a stream through 16 exits', 20],
  ['a trace of 100,000 rows', 300],
  ['rates at a new threshold', 10],
  ['placement of 3 regions on xc7z020', 50],
  ['placement of 6 regions on xczu9', 2000],
]);

/** `exeunt import` of a model of 51 MB, as a process. */
const goalImportMs = 1000;
const goalImportMB = 200;

/** `exeunt export hls` of the VGG sample as a process, and images a second of B-LeNet's software twin, on one core. */
const goalExportMs = 1000;
const goalTwinRate = 1000;

const say = console.log;
await setUp(say);
const folder = await mkdtemp(join(tmpdir(), 'exeunt-bench-'));
try {
  await bundled('server/src/programs.ts', join(folder, 'exeunt.cjs'), 'cjs');
  await servers(await bundled('server/src/start.node.ts', join(folder, 'server.cjs'), 'cjs'));
  const engine = await bundled('test/bench/engine.ts', join(folder, 'engine.mjs'), 'esm');
  await parts(engine);
  await importing(engine);
  await exporting();
} finally {
  await rm(folder, { recursive: true });
}

/** @param {string} program */
async function servers(program) {
  const fetched = await cached(peer, (into) => npmInstall(into, [peer]));
  const langium = await bundled('test/bench/langium/server.mjs', join(folder, 'langium.mjs'), 'esm', [
    join(fetched, 'node_modules'),
  ]);
  const ours = { program, pulls: true, language: 'exeunt', edit: exeuntEdit };
  const theirs = { program: langium, pulls: false, language: 'records', edit: recordsEdit };
  say(
    `From an edit to its diagnostics through the server over stdio, median, milliseconds; the peer is ${peer}`,
  );
  row(
    'lines',
    'Exeunt',
    'peer',
    'ratio',
    'at most',
    'goal ms',
    '1st start',
    'start ms',
    `of ${goalStartMs}`,
    'peak MB',
    `of ${goalPeakMB}`,
    'idle ms/s',
  );
  const wanted = process.argv.slice(2).map(Number);
  for (const lines of wanted.length > 0 ? wanted : goals.keys()) {
    const goal = goals.get(lines);
    const cache = join(folder, `cache-${lines}`);
    const our = await measure(ours, exeuntDesign(lines), cache);
    const their = await measure(theirs, records(lines), cache);
    row(
      lines,
      our.editMs.toFixed(2),
      their.editMs.toFixed(2),
      (our.editMs / their.editMs).toFixed(3),
      goal?.ratio ?? '',
      goal?.editMs ?? '',
      our.firstStartMs.toFixed(0),
      our.startMs.toFixed(0),
      verdict(our.startMs, goalStartMs),
      our.peakMB.toFixed(0),
      verdict(our.peakMB, goalPeakMB),
      our.idleMs.toFixed(0),
    );
  }
}

/** @param {string} program */
async function parts(program) {
  /** @type {{ engine: () => Promise<{ what: string, ms: number, designs?: number }[]> }} */
  const { engine } = await import(pathToFileURL(program).href);
  say('\nParts of the engine, median, microseconds');
  for (const { what, ms, designs } of await engine()) {
    const goal = engineGoals.get(what);
    const rate = designs === undefined ? '' : `, ${Math.round((designs * 1000) / ms)} designs a second`;
    const beside = goal === undefined ? '' : `goal ${goal * 1000}, ${verdict(ms, goal)}${rate}`;
    say(`${what.padEnd(36)}${(ms * 1000).toFixed(1).padStart(12)}  ${beside}`);
  }
}

/**
 * Time and memory of the whole command.
 * @param {string} program that makes the model
 */
async function importing(program) {
  /** @type {{ resnet50Model: () => Uint8Array }} */
  const { resnet50Model } = await import(pathToFileURL(program).href);
  const model = join(folder, 'resnet50.onnx');
  await writeFile(model, resnet50Model());
  await bundle({ names: ['cli', 'programs'], production: true });
  const args = ['exeunt', 'import', model, '-o', join(folder, 'resnet50.exeunt')];
  const script = `process.argv = [process.argv[0], ...${JSON.stringify(args)}];
    process.on('exit', () => process.stdout.write(String(process.resourceUsage().maxRSS)));
    await import(${JSON.stringify(pathToFileURL(join(root, 'dist', 'cli.mjs')).href)});`;
  const begun = performance.now();
  const out = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
  const ms = performance.now() - begun;
  const peakMB = Number(/\d+$/.exec(out)?.[0]) / 1024;
  say('\nexeunt import of ResNet-50, 51 MB, as a process');
  say(`${ms.toFixed(0)} ms of ${goalImportMs}, ${verdict(ms, goalImportMs)}`);
  say(`${peakMB.toFixed(0)} MB at the peak of ${goalImportMB}, ${verdict(peakMB, goalImportMB)}`);
}

/** With the command line that `importing` has bundled. The twin needs make and a C++ compiler. */
async function exporting() {
  const exported = async (/** @type {string} */ sample) => {
    const out = join(folder, sample);
    const design = join(root, 'samples', sample, `${sample.split('-')[0]}.exeunt`);
    const begun = performance.now();
    await run(process.execPath, [join(root, 'dist', 'cli.mjs'), 'export', 'hls', design, '-o', out]);
    return { out, ms: performance.now() - begun };
  };
  const { ms } = await exported('vgg10-ten-exits');
  say('\nexeunt export hls of VGG-10 with ten exits, as a process');
  say(`${ms.toFixed(0)} ms of ${goalExportMs}, ${verdict(ms, goalExportMs)}`);
  const { out } = await exported('blenet-pynq-z2');
  const said = await run('make', ['-C', out, 'sim']);
  const rate = Number(/on this computer: (\d+) inputs\/s/.exec(said)?.[1]);
  say("make sim of B-LeNet, MNIST's 10,000 test images");
  say(`${rate} images/s of at least ${goalTwinRate}, ${verdict(goalTwinRate, rate)}`);
}

/**
 * @param {number} measured
 * @param {number} goal
 */
function verdict(measured, goal) {
  return measured <= goal ? 'met' : 'missed';
}

/** @param {(string | number)[]} cells */
function row(...cells) {
  say(cells.map((cell) => String(cell).padStart(9)).join('  '));
}
