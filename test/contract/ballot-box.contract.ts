import { describe, expect, it } from 'vitest';
import type { Submission } from '../../server/ports/ballot-box.js';
import { aBox, ballot, hash, textOf } from '../support/storage.js';
import type { MakeStorage } from './storage-under-test.js';
import { eachTest } from './storage-under-test.js';

const WAVE = 'wave-1';

function submission(particulars: Partial<Submission> = {}): Submission {
  return {
    waveId: WAVE,
    codeHash: hash('code'),
    credentialHash: null,
    receiptHash: hash('receipt'),
    ballot: ballot('yes'),
    ...particulars,
  };
}

export function ballotBoxContract(make: MakeStorage): void {
  describe('BallotBox', () => {
    const test = eachTest(make);

    async function open(codes: readonly string[] = ['code']): Promise<void> {
      const { storage } = test();
      await storage.codes.issue(
        WAVE,
        codes.map((name) => ({ hash: hash(name), area: 'Finanzen' })),
      );
      await storage.box.openBox(WAVE, aBox);
    }
    async function counts(): Promise<{ used: number; ballots: number }> {
      const { usedByArea, ballots } = await test().storage.participation.count(WAVE);
      return { used: [...usedByArea.values()].reduce((sum, used) => sum + used, 0), ballots };
    }

    it('tells free, used and unknown codes apart', async () => {
      await open();
      const { ballots } = test().storage;
      expect(await ballots.checkCode(WAVE, hash('code'))).toBe('free');
      expect(await ballots.checkCode(WAVE, hash('other'))).toBe('unknown');
      expect(await ballots.checkCode('other-wave', hash('code'))).toBe('unknown');
      await ballots.accept(submission());
      expect(await ballots.checkCode(WAVE, hash('code'))).toBe('used');
    });

    it('burns the code and stores the ballot', async () => {
      await open();
      expect(await test().storage.ballots.accept(submission())).toBe('accepted');
      expect(await counts()).toEqual({ used: 1, ballots: 1 });
    });

    it('keeps what it accepted over a restart', async () => {
      await open();
      await test().storage.ballots.accept(submission());
      await test().restart();
      expect(await counts()).toEqual({ used: 1, ballots: 1 });
      expect(await test().storage.ballots.accept(submission())).toBe('accepted');
    });

    it('accepts the same submission again and stores it once', async () => {
      await open();
      const { ballots } = test().storage;
      await ballots.accept(submission());
      expect(await ballots.accept(submission())).toBe('accepted');
      expect(await counts()).toEqual({ used: 1, ballots: 1 });
    });

    it('counts the answers that were sent last under a receipt, and burns no second code', async () => {
      await open(['code', 'other']);
      const { ballots, box } = test().storage;
      await ballots.accept(submission({ ballot: ballot('first') }));
      expect(await ballots.accept(submission({ ballot: ballot('second') }))).toBe('accepted');
      expect(await ballots.accept(submission({ codeHash: hash('other'), ballot: ballot('third') }))).toBe(
        'accepted',
      );
      expect(await ballots.checkCode(WAVE, hash('other'))).toBe('free');
      expect(await counts()).toEqual({ used: 1, ballots: 1 });
      await box.sealBox(WAVE);
      expect(await contents()).toEqual(['third']);
    });

    it('replaces the ballot of that receipt and of no other', async () => {
      await open(['code', 'other']);
      const { ballots, box } = test().storage;
      await ballots.accept(submission({ ballot: ballot('first') }));
      const neighbour = submission({ codeHash: hash('other'), receiptHash: hash('other receipt') });
      await ballots.accept({ ...neighbour, ballot: ballot('neighbour') });
      await ballots.accept(submission({ ballot: ballot('second') }));
      await box.sealBox(WAVE);
      expect((await contents()).toSorted()).toEqual(['neighbour', 'second']);
    });

    it('keeps the answers it was sealed with, whatever comes later', async () => {
      await open();
      const { ballots, box } = test().storage;
      await ballots.accept(submission({ ballot: ballot('first') }));
      await box.sealBox(WAVE);
      expect(await ballots.accept(submission({ ballot: ballot('second') }))).toBe('accepted');
      expect(await contents()).toEqual(['first']);
    });

    it('refuses a used code with another receipt', async () => {
      await open();
      const { ballots } = test().storage;
      await ballots.accept(submission());
      expect(await ballots.accept(submission({ receiptHash: hash('another') }))).toBe('code-used');
      expect(await counts()).toEqual({ used: 1, ballots: 1 });
    });

    it('refuses an unknown code, and another wave’s code', async () => {
      await open();
      const { ballots, codes } = test().storage;
      await codes.issue('wave-2', [{ hash: hash('code of wave 2'), area: 'Finanzen' }]);
      expect(await ballots.accept(submission({ codeHash: hash('invented') }))).toBe('code-unknown');
      expect(await ballots.accept(submission({ codeHash: hash('code of wave 2') }))).toBe('code-unknown');
      expect(await counts()).toEqual({ used: 0, ballots: 0 });
    });

    it('takes ballots without a code where the wave asks for none', async () => {
      await open([]);
      const { ballots } = test().storage;
      expect(await ballots.accept(submission({ codeHash: null }))).toBe('accepted');
      expect(await ballots.accept(submission({ codeHash: null, receiptHash: hash('second') }))).toBe(
        'accepted',
      );
      expect(await ballots.accept(submission({ codeHash: null }))).toBe('accepted');
      expect(await counts()).toEqual({ used: 0, ballots: 2 });
    });

    it('is closed where no box was opened, and burns nothing', async () => {
      const { storage } = test();
      await storage.codes.issue(WAVE, [{ hash: hash('code'), area: 'Finanzen' }]);
      expect(await storage.ballots.accept(submission())).toBe('closed');
      expect(await storage.ballots.checkCode(WAVE, hash('code'))).toBe('free');
    });

    it('is closed after sealing, but still confirms what it has', async () => {
      await open(['code', 'late']);
      const { ballots, box } = test().storage;
      await ballots.accept(submission());
      await box.sealBox(WAVE);
      const late = submission({ codeHash: hash('late'), receiptHash: hash('late receipt') });
      expect(await ballots.accept(late)).toBe('closed');
      expect(await ballots.accept(submission())).toBe('accepted');
      expect(await counts()).toEqual({ used: 0, ballots: 1 });
    });

    it('lets exactly one of many simultaneous submissions with the same code win', async () => {
      await open();
      const { ballots } = test().storage;
      const outcomes = await Promise.all(
        Array.from({ length: 40 }, (_, n) => ballots.accept(submission({ receiptHash: hash(n) }))),
      );
      expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'code-used')).toHaveLength(39);
      expect(await counts()).toEqual({ used: 1, ballots: 1 });
    });

    it('stores all of many simultaneous submissions with codes of their own', async () => {
      const names = Array.from({ length: 40 }, (_, n) => `code ${n}`);
      await open(names);
      const { ballots } = test().storage;
      const outcomes = await Promise.all(
        names.map((name) =>
          ballots.accept(submission({ codeHash: hash(name), receiptHash: hash(`r ${name}`) })),
        ),
      );
      expect(new Set(outcomes)).toEqual(new Set(['accepted']));
      expect(await counts()).toEqual({ used: 40, ballots: 40 });
    });

    it('rejects a submission that cannot be stored, and leaves its code free', async () => {
      await open();
      const { ballots } = test().storage;
      await expect(ballots.accept(submission({ receiptHash: new Uint8Array(5) }))).rejects.toThrow();
      expect(await ballots.checkCode(WAVE, hash('code'))).toBe('free');
      expect(await ballots.accept(submission())).toBe('accepted');
    });

    it('rejects a ballot of another length than those of its box', async () => {
      await open();
      const { ballots } = test().storage;
      await expect(ballots.accept(submission({ ballot: new Uint8Array(3) }))).rejects.toThrow(/3 bytes/);
      expect(await counts()).toEqual({ used: 0, ballots: 0 });
    });

    it('undoes one of many that wait together, and no other', async () => {
      await open(['a', 'b', 'c']);
      const { ballots } = test().storage;
      const outcomes = await Promise.allSettled([
        ballots.accept(submission({ codeHash: hash('a'), receiptHash: hash('ra') })),
        ballots.accept(submission({ codeHash: hash('b'), receiptHash: new Uint8Array(5) })),
        ballots.accept(submission({ codeHash: hash('c'), receiptHash: hash('rc') })),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await counts()).toEqual({ used: 2, ballots: 2 });
      expect(await ballots.checkCode(WAVE, hash('b'))).toBe('free');
    });

    it('turns away whoever comes when too many wait, and takes them a moment later', async () => {
      await open([]);
      const { ballots } = test().storage;
      const send = (n: number) =>
        ballots.accept(submission({ codeHash: null, receiptHash: hash(`many ${n}`) }));
      const outcomes = await Promise.all(Array.from({ length: 1_003 }, (_, n) => send(n)));
      expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(3);
      expect(outcomes.slice(0, 1_000).every((outcome) => outcome === 'accepted')).toBe(true);
      expect(await send(1_002)).toBe('accepted');
      expect((await counts()).ballots).toBe(1_001);
    });

    it('exchanges a code once, and answers the same request again', async () => {
      await open();
      const { ballots } = test().storage;
      expect(await ballots.redeem(WAVE, hash('code'), hash('request'))).toBe('redeemed');
      expect(await ballots.checkCode(WAVE, hash('code'))).toBe('used');
      await test().restart();
      const again = test().storage.ballots;
      expect(await again.redeem(WAVE, hash('code'), hash('request'))).toBe('redeemed');
      expect(await again.redeem(WAVE, hash('code'), hash('another request'))).toBe('code-used');
      expect(await again.accept(submission())).toBe('code-used');
    });

    it('exchanges no code that was used directly, is unknown, or whose box is sealed', async () => {
      await open(['code', 'other']);
      const { ballots, box } = test().storage;
      await ballots.accept(submission());
      expect(await ballots.redeem(WAVE, hash('code'), hash('request'))).toBe('code-used');
      expect(await ballots.redeem(WAVE, hash('invented'), hash('request'))).toBe('code-unknown');
      await box.sealBox(WAVE);
      expect(await ballots.redeem(WAVE, hash('other'), hash('request'))).toBe('closed');
    });

    it('takes a credential in place of a code, once', async () => {
      await open();
      const { ballots } = test().storage;
      const shown = (receipt: string) =>
        ballots.accept(
          submission({ codeHash: null, credentialHash: hash('credential'), receiptHash: hash(receipt) }),
        );
      expect(await shown('receipt')).toBe('accepted');
      expect(await shown('receipt')).toBe('accepted');
      expect(await shown('another')).toBe('credential-spent');
      await test().restart();
      expect(
        await test().storage.ballots.accept(
          submission({ codeHash: null, credentialHash: hash('credential'), receiptHash: hash('another') }),
        ),
      ).toBe('credential-spent');
      expect(await counts()).toEqual({ used: 0, ballots: 1 });
    });

    it('keeps a credential spent when its ballot is withdrawn', async () => {
      await open();
      const { ballots } = test().storage;
      const shown = submission({ codeHash: null, credentialHash: hash('credential') });
      await ballots.accept(shown);
      expect(await ballots.withdraw(WAVE, hash('receipt'))).toBe('withdrawn');
      expect(await ballots.accept({ ...shown, receiptHash: hash('new') })).toBe('credential-spent');
    });

    it('withdraws a ballot by its receipt; the code stays used', async () => {
      await open();
      const { ballots } = test().storage;
      await ballots.accept(submission());
      expect(await ballots.withdraw(WAVE, hash('wrong'))).toBe('unknown');
      expect(await ballots.withdraw('other-wave', hash('receipt'))).toBe('unknown');
      expect(await ballots.withdraw(WAVE, hash('receipt'))).toBe('withdrawn');
      expect(await ballots.withdraw(WAVE, hash('receipt'))).toBe('unknown');
      expect(await counts()).toEqual({ used: 1, ballots: 0 });
      expect(await ballots.accept(submission())).toBe('code-used');
    });

    it('withdraws nothing from a sealed box', async () => {
      await open();
      const { ballots, box } = test().storage;
      await ballots.accept(submission());
      await box.sealBox(WAVE);
      expect(await ballots.withdraw(WAVE, hash('receipt'))).toBe('closed');
      expect(await ballots.withdraw(WAVE, hash('wrong'))).toBe('closed');
      expect(await counts()).toEqual({ used: 0, ballots: 1 });
    });

    async function contents(): Promise<string[]> {
      const found: string[] = [];
      await test().storage.sealed.forEach(WAVE, (body) => found.push(textOf(body)));
      return found;
    }
  });
}
