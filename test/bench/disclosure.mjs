// How long tables take, as a multiple of parsing the same file: seconds differ between machines, multiples hardly.
//   npm run build && node test/bench/disclosure.mjs [RECORDS] [standard|strict]
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { readVariables } from '../../dist/server/cli/protect-options.js';
import { readCodedData } from '../../dist/server/cli/read-coded-data.js';
import { checkProtection } from '../../dist/server/disclosure/check-protection.js';
import { makeCube } from '../../dist/server/disclosure/cube.js';
import { familyOfOrder } from '../../dist/server/disclosure/family.js';
import { protectGuided } from '../../dist/server/disclosure/protect-guided.js';
import { makeHighsSolver } from '../../dist/server/solver/highs-solver.js';
import { variables, writeBallots } from './generate-ballots.mjs';

const records = Number(process.argv[2] ?? 1_000_000);
const guarantee = process.argv[3] ?? 'strict';
const policy = { k: 5, guarantee, zeros: 'unsafe', insiders: 1 };

const folder = mkdtempSync(join(tmpdir(), 'mehrwelt-bench-'));
try {
  const file = join(folder, 'ballots.csv');
  writeBallots(records, file);
  let unit = 0;
  const timed = async (what, work) => {
    const start = performance.now();
    const result = await work();
    const spent = performance.now() - start;
    unit ||= spent;
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    console.log(
      `${what.padEnd(12)}${(spent / 1000).toFixed(2).padStart(8)} s${(spent / unit).toFixed(2).padStart(8)} x` +
        `${String(memory).padStart(6)} MB at most so far`,
    );
    return result;
  };

  await timed('parse only', () =>
    pipeline(
      createReadStream(file),
      parse({ bom: true, relax_column_count: true }),
      new Writable({ objectMode: true, write: (_row, _encoding, done) => done() }),
    ),
  );
  const data = await timed('read', () => readCodedData(file, readVariables(variables)));
  const cube = await timed('tabulate', () => {
    const builder = makeCube(familyOfOrder(data.dimensions, 3));
    data.each((leaves) => builder.count(leaves));
    return builder.finish();
  });
  console.log(`${data.records} records, ${cube.people.length} inner cells, ${cube.family.size} cells`);
  const protection = await timed('protect', () => protectGuided(cube, policy, makeHighsSolver));
  const verdict = await timed('check', () => checkProtection(cube, policy, protection));
  console.log(`${protection.worlds.length} worlds, checker ${verdict.passed ? 'passed' : 'failed'}`);
  process.exitCode = verdict.passed ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
