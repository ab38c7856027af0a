import type { SafeRelease } from '../disclosure/safe-release.js';
import { readingOf } from '../disclosure/shares.js';
import { NO_ANSWER_CODES, TOTAL } from '../disclosure/table-shape.js';
import { linesOf } from '../exports/table-lines.js';
import type { Figure } from './format.js';

/**
 * Every share that a release tells of everybody, and of groups by one variable: what the next wave is compared with. A
 * function of told cells alone. What several tables tell comes once; groups by two variables stay in the tables, because
 * nobody compares a hundred small groups across years without finding something by chance.
 */
export function toldFigures(release: SafeRelease): Figure[] {
  const told = new Map<string, Figure>();
  for (const table of release.tables) {
    const { groups, subject } = readingOf(table);
    for (const { group, base, figures } of linesOf(table)) {
      const formed = group.flatMap(({ code }, at) => (code === TOTAL ? [] : [[groups[at]?.id ?? '', code]]));
      if (formed.length > 1) continue;
      for (const { code, count, share } of figures) {
        if (count === null || base === null || share === null || NO_ANSWER_CODES.has(code)) continue;
        const figure: Figure = {
          indicator: subject.id,
          code,
          groups: Object.fromEntries(formed) as Record<string, string>,
          count,
          base,
        };
        const key = JSON.stringify([figure.indicator, formed, code]);
        if (!told.has(key)) told.set(key, figure);
      }
    }
  }
  return [...told.values()];
}
