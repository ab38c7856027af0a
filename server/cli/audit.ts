import { parseArgs } from 'node:util';
import type { AuditRules } from '../disclosure/audit-readers.js';
import { auditRelease } from '../disclosure/audit-release.js';
import { makeHighsSolver } from '../solver/highs-solver.js';
import { auditAsJson, auditAsText } from './audit-report.js';
import { UsageError, type StandaloneCommand } from './command.js';
import { named, readRelease } from './read-release.js';

const defaultK = 5;
const defaultRecords = 40;
/** Seconds are enough but where the simplex method has to start a large program from nothing, as a last resort. */
const SECONDS_PER_SOLVE = 1_800;
/** What goes into blanks below k where the promise says nothing of them: smaller systems are decided wholly in minutes. */
const LIMIT = { blanks: 10_000, pools: 60, singles: 50 } as const;

/** Attacks a release from outside: with the published files, subtraction and linear programs, and nothing else. */
export const audit: StandaloneCommand = {
  standalone: true,
  name: 'audit',
  usage: 'DIR [--k N] [--zeros unsafe|published] [--below-k all|limited] [--records N] [--json]',
  purpose: 'tries to recover what the published tables in DIR hide',
  async run({ say }, args) {
    const { folder, json, ...flags } = readCall(args);
    const { tables, summary } = readRelease(folder);
    const rules: AuditRules = {
      k: flags.k ?? summary.k ?? defaultK,
      zeros: flags.zeros ?? summary.zeros ?? 'unsafe',
      records: flags.records ?? defaultRecords,
      // Standard doesn't promise that nothing is provably below k, and to find all that is can take hours.
      belowKLimit:
        (flags.belowK ?? (summary.guarantee === 'standard' ? 'limited' : 'all')) === 'limited' ? LIMIT : null,
    };
    const solver = makeHighsSolver({ secondsPerSolve: SECONDS_PER_SOLVE });
    try {
      const found = await auditRelease(tables, rules, solver);
      const context = { tables, rules, guarantee: summary.guarantee ?? null };
      if (json) say(JSON.stringify(auditAsJson(found, context), null, 2));
      else for (const line of auditAsText(found, context)) say(line);
      const { recovered, belowK, isolated } = found.failures;
      return recovered + belowK + isolated === 0 ? 0 : 1;
    } catch (error) {
      throw named(folder, error);
    } finally {
      await solver.close();
    }
  },
};

function readCall(args: readonly string[]) {
  const { values, positionals } = readWords(args);
  const [folder, ...rest] = positionals;
  if (folder === undefined || rest.length > 0) throw new UsageError('audit takes one folder');
  return {
    folder,
    zeros: zerosOf(values.zeros),
    belowK: belowKOf(values['below-k']),
    k: wholeNumber('k', values.k, 2),
    records: wholeNumber('records', values.records, 0),
    json: values.json,
  };
}

function zerosOf(text: string | undefined): AuditRules['zeros'] | undefined {
  if (text === undefined || text === 'unsafe' || text === 'published') return text;
  throw new UsageError(`--zeros is unsafe or published, not ${text}`);
}

function belowKOf(text: string | undefined): 'all' | 'limited' | undefined {
  if (text === undefined || text === 'all' || text === 'limited') return text;
  throw new UsageError(`--below-k is all or limited, not ${text}`);
}

function readWords(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        k: { type: 'string' },
        zeros: { type: 'string' },
        'below-k': { type: 'string' },
        records: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) < least)
    throw new UsageError(`--${name} is a whole number from ${least}, not ${text}`);
  return Number(text);
}
