import type { Verdict } from '../disclosure/check-protection.js';
import { makeCube, MOST_COMBINATIONS, type Cube } from '../disclosure/cube.js';
import { familyOfOrder, type Dimension, type Family } from '../disclosure/family.js';
import type { Policy } from '../disclosure/policy.js';
import type { Protection } from '../disclosure/worlds.js';
import { UsageError, type StandaloneCommand } from './command.js';
import { readEarlier, toldBefore } from './earlier-release.js';
import { protectCrossings, type Protect } from './protect-crossings.js';
import { readProtectOptions } from './protect-options.js';
import { readCodedData, type CodedData } from './read-coded-data.js';
import { phases, summarise, type Phase, type ReleaseSummary } from './release-summary.js';
import { checkOutput, writeRelease } from './write-release-files.js';

/** Who finds a protection, and who judges it: two that share no code. */
export interface DisclosureEngine {
  readonly protect: Protect;
  readonly checkProtection: (cube: Cube, policy: Policy, protection: Protection) => Verdict;
}

/** Counts and proofs are kept in memory, about ten bytes a cell in the end. */
export const MOST_CELLS = 50_000_000;

/** Tabulates coded data up to an order, and writes what may be told of it. `progress` gets a line a phase. */
export function makeProtect(engine: DisclosureEngine, progress: (line: string) => void): StandaloneCommand {
  return {
    name: 'protect',
    standalone: true,
    usage: [
      '--data FILE.csv --variables "a>b,c" --out DIR [--order 3] [--k 5 (at least 2)]',
      '[--guarantee strict|standard] [--zeros unsafe|published] [--insiders 1]',
      '[--earlier DIR, once for each release of the same data that is out] [--force]',
    ].join(' '),
    purpose: 'writes all tables of coded data that may be told, blank where a group is small',
    async run({ say }, args) {
      const options = readProtectOptions(args);
      const { data: file, variables, policy, order, out } = options;
      checkOutput(out, file, options.force);
      const watch = makeStopwatch(progress);

      watch.start('read', file);
      const data = await readCodedData(file, variables);
      watch.start('tabulate', `${grouped(data.records)} records`);
      checkSize(data.dimensions, order);
      const family = familyOfOrder(data.dimensions, order);
      const earlier = readEarlier(options.earlier, family);
      watch.start('protect', `${grouped(family.size)} cells`);
      const { cube, protection, keptBack } = await protectCrossings(
        engine.protect,
        (shown) => tabulate(data, shown, (counts) => toldBefore(earlier, counts, policy)),
        family,
        policy,
      );
      watch.start('check', `${grouped(protection.worlds.length)} worlds`);
      const verdict = engine.checkProtection(cube, policy, protection);
      if (!verdict.passed) {
        const rules = [...new Set(verdict.faults.map(({ rule }) => rule))].join(', ');
        say(`The checker does not pass this protection, so that nothing is written (${rules}).`);
        return 1;
      }
      watch.start('write', out);
      const summary = writeRelease(out, cube, protection, () =>
        summarise(cube, protection, options, {
          keptBack,
          unsafeCovered: verdict.unsafeCovered,
          seconds: watch.seconds(),
          peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
        }),
      );
      for (const line of inWords(summary, out)) say(line);
      return 0;
    },
  };
}

function tabulate(data: CodedData, family: Family, before: (counts: Int32Array) => Uint8Array): Cube {
  const builder = makeCube(family);
  data.each((leaves) => {
    builder.count(leaves);
  });
  return builder.finish({ toldBefore: before });
}

/** What can't be numbered or held is refused before a family as large as that is made. */
function checkSize(dimensions: readonly Dimension[], order: number): void {
  const combinations = dimensions.reduce(
    (product, { levels }) => product * (levels[0]?.codes.length ?? 0),
    1,
  );
  const remedy = 'leave out variables, or coarsen them';
  if (combinations > MOST_COMBINATIONS) {
    const sizes = dimensions.map(({ id, levels }) => `${id} ${levels[0]?.codes.length ?? 0}`).join(', ');
    throw new UsageError(`too many combinations of codes (${sizes}): more than 2^53; ${remedy}`);
  }
  // Cells of each order, dimension by dimension: a margin either has none or one of its codes.
  const cells = [1, ...Array.from({ length: Math.min(order, dimensions.length) }, () => 0)];
  for (const { levels } of dimensions) {
    const codes = levels.reduce((sum, level) => sum + level.codes.length, 0);
    for (let at = cells.length - 1; at > 0; at -= 1)
      cells[at] = (cells[at] ?? 0) + (cells[at - 1] ?? 0) * codes;
  }
  const size = cells.reduce((sum, number) => sum + number, 0);
  if (size > MOST_CELLS)
    throw new UsageError(
      `${grouped(size)} cells, where ${grouped(MOST_CELLS)} are the most; lower --order, ${remedy}`,
    );
}

interface Stopwatch {
  /** Ends the phase before. */
  start(phase: Phase, what: string): void;
  /** Up to now, to the millisecond. */
  seconds(): Record<Phase, number>;
}

function makeStopwatch(progress: (line: string) => void): Stopwatch {
  const starts: { phase: Phase; at: number }[] = [];
  return {
    start(phase, what) {
      progress(`${phase}: ${what}`);
      starts.push({ phase, at: performance.now() });
    },
    seconds() {
      const now = performance.now();
      const spent = Object.fromEntries(phases.map((phase) => [phase, 0])) as Record<Phase, number>;
      starts.forEach(({ phase, at }, index) => {
        spent[phase] = Math.round((starts[index + 1]?.at ?? now) - at) / 1000;
      });
      return spent;
    },
  };
}

function inWords(summary: ReleaseSummary, out: string): string[] {
  const { cells, primary, complementary, massBlank, seconds, worlds } = summary;
  const total = Object.values(seconds).reduce((sum, spent) => sum + spent, 0);
  return [
    `${grouped(summary.records)} records, ${grouped(cells)} cells: ${grouped(cells - primary - complementary)} told, ` +
      `${grouped(primary)} blank because they are unsafe, ${grouped(complementary)} more for their sake ` +
      `(${(100 * massBlank).toFixed(1)} % of all counts).`,
    `The checker passes it: ${grouped(summary.unsafeCovered)} unsafe cells covered by ${grouped(worlds)} worlds.`,
    ...(summary.keptBack.length === 0
      ? []
      : [
          `Blank as a whole, because nothing more can be told of them safely: ${summary.keptBack.join(', ')}, ` +
            'and what refines them.',
        ]),
    `${out} holds tables.csv, hierarchy.json and summary.json ` +
      `(${total.toFixed(1)} s, ${grouped(summary.peakMemoryMb)} MB).`,
    'Keep summary.json: it tells how many blanks are small groups. The other two may be handed on.',
  ];
}

function grouped(number: number): string {
  return number.toLocaleString('en');
}
