/**
 * A long day's editing: how much memory the language server takes, and whether it goes on growing.
 *
 *     npm run soak [-- EDITS]
 *
 * One number of a sample of a hundred lines goes through nine values. After each edit the diagnostics and the lenses are asked
 * for, after each tenth the view. Linux tells what is resident. Ends with 1 where a goal is missed.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/setup.mjs';
import { bundled } from './bundled.mjs';
import { pause, placeOf, processorMs, residentMB, session } from './editing.mjs';
import { median } from './median.mjs';

const edits = Number(process.argv[2] ?? 5000);
/** Resident at rest, and the share by which the last two fifths of the edits may differ. */
const mostMB = 200;
const flatWithin = 0.1;
const restMs = 10_000;

const folder = await mkdtemp(join(tmpdir(), 'exeunt-soak-'));
try {
  await bundled('server/src/programs.ts', join(folder, 'exeunt.cjs'), 'cjs');
  const program = await bundled('server/src/start.node.ts', join(folder, 'server.cjs'), 'cjs');
  const sample = join(root, 'samples', 'vgg10-ten-exits', 'vgg10.exeunt');
  const text = (await readFile(sample, 'utf8')).replace(/^profile .*$/m, '');
  process.exitCode = (await soak(program, text)) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

/**
 * @param {string} program
 * @param {string} text
 * @returns {Promise<boolean>} whether all goals are met
 */
async function soak(program, text) {
  const subject = { program, pulls: true, language: 'exeunt' };
  const server = await session(subject, text, join(folder, 'cache'));
  const { from, to } = placeOf(text, 'parallel pe ');
  const times = [];
  const resident = [];
  for (let i = 1; i <= edits; i++) {
    const begun = performance.now();
    await server.edit({ start: from, end: to }, String(1 + (i % 9)));
    times.push(performance.now() - begun);
    await server.ask('textDocument/codeLens');
    if (i % 10 === 0) await server.view();
    resident.push(await residentMB(server.pid));
    if (i === 1 || i % Math.ceil(edits / 10) === 0) say(`${i} edits`, resident.at(-1) ?? 0);
  }
  const cpuMs = (await processorMs(server.pid)) / edits;
  await pause(restMs);
  const rest = await residentMB(server.pid);
  await server.end();
  say(`after ${restMs / 1000} s of rest`, rest);
  const last = resident.slice(-Math.ceil(edits * 0.4));
  const middle = median(last);
  const off = Math.max(...last.map((mb) => Math.abs(mb - middle) / middle));
  const slow = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
  console.log(
    `edit to diagnostics: median ${median(times).toFixed(2)} ms, 95 % within ${slow.toFixed(2)} ms`,
  );
  console.log(`processor, with lenses and views: ${cpuMs.toFixed(2)} ms an edit`);
  return [
    verdict(`at rest at most ${mostMB} MB`, rest < mostMB),
    verdict(
      `the last ${last.length} edits within ±${100 * flatWithin} %: ±${(100 * off).toFixed(1)} %`,
      off <= flatWithin,
    ),
  ].every(Boolean);
}

/**
 * @param {string} when
 * @param {number} mb
 */
function say(when, mb) {
  console.log(`${when.padEnd(22)}${mb.toFixed(0).padStart(6)} MB`);
}

/**
 * @param {string} goal
 * @param {boolean} isMet
 */
function verdict(goal, isMet) {
  console.log(`${goal}, ${isMet ? 'met' : 'MISSED'}`);
  return isMet;
}
