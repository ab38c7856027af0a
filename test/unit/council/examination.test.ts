import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSound } from '../../../server/council/is-sound.js';
import { mintSafeTable, shapeOfTable } from '../../../server/disclosure/safe-table.js';
import { sealRelease } from '../../../server/disclosure/seal.js';
import type { SafeRelease } from '../../../server/disclosure/safe-release.js';
import type { Examination } from '../../../server/ports/release-office.js';
import { openProof, sealProof } from '../../../server/releases/seal-proof.js';
import { realRandomness } from '../../support/storage.js';
import type { StaffClient } from '../../support/staff-client.js';
import { bremenWave, people, releaseKey } from '../releases/closed-wave.js';
import { openResultsHouse, type ResultsHouse } from '../report/results-house.js';

let results: ResultsHouse;
let council: StaffClient;
beforeEach(async () => {
  results = await openResultsHouse();
  council = await results.house.as('council');
});
afterEach(() => results.stop());

const pageOf = (id: string): string => `/staff/approvals/${id}`;
const examine = (id: string) => council.post(`${pageOf(id)}/examine`, {}, pageOf(id));

async function findings(): Promise<unknown[]> {
  const entries = await results.house.audit();
  return entries
    .filter(({ action }) => action === 'release.examined')
    .map(({ actor, subject, details }) => [actor, subject, details]);
}

/** Puts a release of the same wave in the place of an honest one, sealed as only the program itself could. */
async function replaced(
  honest: string,
  change: (release: SafeRelease) => SafeRelease,
  proofFor = 'forged',
): Promise<string> {
  const { release } = (await results.office.review(honest))!;
  const proof = openProof((await results.archive.proofOf(honest))!, honest, releaseKey);
  await results.office.decide(honest, 'rejected', 'somebody', 'test');
  await results.archive.propose({
    id: 'forged',
    waveId: release.waveId,
    proposedBy: 'hr',
    sealed: sealRelease(change(release), releaseKey),
    proof: sealProof(proof, proofFor, releaseKey, realRandomness),
  });
  return 'forged';
}

