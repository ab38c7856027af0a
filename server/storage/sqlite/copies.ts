import type { Copies, DataFile } from '../../ports/copies.js';
import { publicHalf, type WaveKeys } from '../wave-keys.js';
import type { Databases } from './databases.js';

/** Bytes 18 and 19 of a database file say how it is written: 1 with a rollback journal, 2 with a write-ahead log. */
const [WRITE_VERSION, READ_VERSION, ROLLBACK] = [18, 19, 1];

interface OpenBox {
  readonly wave_id: string;
  readonly ballots: number;
  readonly codes: number;
  readonly ballotsBefore: number | null;
  readonly codesBefore: number | null;
}

/**
 * Copies for backups, taken while nobody else has the files.
 *
 * Whoever has two copies sees which ballots and which codes came in between. Both must be at least k, so that each code
 * might belong to k ballots and each ballot to k codes; no code at all is fine, because then there is nothing to match
 * (paper, or codes that were exchanged for credentials before the first copy). Ballots that were withdrawn count against
 * those that came. A copy that was never taken counts as one of an empty box.
 */
export function makeCopies({ box, office }: Databases, keys: Pick<WaveKeys, 'find'>): Copies {
  const openBoxes = box.prepare<[], OpenBox>(
    `SELECT wave_id, copied_at AS ballotsBefore, copied_codes AS codesBefore,
       (SELECT count(*) FROM main.slot WHERE slot.wave_id = box.wave_id AND used = 1) AS ballots,
       (SELECT count(*) FROM codes.code WHERE code.wave_id = box.wave_id AND used = 1) AS codes
     FROM main.box WHERE sealed = 0 ORDER BY wave_id`,
  );
  const remember = box.prepare<[number, number, string]>(
    'UPDATE main.box SET copied_at = ?, copied_codes = ? WHERE wave_id = ?',
  );
  const isShredded = office
    .prepare<[string], number>('SELECT 1 FROM wave WHERE id = ? AND shredded_on IS NOT NULL')
    .pluck();
  const groupSize = office.prepare<[string], number>('SELECT k FROM wave WHERE id = ?').pluck();

  const take = box.transaction((keep: (files: readonly DataFile[]) => void) => {
    const open = openBoxes.all();
    const tooFew = open.filter((one) => !mayBeCopied(one, groupSize.get(one.wave_id)));
    if (tooFew.length > 0) return { tooFew: tooFew.map(({ wave_id }) => wave_id) };
    for (const { wave_id, ballots, codes } of open) remember.run(ballots, codes, wave_id);
    keep([
      // First, because a folder with an office and nothing else is refused by every start.
      { path: 'office.sqlite', content: alone(office.serialize()) },
      { path: 'ballots.sqlite', content: alone(box.serialize()) },
      { path: 'codes.sqlite', content: alone(box.serialize({ attached: 'codes' })) },
    ]);
    return { tooFew: [] };
  });

  const boxes = box.prepare<[], { wave_id: string; public_key: Buffer }>(
    'SELECT wave_id, public_key FROM main.box ORDER BY wave_id',
  );

  return {
    take: (keep) => take.immediate(keep),
    withoutKey: () =>
      boxes
        .all()
        .filter(({ wave_id, public_key }) => {
          if (isShredded.get(wave_id) === 1) return false;
          const key = keys.find(wave_id);
          return key === null || !public_key.equals(publicHalf(key));
        })
        .map(({ wave_id }) => wave_id),
  };
}

function mayBeCopied(
  { ballots, codes, ballotsBefore, codesBefore }: OpenBox,
  k: number | undefined,
): boolean {
  if (ballots === 0 && codes === 0) return true;
  if (k === undefined) return false;
  const [newBallots, newCodes] = [ballots - (ballotsBefore ?? 0), codes - (codesBefore ?? 0)];
  return newBallots >= k && (newCodes === 0 || newCodes >= k);
}

/** As a file that needs no write-ahead log beside it. */
function alone(content: Buffer): Buffer {
  content[WRITE_VERSION] = ROLLBACK;
  content[READ_VERSION] = ROLLBACK;
  return content;
}
