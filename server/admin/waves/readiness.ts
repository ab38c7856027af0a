import { checkPlan } from '../../disclosure/check-plan.js';
import type { Wave } from '../../ports/office.js';
import type { Variable } from '../../survey/variables.js';
import { hasGap } from './default-texts.js';

export type Section = 'texts' | 'dates' | 'access' | 'headcounts' | 'plan' | 'codes';

export interface Missing {
  readonly section: Section;
  /** Catalogue key. */
  readonly key: string;
}

/** What keeps a draft from being opened; empty where nothing does. Headcounts are welcome but not needed. */
export function whatIsMissing(
  wave: Wave,
  facts: {
    readonly variables: readonly Variable[];
    readonly issuedCodes: number;
    readonly now: Date;
    readonly kFloor: number;
  },
): Missing[] {
  const { purpose, contact, legalBasis } = wave.texts;
  const texts = [wave.title, purpose, contact, legalBasis].flatMap(({ de, en }) => [de, en]);
  const closesAt = new Date(wave.closesAt);
  const checks: [boolean, Section, string][] = [
    [texts.some((text) => text.trim() === ''), 'texts', 'empty'],
    [texts.some(hasGap), 'texts', 'gap'],
    [closesAt <= facts.now, 'dates', 'past'],
    [closesAt <= new Date(wave.opensAt), 'dates', 'order'],
    [wave.k < facts.kFloor, 'access', 'kFloor'],
    [wave.plan.tables.length === 0, 'plan', 'empty'],
    [checkPlan(wave.plan, facts.variables).length > 0, 'plan', 'faults'],
    [wave.access === 'code' && facts.issuedCodes === 0, 'codes', 'none'],
  ];
  return checks
    .filter(([wrong]) => wrong)
    .map(([, section, what]) => ({ section, key: `admin.missing.${section}.${what}` }));
}
