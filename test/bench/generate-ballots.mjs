// Ballots of a made-up administration: skewed like a real one, the same for the same number and seed.
//   node test/bench/generate-ballots.mjs RECORDS FILE.csv [SEED]
import { closeSync, openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export const variables = 'ministry>office,sex,age,grade,leader,migration,tenure,hours';

const columns = ['ministry', 'office', 'sex', 'age', 'grade', 'leader', 'migration', 'tenure', 'hours'];
const ages = ['under30', '30-39', '40-49', '50-59', 'from60'];
const grades = ['einfach', 'mittel', 'gehoben', 'hoeher', 'no_answer'];
const tenures = ['0-2', '3-9', '10-19', 'from20', 'no_answer'];

export function writeBallots(records, file, seed = 1) {
  const next = makeRandom(seed);
  const output = openSync(file, 'w');
  let pending = [columns.join()];
  for (let record = 0; record < records; record += 1) {
    pending.push(ballot(next).join());
    if (pending.length < 20_000) continue;
    writeSync(output, `${pending.join('\n')}\n`);
    pending = [];
  }
  if (pending.length > 0) writeSync(output, `${pending.join('\n')}\n`);
  closeSync(output);
}

function ballot(next) {
  // The cube makes a few ministries and offices large and most of them small.
  const ministry = 1 + Math.floor(8 * next() ** 2);
  const office = 1 + Math.floor((4 + ministry) * next() ** 1.5);
  const age = pick(next(), [16, 22, 23, 27, 12]);
  const grade = pick(next(), [6, 40, 34, 15, 5]);
  const tenure = pick(next(), age === 0 ? [60, 35, 0, 0, 5] : [14, 26, 28, 27, 5]);
  return [
    `M${ministry}`,
    `M${ministry}O${String(office).padStart(2, '0')}`,
    ['w', 'm', 'd', 'no_answer'][pick(next(), [54, 42.7, 0.3, 3])],
    ages[age],
    grades[grade],
    ['n', 'y'][pick(next(), [100 - 8 * grade, 8 * grade])],
    ['no', 'second', 'first', 'no_answer'][pick(next(), [74, 11, 9, 6])],
    tenures[tenure],
    ['full', 'part', 'no_answer'][pick(next(), [66, 31, 3])],
  ];
}

function pick(chance, weights) {
  let left = chance * weights.reduce((sum, weight) => sum + weight, 0);
  const at = weights.findIndex((weight) => (left -= weight) < 0);
  return at < 0 ? weights.length - 1 : at;
}

/** Mulberry32: small, and even enough for this. */
function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [records, file, seed] = process.argv.slice(2);
  if (!/^\d+$/.test(records ?? '') || file === undefined) {
    console.error('node test/bench/generate-ballots.mjs RECORDS FILE.csv [SEED]');
    process.exitCode = 64;
  } else writeBallots(Number(records), file, Number(seed ?? 1));
}
