/**
 * Everything that must hold, one line each, and the count at the end.
 *
 *     npm test
 *
 * With `EXEUNT_NO_SKIP` set, a test that was skipped for want of a tool counts as failed. `EXEUNT_SEED` sets what tests
 * draw at random; without it, the commit does.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { run } from '../scripts/commands.mjs';
import { root, setUp } from '../scripts/setup.mjs';
import { chosenSeed } from './support/commit-seed.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {string[]} failures each with what is to be read about it
 * @property {number} [skipped]
 */

/** @typedef {[string, () => Promise<Outcome>]} Step */

/** @type {Step[]} */
const preparation = [['set-up', one(() => setUp(say))]];

/** @type {Step[]} */
const bundles = [['bundles', one(bundleAll)]];

/**
 * Checks of the text, which use one core each: two rows of about the same length, side by side.
 * @type {Step[][]}
 */
const checks = [
  [['lint', tool('eslint', '.', '--cache', '--cache-location', '.cache/eslint/', '--max-warnings=0')]],
  [
    ['format', tool('prettier', '--check', '--log-level=warn', '.')],
    ['format of C and C++', script('scripts/format-c.mjs', '--check')],
    ['types', tool('tsc', '--noEmit', '-p', '.')],
    ['layers', tool('depcruise', 'client', 'server', 'grammar', 'webview', 'scripts', 'test')],
    ['unused code', tool('knip', '--no-progress')],
  ],
];

/** @type {Step[]} */
const tests = [
  ['unit, server and webview tests', unitTests],
  ['tests in VS Code', hostTests],
  ['tests in the newest VS Code, web', webTests],
  ['a user in VS Code', userTests],
];

const seed = String(chosenSeed());
process.env['EXEUNT_SEED'] = seed;

let passed = 0;
let skipped = 0;
/** @type {string[]} */
const failures = [];

// Nothing else can run without these.
if (await all(preparation)) {
  await all(bundles);
  await Promise.all(checks.map(all));
  await all(tests);
}

if (skipped && process.env['EXEUNT_NO_SKIP']) failures.push(`${skipped} tests were skipped, and none may be`);
if (failures.length) {
  say('\nFailed:');
  for (const failure of failures) say(`  ${failure.split('\n')[0]}`);
  say('\nWhy, the most frequent reasons:');
  for (const [reason, count] of reasons(failures)) say(`  ${count} × ${reason}`);
  say(`\nEXEUNT_SEED=${seed} draws the same at random again.`);
}
say(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length ? 1 : 0;

/**
 * One after the other, and says how each went.
 * @param {Step[]} steps
 * @returns {Promise<boolean>} whether all went well
 */
async function all(steps) {
  let well = true;
  for (const [name, step] of steps) {
    const start = performance.now();
    const outcome = await step();
    passed += outcome.passed;
    skipped += outcome.skipped ?? 0;
    failures.push(...outcome.failures.map((failure) => `${name}: ${failure}`));
    well &&= outcome.failures.length === 0;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const counts = [
      outcome.failures.length ? `${outcome.failures.length} FAILED` : 'ok',
      ...(outcome.passed > 1 ? [`${outcome.passed} passed`] : []),
      ...(outcome.skipped ? [`${outcome.skipped} skipped`] : []),
    ];
    say(`${name.padEnd(32)} ${counts.join(', ')} (${seconds} s)`);
    for (const failure of outcome.failures) say(indented(failure));
  }
  return well;
}

/**
 * First lines of what failures say, the most frequent first: the end of a long list is often all that is kept of it.
 * @param {string[]} failed
 * @returns {[string, number][]} ten at most
 */
function reasons(failed) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const failure of failed) {
    const [, ...rest] = failure.split('\n');
    const reason = rest.find((line) => line.trim() !== '') ?? 'no more is known';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, 10);
}

/** @param {string} line */
function say(line) {
  console.log(line);
}

/**
 * A step that passes or fails as a whole.
 * @param {() => Promise<unknown>} work
 * @returns {() => Promise<Outcome>}
 */
function one(work) {
  return async () => {
    try {
      await work();
      return { passed: 1, failures: [] };
    } catch (error) {
      return { passed: 0, failures: [error instanceof Error ? error.message : String(error)] };
    }
  };
}

/**
 * @param {string} name of a program in `node_modules`
 * @param {string[]} args
 */
function tool(name, ...args) {
  return one(async () => {
    const { bin } = JSON.parse(await readFile(packageFile(name), 'utf8'));
    const script = typeof bin === 'string' ? bin : bin[name];
    await run(process.execPath, [join(packageFile(name), '..', script), ...args], { cwd: root });
  });
}

/**
 * @param {string} path of the repository's own
 * @param {string[]} args
 */
function script(path, ...args) {
  return one(() => run(process.execPath, [join(root, path), ...args], { cwd: root }));
}

/** @param {string} program */
function packageFile(program) {
  const packages = { tsc: 'typescript', depcruise: 'dependency-cruiser' };
  const name = program in packages ? packages[/** @type {keyof typeof packages} */ (program)] : program;
  return join(root, 'node_modules', name, 'package.json');
}

async function bundleAll() {
  const { bundle } = await import('../scripts/bundle.mjs');
  await bundle();
}

/** @returns {Promise<Outcome>} */
async function unitTests() {
  const report = join(root, '.cache', 'vitest.json');
  await mkdir(join(root, '.cache'), { recursive: true });
  await rm(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // Most of the time of most files is loading the engine: files of one worker share it.
  const vitest = tool('vitest', 'run', '--pool=threads', '--no-isolate', ...reporters);
  const { failures: whole } = await vitest();
  if (!existsSync(report)) return { passed: 0, failures: whole };
  const result = JSON.parse(await readFile(report, 'utf8'));
  /** @type {string[]} */
  const failed = [];
  for (const file of result.testResults) {
    const tests = file.assertionResults.filter((/** @type {any} */ test) => test.status === 'failed');
    for (const test of tests)
      failed.push(`${file.name} ${test.fullName}\n${test.failureMessages.join('\n')}`);
    if (file.status === 'failed' && tests.length === 0) failed.push(`${file.name}\n${file.message}`);
  }
  // Errors outside of any test fail the whole.
  if (whole.length && failed.length === 0) failed.push(...whole);
  const { numPassedTests, numPendingTests, numTodoTests } = result;
  return { passed: numPassedTests, failures: failed, skipped: numPendingTests + numTodoTests };
}

async function hostTests() {
  const { runSuite } = await import('./host/run.mjs');
  return countOf(() => runSuite(say));
}

async function webTests() {
  const { runWebSuite } = await import('./host/web/run.mjs');
  return countOf(() => runWebSuite(say));
}

async function userTests() {
  const { runUserTests } = await import('./host/user/run.mjs');
  return countOf(() => runUserTests(say));
}

/**
 * @param {() => Promise<import('./host/run.mjs').HostResult>} work
 * @returns {Promise<Outcome>}
 */
async function countOf(work) {
  try {
    const result = await work();
    const messages = result.failures.map(({ name, message }) => `${name}\n${message}`);
    return { passed: result.passed, failures: messages };
  } catch (error) {
    return { passed: 0, failures: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
}

/** @param {string} text */
function indented(text) {
  return `  ${text.trimEnd().replaceAll('\n', '\n  ')}`;
}
