import { describe, expect, it } from 'vitest';
import { aBox, aDefinition, aWave, ballot, hash } from '../support/storage.js';
import type { MakeStorage } from './storage-under-test.js';
import { eachTest } from './storage-under-test.js';

const WAVE = 'wave-1';

/** CodeRegister, ParticipationCounter and ParticipationBoard. */
export function codesContract(make: MakeStorage): void {
  describe('CodeRegister, ParticipationCounter, ParticipationBoard', () => {
    const test = eachTest(make);
    const codes = (area: string, ...numbers: string[]): { hash: Uint8Array; area: string }[] =>
      numbers.map((number) => ({ hash: hash(number), area }));
    async function use(code: string): Promise<void> {
      const receiptHash = hash(`receipt of ${code}`);
      const outcome = await test().storage.ballots.accept({
        waveId: WAVE,
        codeHash: hash(code),
        credentialHash: null,
        receiptHash,
        ballot: ballot('x'),
      });
      expect(outcome).toBe('accepted');
    }

    it('counts the codes issued by area, and no other wave’s', async () => {
      const register = test().storage.codes;
      await register.issue(WAVE, codes('Inneres', 'a', 'b', 'c'));
      await register.issue(WAVE, codes('Finanzen', 'd'));
      await register.issue(WAVE, codes('Inneres', 'e'));
      await register.issue('wave-2', codes('Inneres', 'f'));
      expect(await register.issued(WAVE)).toEqual([
        { area: 'Finanzen', count: 1 },
        { area: 'Inneres', count: 4 },
      ]);
      expect(await register.issued('wave-3')).toEqual([]);
    });

    it('refuses the whole call where a hash exists already', async () => {
      const register = test().storage.codes;
      await register.issue(WAVE, codes('Inneres', 'a'));
      await expect(register.issue(WAVE, codes('Finanzen', 'b', 'a', 'c'))).rejects.toThrow();
      await expect(register.issue(WAVE, codes('Finanzen', 'd', 'd'))).rejects.toThrow();
      expect(await register.issued(WAVE)).toEqual([{ area: 'Inneres', count: 1 }]);
    });

    it('issues no codes for a sealed box', async () => {
      const { codes: register, box } = test().storage;
      await box.openBox(WAVE, aBox);
      await box.sealBox(WAVE);
      await expect(register.issue(WAVE, codes('Inneres', 'a'))).rejects.toThrow(/sealed/);
      expect(await register.issued(WAVE)).toEqual([]);
    });

    it('discards the codes of one area', async () => {
      const { codes: register, ballots } = test().storage;
      await register.issue(WAVE, codes('Inneres', 'a', 'b'));
      await register.issue(WAVE, codes('Finanzen', 'c'));
      await register.issue('wave-2', codes('Inneres', 'd'));
      expect(await register.discard(WAVE, 'Inneres')).toBe('discarded');
      expect(await register.issued(WAVE)).toEqual([{ area: 'Finanzen', count: 1 }]);
      expect(await register.issued('wave-2')).toEqual([{ area: 'Inneres', count: 1 }]);
      expect(await ballots.checkCode(WAVE, hash('a'))).toBe('unknown');
    });

    it('discards nothing once a code of the wave was used, of whatever area', async () => {
      const { codes: register, box } = test().storage;
      await register.issue(WAVE, codes('Inneres', 'a', 'b'));
      await register.issue(WAVE, codes('Finanzen', 'c'));
      await box.openBox(WAVE, aBox);
      await use('c');
      expect(await register.discard(WAVE, 'Inneres')).toBe('wave-has-started');
      expect(await register.issued(WAVE)).toHaveLength(2);
    });

    it('counts used codes by area and all ballots', async () => {
      const { codes: register, box, paper, participation } = test().storage;
      await register.issue(WAVE, codes('Inneres', 'a', 'b', 'c'));
      await register.issue(WAVE, codes('Finanzen', 'd'));
      await box.openBox(WAVE, aBox);
      await use('a');
      await use('c');
      await paper.acceptAll(WAVE, [{ receiptHash: hash('paper'), ballot: ballot('x') }]);
      const { usedByArea, ballots } = await participation.count(WAVE);
      expect(Object.fromEntries(usedByArea)).toEqual({ Inneres: 2, Finanzen: 0 });
      expect(ballots).toBe(3);
    });

    it('keeps the first participation snapshot of a day', async () => {
      const { board, definitions, waves } = test().storage;
      await definitions.put(aDefinition());
      await waves.create(aWave());
      const first = { day: '2026-03-02', total: 20, areas: [{ area: 'Finanzen', issued: 120, used: null }] };
      expect(await board.snapshot(WAVE, first.day)).toBeNull();
      expect(await board.keep(WAVE, first)).toEqual(first);
      expect(await board.keep(WAVE, { ...first, total: 30 })).toEqual(first);
      expect(await board.snapshot(WAVE, first.day)).toEqual(first);
      const next = { ...first, day: '2026-03-03', total: 30 };
      expect(await board.keep(WAVE, next)).toEqual(next);
    });
  });
}
