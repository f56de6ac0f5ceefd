// Writes one compact file a part from a folder of fact files (<part>.json, schema in DEVICE facts below).
//   node server/src/device/data/generate.mjs FOLDER
// A fact file holds: rows, rowHeight, wordsPerFrame, cols (one letter a configuration column), frames, bramFrames, holes, hard,
// crX, the coordinate arrays sliceX bramX dspX uramX, dieTotals, limits and fullBits. The coordinate arrays are not copied:
// they are derived from the letters when a part is loaded, and this script stops if the derivation differs from the facts.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

/**
 * @typedef {object} Fact
 * @property {string} part
 * @property {string} die
 * @property {string} family
 * @property {string} idcode
 * @property {number} rows
 * @property {number} rowHeight
 * @property {string} cols
 * @property {number[]} frames
 * @property {{ k: string, x0: number, x1: number, y0: number, y1: number }[]} holes
 * @property {Record<string, string[]>} [hard]
 * @property {number[]} [crX]
 * @property {number[]} sliceX
 * @property {number[]} bramX
 * @property {number[]} dspX
 * @property {number[]} [uramX]
 * @property {object} dieTotals
 * @property {object} limits
 * @property {number} fullBits
 */

const provenance = `// Written by generate.mjs; do not edit by hand.
// Provenance: derived geometry facts of the part, handed to the project as one fact file a part and not re-derived here. The
// tests hold them against the totals and full bitstream lengths of the parts and against public partial bitstreams.
`;

const folder = process.argv[2];
if (!folder) throw new Error('usage: node generate.mjs FOLDER');
const target = dirname(fileURLToPath(import.meta.url));
/** @type {Fact[]} */
const facts = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  .sort((a, b) => a.part.localeCompare(b.part, 'en', { numeric: true }));

for (const fact of facts) {
  checkCoordinates(fact);
  await write(`${fact.part}.ts`, fact.part === fact.die ? wholeDie(fact) : variant(fact));
}
await write('all.ts', index(facts));

/** A part whose silicon is its own: geometry and limits in one file. */
function wholeDie(/** @type {Fact} */ fact) {
  const die = {
    name: fact.die,
    family: fact.family,
    idcode: fact.idcode,
    rows: fact.rows,
    columns: runLength(fact.cols),
    ...(fact.family === '7series' ? {} : { frames: exceptionalFrames(fact) }),
    holes: fact.holes.map(({ k, x0, x1, y0, y1 }) => ({ kind: k, x0, x1, y0, y1 })),
    ...(fact.hard ? { hard: fact.hard } : {}),
    clockRegionStarts: fact.crX ?? startsAtHardColumns(fact.cols),
    totals: fact.dieTotals,
    fullBits: fact.fullBits,
  };
  return `import type { DieData, PartData } from '../data-types';

export const die: DieData = ${JSON.stringify(die)};

export const part: PartData = { name: '${fact.part}', die, limits: ${JSON.stringify(fact.limits)} };
`;
}

/** The same silicon under another name, with fewer resources licensed. */
function variant(/** @type {Fact} */ fact) {
  return `import type { PartData } from '../data-types';
import { die } from './${fact.die}';

export const part: PartData = { name: '${fact.part}', die, limits: ${JSON.stringify(fact.limits)} };
`;
}

function index(/** @type {Fact[]} */ all) {
  const imports = all.map(({ part }) => `import { part as ${part} } from './${part}';`).join('\n');
  return `import type { PartData } from '../data-types';
${imports}

export const allParts: readonly PartData[] = [${all.map(({ part }) => part).join(', ')}];
`;
}

function runLength(/** @type {string} */ columns) {
  return columns.replace(/(.)\1{2,}/g, (run) => `${run.length}${run[0]}`);
}

/**
 * UltraScale+ facts name no clock-region columns. A new one begins behind each hard-block column and at each IO group inside
 * the die: that is where the expanded routing of public partial bitstreams stops. Borders without such a column are not known.
 */
function startsAtHardColumns(/** @type {string} */ columns) {
  const starts = [0];
  for (const match of columns.matchAll(/H|(?<!^)III(?=i)/g)) {
    const at = match.index ?? 0;
    starts.push(match[0] === "H" ? at + 1 : at);
  }
  return starts;
}

/** UltraScale+ columns of one letter mostly agree; the ones that differ are listed by column. */
function exceptionalFrames(/** @type {Fact} */ fact) {
  /** @type {Record<string, number>} */
  const usual = { n: 76, L: 16, M: 16, B: 6, D: 8, U: 9, P: 16, i: 4, H: 10, G: 8, I: 8 };
  /** @type {Record<string, number>} */
  const odd = {};
  [...fact.cols].forEach((letter, column) => {
    const frames = fact.frames[column];
    if (frames !== undefined && frames !== usual[letter]) odd[column] = frames;
  });
  return odd;
}

function checkCoordinates(/** @type {Fact} */ fact) {
  const kinds = /** @type {const} */ ({ sliceX: 'LM', bramX: 'B', dspX: 'D', uramX: 'U' });
  for (const kind of /** @type {(keyof typeof kinds)[]} */ (Object.keys(kinds))) {
    const step = kind === 'sliceX' && fact.family === '7series' ? 2 : 1;
    let next = 0;
    const derived = [...fact.cols].map((letter, column) => {
      if (!kinds[kind].includes(letter) || !hasSites(fact, column)) return -1;
      next += step;
      return next - step;
    });
    if (fact[kind] && JSON.stringify(fact[kind]) !== JSON.stringify(derived))
      throw new Error(`${fact.part}: ${kind} cannot be derived from the columns`);
  }
}

/** Whether the column has a row outside the holes. */
function hasSites(/** @type {Fact} */ fact, /** @type {number} */ column) {
  const missing = fact.holes
    .filter((hole) => hole.x0 <= column && column <= hole.x1)
    .reduce((sum, hole) => sum + hole.y1 - hole.y0 + 1, 0);
  return missing < fact.rows * fact.rowHeight;
}

async function write(/** @type {string} */ name, /** @type {string} */ body) {
  const text = await format(provenance + body, {
    parser: 'typescript',
    printWidth: 110,
    singleQuote: true,
    trailingComma: 'all',
  });
  writeFileSync(join(target, name), text);
}
