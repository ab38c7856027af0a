import type { Cube } from './cube.js';
import type { PlanFamily } from './plan-family.js';
import type { SafeRelease } from './safe-release.js';

/**
 * Which cells an earlier release of the same ballots has told, by cell of the family: they stay told, and no world may
 * have another number there. Throws where the ballots or the plan are not those of that release.
 */
export function toldIn(
  { tables, records }: SafeRelease,
  placed: PlanFamily,
  counts: Cube['counts'],
): Uint8Array {
  const told = new Uint8Array(counts.length);
  const note = (cell: number | undefined, count: number | null): void => {
    if (count === null) return;
    if (cell === undefined || counts[cell] !== count)
      throw new Error('an earlier release of this wave does not fit its ballots');
    told[cell] = 1;
  };
  note(placed.cellOf({}), records);
  for (const { id, cells, status } of tables) {
    if (status === 'withheld') continue;
    const positions = placed.tables.find(({ shape }) => shape.id === id)?.cells;
    cells.forEach(({ count }, position) => {
      note(positions?.[position], count);
    });
  }
  return told;
}
