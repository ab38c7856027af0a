import type { Examination } from '../ports/release-office.js';

/** Whether nothing at all speaks against a release. */
export function isSound({ sameNumbers, checker, attack }: Examination): boolean {
  return (
    sameNumbers &&
    checker.passed &&
    checker.covered === checker.unsafe &&
    attack.recovered + attack.belowK + attack.isolated === 0
  );
}
