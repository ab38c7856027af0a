import { asReferences } from '../../packages/as-references.js';
import type { FollowUpPackage } from '../../packages/read-package.js';
import { isShippedBaseline } from '../../packages/shipped-baseline.js';
import { fingerprintOfPem } from '../../packages/sums.js';
import type { Definition } from '../../survey/definition.js';
import type { FollowUpDeps } from './deps.js';

/**
 * Where a package comes from. `here`: signed with the key of this installation. `elsewhere`: with another one, which only
 * people can compare. `shipped`: what the program itself brings along. `nobody`: not signed; not to be used.
 */
export type Provenance = 'here' | 'elsewhere' | 'shipped' | 'nobody';

export function provenanceOf({ signer }: Pick<FollowUpDeps, 'signer'>, read: FollowUpPackage): Provenance {
  if (isShippedBaseline(read)) return 'shipped';
  if (read.fingerprint === null) return 'nobody';
  return read.fingerprint === fingerprintOfPem(signer.publicKey()) ? 'here' : 'elsewhere';
}

/** How the questionnaire of a package stands to those that are here. */
export interface InstrumentState {
  /** `same`: the same version is here. `new`: it is not. `differs`: it is, with other contents, which can't be. */
  readonly state: 'same' | 'new' | 'differs';
  /** The newest version of it that is here; null where there is none. */
  readonly latest: Definition | null;
}

export async function instrumentStateOf(
  { definitions }: Pick<FollowUpDeps, 'definitions'>,
  { instrument }: FollowUpPackage,
): Promise<InstrumentState> {
  const entries = await definitions.list();
  // The shelf lists the newest version of each questionnaire first.
  const newest = entries.find(({ id }) => id === instrument.id);
  const latest = newest === undefined ? null : await definitions.find(newest.id, newest.version);
  const own = await definitions.find(instrument.id, instrument.version);
  if (own === null) return { state: 'new', latest };
  return { state: isSame(own, instrument) ? 'same' : 'differs', latest };
}

/**
 * The figures that the shelf would get: told shares of the earlier wave, and published ones that were shown beside them. The
 * pages of the earlier wave itself leave its own out, where it is here (`besideWave`).
 */
export async function newFiguresOf({ references }: Pick<FollowUpDeps, 'references'>, read: FollowUpPackage) {
  const here = new Set((await references.list()).map(({ id }) => id));
  const told = asReferences(read);
  const all = [...read.references, ...told];
  return { all, told: told.length, added: all.filter(({ id }) => !here.has(id)).length };
}

/** Equal as JSON, whatever the order of keys. */
function isSame(a: unknown, b: unknown): boolean {
  return sorted(a) === sorted(b);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
