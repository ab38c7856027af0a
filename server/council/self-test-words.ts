import { translator } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import { checkIds, type CheckResult } from '../ports/self-test.js';

/** A check as people read it. */
export interface CheckWords {
  readonly title: string;
  /** What was looked for, and why. */
  readonly purpose: string;
  /** `told`: there is nothing to judge, only to know. */
  readonly verdict: 'good' | 'bad' | 'told';
  readonly findings: readonly string[];
  readonly looked: readonly string[];
}

export interface ReportWords {
  readonly sound: boolean;
  readonly checks: readonly CheckWords[];
}

const toldOnly: readonly string[] = ['fingerprints', 'versions'];

/** The report of a self-test, in the order of the checks. */
export function reportWords(results: readonly CheckResult[], lang: Lang): ReportWords {
  const t = translator(lang);
  const checks = checkIds.flatMap((id) =>
    results
      .filter((result) => result.id === id)
      .map(({ findings, looked }): CheckWords => ({
        title: t(`council.selfTest.check.${id}.title`),
        purpose: t(`council.selfTest.check.${id}.purpose`),
        verdict: findings.length > 0 ? 'bad' : toldOnly.includes(id) ? 'told' : 'good',
        findings: findings.map(({ key, subject }) => t(`council.selfTest.finding.${key}`, { subject })),
        looked: looked.length > 0 ? looked : [t('council.selfTest.nothingThere')],
      })),
  );
  return { sound: checks.every(({ verdict }) => verdict !== 'bad'), checks };
}
