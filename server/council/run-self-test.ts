import { readCode } from '../credential/code.js';
import { readReceipt } from '../credential/receipt.js';
import { staffPage } from '../http/staff-page.js';
import { staffOf, type StaffRequest, type StaffRoute } from '../http/staff-route.js';
import { translator } from '../i18n/index.js';
import type { CheckResult } from '../ports/self-test.js';
import type { CouncilDeps } from './deps.js';
import { reportWords } from './self-test-words.js';

/** Whether a text is a participation code or a receipt: both have a check character. */
export function isCode(text: string): boolean {
  return readCode(text).ok || readReceipt(text).ok;
}

/** The self-test on the running system: what it looks for, the button, and afterwards its report. Nothing of it is kept. */
export function runSelfTest({ selfTest, audit, views, clock }: CouncilDeps): {
  readonly show: StaffRoute['handle'];
  readonly run: StaffRoute['handle'];
} {
  const send = (
    req: StaffRequest,
    res: Parameters<StaffRoute['handle']>[1],
    results: readonly CheckResult[] | null,
  ): void => {
    staffPage(
      views,
      req,
      res,
      'council/self-test',
      { title: translator(req.lang)('council.selfTest.title') },
      {
        report: results === null ? null : reportWords(results, req.lang),
        at: clock.now().toISOString(),
        by: staffOf(req).name,
      },
    );
  };
  return {
    async show(req, res) {
      send(req, res, null);
    },
    async run(req, res) {
      const results = await selfTest.run({ isCode, traces: [], further: [] });
      await audit.append({
        actor: staffOf(req).login,
        action: 'selfTest.run',
        subject: null,
        details: { outcome: results.every(({ findings }) => findings.length === 0) ? 'sound' : 'unsound' },
      });
      send(req, res, results);
    },
  };
}
