import { describe, expect, it } from 'vitest';
import { aBox, ballot, hash, textOf } from '../support/storage.js';
import type { MakeStorage } from './storage-under-test.js';
import { eachTest } from './storage-under-test.js';

const WAVE = 'wave-1';

/** BoxKeeper, SealedBallots and PaperChannel: how a box is opened, filled from paper, sealed and read. */
export function sealingContract(make: MakeStorage): void {
  describe('BoxKeeper, SealedBallots, PaperChannel', () => {
    const test = eachTest(make);
    const paper = (...texts: string[]): { receiptHash: Uint8Array; ballot: Uint8Array }[] =>
      texts.map((text) => ({ receiptHash: hash(text), ballot: ballot(text) }));
    async function contents(waveId = WAVE): Promise<string[]> {
      const found: string[] = [];
      await test().storage.sealed.forEach(waveId, (body) => found.push(textOf(body)));
      return found;
    }
    const ballotCount = async (): Promise<number> => (await test().storage.participation.count(WAVE)).ballots;

    it('opens a box, also twice', async () => {
      const { box, paper: channel } = test().storage;
      await box.openBox(WAVE, aBox);
      await box.openBox(WAVE, aBox);
      expect(await channel.acceptAll(WAVE, paper('a'))).toBe('accepted');
    });

    it('never opens a sealed box again', async () => {
      const { box, paper: channel } = test().storage;
      await box.openBox(WAVE, aBox);
      await box.sealBox(WAVE);
      await expect(box.openBox(WAVE, aBox)).rejects.toThrow(/sealed/);
      expect(await channel.acceptAll(WAVE, paper('a'))).toBe('closed');
    });

    it('deletes the wave’s codes when sealing, no other wave’s, and can be repeated', async () => {
      const { box, codes, ballots } = test().storage;
      await codes.issue(WAVE, [{ hash: hash('mine'), area: 'Finanzen' }]);
      await codes.issue('wave-2', [{ hash: hash('other'), area: 'Finanzen' }]);
      await box.openBox(WAVE, aBox);
      await box.sealBox(WAVE);
      await box.sealBox(WAVE);
      expect(await codes.issued(WAVE)).toEqual([]);
      expect(await ballots.checkCode(WAVE, hash('mine'))).toBe('unknown');
      expect(await ballots.checkCode('wave-2', hash('other'))).toBe('free');
    });

    it('shows no ballot while the box is open, and none where there is no box', async () => {
      const { box, paper: channel } = test().storage;
      await expect(contents()).rejects.toThrow(/not sealed/);
      await box.openBox(WAVE, aBox);
      await channel.acceptAll(WAVE, paper('a', 'b'));
      await expect(contents()).rejects.toThrow(/not sealed/);
    });

    it('shows every ballot of a sealed box once', async () => {
      const { box, paper: channel } = test().storage;
      const texts = Array.from({ length: 1234 }, (_, n) => `ballot ${n}`);
      await box.openBox(WAVE, aBox);
      await box.openBox('wave-2', aBox);
      await channel.acceptAll(WAVE, paper(...texts));
      await channel.acceptAll('wave-2', paper('of another wave'));
      await box.sealBox(WAVE);
      const seen = await contents();
      expect([...seen].sort()).toEqual([...texts].sort());
      expect(seen, 'in another order each time').not.toEqual(await contents());
    });

    it('says when the key is missing, is another one, or a ballot is damaged, and changes nothing', async () => {
      const { box, paper: channel, sealed } = test().storage;
      await box.openBox(WAVE, aBox);
      await box.openBox('wave-2', aBox);
      await channel.acceptAll(WAVE, paper('a', 'b'));
      await box.sealBox(WAVE);
      const right = test().keyFile(WAVE);
      const key = right.read();
      right.write(null);
      expect(await sealed.forEach(WAVE, () => expect.fail('opened without a key'))).toBe('key-missing');
      right.write(test().keyFile('wave-2').read());
      expect(await sealed.forEach(WAVE, () => expect.fail('opened with a wrong key'))).toBe('key-wrong');
      right.write(Buffer.from('short'));
      expect(await sealed.forEach(WAVE, () => expect.fail('opened with half a key'))).toBe('key-missing');
      right.write(key);
      expect((await contents()).sort()).toEqual(['a', 'b']);
      await test().damageBallot(WAVE);
      expect(await test().storage.sealed.forEach(WAVE, () => undefined)).toBe('damaged');
    });

    it('stops reading where the visitor throws', async () => {
      const { box, paper: channel, sealed } = test().storage;
      await box.openBox(WAVE, aBox);
      await channel.acceptAll(WAVE, paper('a'));
      await box.sealBox(WAVE);
      const visit = (): void => {
        throw new Error('unreadable ballot');
      };
      await expect(sealed.forEach(WAVE, visit)).rejects.toThrow('unreadable ballot');
    });

    it('takes no paper where no box was opened', async () => {
      expect(await test().storage.paper.acceptAll(WAVE, paper('a'))).toBe('closed');
      expect(await ballotCount()).toBe(0);
    });

    it('stores all ballots from paper or none of them', async () => {
      const { box, paper: channel } = test().storage;
      await box.openBox(WAVE, aBox);
      const faulty = { receiptHash: new Uint8Array(3), ballot: ballot('bad name') };
      await expect(channel.acceptAll(WAVE, [...paper('a', 'b'), faulty])).rejects.toThrow();
      expect(await ballotCount()).toBe(0);
    });

    it('counts forms sent twice once, and refuses one receipt for two forms of a file', async () => {
      const { box, paper: channel } = test().storage;
      await box.openBox(WAVE, aBox);
      await channel.acceptAll(WAVE, paper('a', 'b'));
      expect(await channel.acceptAll(WAVE, paper('a', 'b'))).toBe('accepted');
      expect(await ballotCount()).toBe(2);
      await expect(channel.acceptAll(WAVE, paper('c', 'd', 'c'))).rejects.toThrow();
      expect(await ballotCount()).toBe(2);
    });

    it('takes as many ballots as the 2014 survey had at once, more than were expected', async () => {
      const { box, paper: channel } = test().storage;
      await box.openBox(WAVE, aBox);
      const forms = Array.from({ length: 8190 }, (_, n) => ({
        receiptHash: hash(n),
        ballot: ballot(''),
      }));
      await channel.acceptAll(WAVE, forms);
      expect(await ballotCount()).toBe(8190);
    });
  });
}
