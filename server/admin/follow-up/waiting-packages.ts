import type { FollowUpPackage } from '../../packages/read-package.js';
import type { Clock } from '../../ports/clock.js';

/** Packages that were read and shown, and wait for somebody to say yes. They lie in memory: nothing is stored before that. */
export interface WaitingPackages {
  keep(owner: string, read: FollowUpPackage): void;
  /** Null where this person has none with that digest, or it has waited too long. */
  find(owner: string, digest: string): FollowUpPackage | null;
  drop(owner: string, digest: string): void;
}

const MOST = 8;
const MINUTES = 60;

/** At most eight for an hour each; the oldest makes room. */
export function makeWaitingPackages(clock: Clock): WaitingPackages {
  const known = new Map<string, { readonly read: FollowUpPackage; readonly until: number }>();
  const keyOf = (owner: string, digest: string): string => `${owner} ${digest}`;
  const sweep = (): void => {
    const now = clock.now().getTime();
    for (const [key, { until }] of known) if (until <= now) known.delete(key);
  };
  return {
    keep(owner, read) {
      sweep();
      known.delete(keyOf(owner, read.digest));
      const [oldest] = known.keys();
      if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
      known.set(keyOf(owner, read.digest), { read, until: clock.now().getTime() + MINUTES * 60_000 });
    },
    find(owner, digest) {
      sweep();
      return known.get(keyOf(owner, digest))?.read ?? null;
    },
    drop(owner, digest) {
      known.delete(keyOf(owner, digest));
    },
  };
}
