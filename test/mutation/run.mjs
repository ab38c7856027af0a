// How many small faults in server/disclosure/ the tests notice.
//   node test/mutation/run.mjs [--sample 200] [--seed 1] [--only check-protection.ts]
// Works on a copy; a fault that makes the tests take three minutes counts as noticed. Prints those that nobody noticed.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutantsOf } from './mutants.mjs';

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const folder = 'server/disclosure';
/** The quick ones first: most faults are noticed there. */
const stages = [
  ['test/unit/disclosure/fixed-results.test.ts', 'test/unit/disclosure/check-protection.test.ts'],
  ['test/unit/disclosure'],
  ['test/property/disclosure-worlds.test.ts', 'test/property/disclosure-ledger.test.ts'],
  ['test/property/disclosure', 'test/property/audit', 'test/attack'],
  ['test/unit/cli', 'test/unit/council', 'test/unit/releases', 'test/unit/admin/hr-plan-preview.test.ts'],
];

const root = process.cwd();
const copy = mkdtempSync(join(tmpdir(), 'mehrwelt-mutants-'));
process.on('exit', () => {
  rmSync(copy, { recursive: true, force: true });
});
for (const name of readdirSync(root))
  if (!['node_modules', '.git', '.cache', 'dist'].includes(name))
    cpSync(join(root, name), join(copy, name), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });

const files = readdirSync(folder).filter((name) => values.only === undefined || name === values.only);
const all = files.flatMap((name) => mutantsOf(join(folder, name), readFileSync(join(folder, name), 'utf8')));
const chosen = sampleOf(all, Number(values.sample), Number(values.seed));
if (!stages.every((tests) => passes(tests)))
  throw new Error('the tests fail without any fault: mend them first');

const survivors = [];
for (const [index, mutant] of chosen.entries()) {
  const source = readFileSync(join(root, mutant.file), 'utf8');
  writeFileSync(
    join(copy, mutant.file),
    source.slice(0, mutant.start) + mutant.text + source.slice(mutant.end),
  );
  const survived = stages.every((tests) => passes(tests));
  writeFileSync(join(copy, mutant.file), source);
  if (survived) survivors.push({ ...mutant, before: source.slice(mutant.start, mutant.end) });
  process.stderr.write(
    `${String(index + 1)} of ${String(chosen.length)}: ${survived ? 'NOT NOTICED' : 'noticed'}\n`,
  );
}
for (const { file, line, before, text } of survivors)
  console.log(
    `${file}:${String(line)}: ${before.replaceAll(/\s+/g, ' ')}  ->  ${text.replaceAll(/\s+/g, ' ')}`,
  );
const noticed = chosen.length - survivors.length;
console.log(
  `${String(noticed)} of ${String(chosen.length)} noticed (${((100 * noticed) / chosen.length).toFixed(1)} %), of ${String(all.length)} possible`,
);

function passes(tests) {
  const { status } = spawnSync(
    process.execPath,
    [join('node_modules', 'vitest/vitest.mjs'), 'run', '--project', 'quick', '--bail', '1', ...tests],
    { cwd: copy, stdio: 'ignore', timeout: 180_000, killSignal: 'SIGKILL' },
  );
  return status === 0;
}

/** The same faults for the same seed, spread evenly; in an order that spreads them as well, for who stops early. */
function sampleOf(list, number, seed) {
  if (number >= list.length) return list;
  const step = list.length / number;
  const even = Array.from(
    { length: number },
    (_, at) => list[Math.floor((at + ((seed * 0.618) % 1)) * step)],
  );
  return even
    .map((fault, at) => ({ fault, rank: (at * 0.618) % 1 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ fault }) => fault);
}