describe('the examination of a release', () => {
  it('is offered with words about its time, and tells checker and attacks in sentences', async () => {
    const id = await results.propose();
    const before = (await council.get(pageOf(id))).html;
    expect(before).toContain('Jetzt noch einmal prüfen');
    expect(before).toContain('Das dauert einige Sekunden');
    expect(before).not.toContain('Was das Prüfprogramm sagt');

    const { status, html } = await examine(id);
    expect(status).toBe(200);
    expect(html).toContain('Die Prüfung hat nichts gefunden');
    expect(html).toContain('Bestanden:');
    expect(html).toContain('5, davon geschützt: 5.');
    expect(html).toMatch(/Weitere leere Stellen[\s\S]*?>1\. Diese Zahlen sind nicht klein/);
    expect(html).toContain('Sie stimmen mit den abgegebenen Antworten überein.');
    expect(html).toMatch(/Angegriffene leere Stellen[\s\S]*?>6\. Für jede/);
    expect(html).toContain('0. Keine verborgene Zahl lässt sich ausrechnen.');
    expect(html).toContain('dass dort weniger als 10 Personen stehen');
    expect(html).toContain('dass 1 bis 9 Personen übrig bleiben');
    expect(html).not.toContain('Das darf nicht sein');
    // The decision is still there to be made.
    expect(html).toContain('Ergebnisse freigeben');
  });

  it('is on record with its outcome and without a number', async () => {
    const id = await results.propose();
    await examine(id);
    expect(await findings()).toEqual([['council', id, { wave: 'wave-1', outcome: 'sound' }]]);
  });

  it('is possible after the decision', async () => {
    const id = await results.propose();
    await results.office.decide(id, 'released', 'somebody', null);
    const { html } = await examine(id);
    expect(html).toContain('Die Prüfung hat nichts gefunden');
    expect(html).not.toContain('Ergebnisse freigeben');
  });

  it('finds a number that can be worked out, says so, and says what to do', async () => {
    const id = await replaced(await results.propose(), (release) => ({
      ...release,
      tables: release.tables.map((table) =>
        table.id === 'gender'
          ? mintSafeTable({ shape: shapeOfTable(table), k: release.k, content: [60, 65, null, 130] })
          : table,
      ),
    }));
    const { html } = await examine(id);
    expect(html).toContain('Die Prüfung hat einen Fehler gefunden');
    expect(html).toMatch(/Geben Sie diese Ergebnisse nicht frei\.[^<]*forged/);
    expect(html).toContain('Sie stimmen nicht mit dem überein');
    expect(html).toMatch(/Das darf nicht sein/);
    expect(await findings()).toEqual([['council', id, { wave: 'wave-1', outcome: 'unsound' }]]);
    await results.office.decide(id, 'released', 'somebody', null);
    expect((await examine(id)).html).toContain('Diese Ergebnisse sind schon freigegeben.');
  });

  it('that breaks off is on record too', async () => {
    const id = await replaced(await results.propose(), (release) => release, 'another');
    expect((await examine(id)).status).toBe(500);
    expect(await findings()).toEqual([['council', id, { wave: 'wave-1', outcome: 'broken-off' }]]);
  });

  it('has nothing to examine where too few took part, and says so', async () => {
    const id = await results.propose(bremenWave(), 'hr', people().slice(0, 9));
    const { html } = await council.get(pageOf(id));
    expect(html).toContain('Hier gibt es nichts zu prüfen');
    expect(html).not.toContain('/examine');
    const forced = await council.post(`${pageOf(id)}/examine`, {}, '/staff/password');
    expect([forced.status, forced.html.includes('Hier gibt es nichts zu prüfen')]).toEqual([200, true]);
    expect(await findings()).toEqual([['council', id, { wave: 'wave-1', outcome: 'nothing-to-examine' }]]);
  });

  it('has nothing to examine in a release of the older rule', async () => {
    const id = await replaced(await results.propose(), (release) => ({
      ...release,
      policy: 'withhold-whole-1',
    }));
    const { html } = await council.get(pageOf(id));
    expect(html).toContain('nach einer älteren Regel entstanden');
    expect(html).toContain('nach einer älteren Regel geschützt');
    expect(html).not.toContain('/examine');
  });

  it('says plainly where the answers were destroyed on purpose', async () => {
    const id = await results.propose();
    await results.office.decide(id, 'released', 'somebody', null);
    await results.shredder.shred('wave-1', '2027-11-23');
    expect((await council.get(pageOf(id))).html).toContain('am 23. November 2027 absichtlich vernichtet');
    expect((await examine(id)).html).toContain('nach Ablauf ihrer Frist absichtlich vernichtet');
    expect(await findings()).toEqual([['council', id, { wave: 'wave-1', outcome: 'shredded' }]]);
  });

  it('needs a form of this page, and a release that exists', async () => {
    const id = await results.propose();
    const bare = await council.request('POST', `${pageOf(id)}/examine`, new URLSearchParams());
    expect(bare.status).toBe(403);
    expect((await council.post('/staff/approvals/none/examine', {}, '/staff/password')).status).toBe(404);
    expect((await council.post(`${pageOf(id)}/examine?k=2`, {}, '/staff/password')).status).toBe(403);
    expect(await findings()).toEqual([]);
  });

  it.each(['hr', 'analyst', 'admin'] as const)('is closed to %s', async (role) => {
    const id = await results.propose();
    const other = await results.house.as(role);
    expect((await other.post(`${pageOf(id)}/examine`, {}, '/staff/password')).status).toBe(403);
    expect(await findings()).toEqual([]);
  });

  it('is in English where English is chosen', async () => {
    const id = await results.propose();
    await council.post('/staff/language', { lang: 'en', back: '/staff/approvals' }, '/staff/approvals');
    const { html } = await examine(id);
    expect(html).toContain('The examination has found nothing');
    expect(html).not.toMatch(/Prüf|Zahlen|Stellen/);
  });
});

describe('a release is sound', () => {
  const sound: Examination = {
    sameNumbers: true,
    checker: { passed: true, unsafe: 4, covered: 4, further: 3, worlds: 2 },
    attack: { blanks: 7, records: 5, recovered: 0, belowK: 0, isolated: 0 },
  };

  it('where nothing at all speaks against it', () => {
    expect(isSound(sound)).toBe(true);
  });

  it.each<[string, Examination]>([
    ['numbers differ', { ...sound, sameNumbers: false }],
    ['the checker refuses it', { ...sound, checker: { ...sound.checker, passed: false } }],
    ['an unsafe cell is not covered', { ...sound, checker: { ...sound.checker, covered: 3 } }],
    ['a number is recovered', { ...sound, attack: { ...sound.attack, recovered: 1 } }],
    ['a group is provably small', { ...sound, attack: { ...sound.attack, belowK: 1 } }],
    ['a subtraction isolates somebody', { ...sound, attack: { ...sound.attack, isolated: 1 } }],
  ])('not where %s', (_, examination) => {
    expect(isSound(examination)).toBe(false);
  });
});
