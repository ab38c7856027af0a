import type { Lang } from '../../ports/office.js';
import { compareItems, type ItemComparison } from '../../survey/compare-items.js';
import type { Definition } from '../../survey/definition.js';

/** How two versions of a questionnaire differ, for a page. */
export interface Differences {
  /** What is not the same, in the order of the later version. */
  readonly rows: readonly {
    readonly id: string;
    readonly label: string;
    readonly change: ItemComparison['change'];
    readonly comparison: ItemComparison['comparison'];
  }[];
  /** How many are the same. */
  readonly same: number;
  readonly earlier: string;
  readonly later: string;
}

export function describeDifferences(earlier: Definition, later: Definition, lang: Lang): Differences {
  const items = compareItems(earlier, later);
  return {
    rows: items
      .filter(({ change }) => change !== 'same')
      .map(({ id, label, change, comparison }) => ({ id, label: label[lang], change, comparison })),
    same: items.filter(({ change }) => change === 'same').length,
    earlier: `${earlier.id} ${earlier.version}`,
    later: `${later.id} ${later.version}`,
  };
}
