import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStorage, type Storage } from '../../server/storage/sqlite/open-storage.js';
import { BoxModel, type Ask } from '../support/box-model.js';
import { ballot, bytesOf, hash, realRandomness, testClock, textOf, aBox } from '../support/storage.js';

/** What may happen to a box, one after the other; `together`: what is asked for at the same time, in no order. */
type Event =
  | { readonly event: 'together'; readonly asks: readonly Ask[] }
  | { readonly event: 'issue' | 'open' | 'seal' | 'look'; readonly wave: string }
  | { readonly event: 'discard'; readonly wave: string; readonly area: string }
  | { readonly event: 'paper'; readonly wave: string; readonly receipts: readonly string[] }
  | { readonly event: 'restart' }
  /** The process dies while these were asked for and not yet written: they never happened. */
  | { readonly event: 'crash'; readonly asks: readonly Ask[] }
  | { readonly event: 'clock'; readonly hours: number };

// Few names, so that the same are met again and again.
const waves = fc.constantFrom('wave-1', 'wave-2');
const areas = ['Finanzen', 'Bildung'] as const;
const names = (kind: string, count: number): fc.Arbitrary<string> =>
  fc.nat(count - 1).map((n) => `${kind} ${n}`);
const codes = names('code', 7);
const receipts = names('receipt', 6);

const ask: fc.Arbitrary<Ask> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      verb: fc.constant('submit' as const),
      wave: waves,
      right: fc.oneof(
        { weight: 4, arbitrary: fc.record({ code: codes }) },
        { weight: 2, arbitrary: fc.record({ credential: names('credential', 3) }) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      receipt: receipts,
      text: names('text', 50),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ verb: fc.constant('withdraw' as const), wave: waves, receipt: receipts }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      verb: fc.constant('redeem' as const),
      wave: waves,
      code: codes,
      request: names('request', 2),
    }),
  },
);
const asks = fc.array(ask, { minLength: 1, maxLength: 4 });
const of = <Kind extends Event['event']>(event: Kind): fc.Arbitrary<Kind> => fc.constant(event);

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ event: of('together'), asks }) },
  { weight: 1, arbitrary: fc.record({ event: of('issue'), wave: waves }) },
  { weight: 1, arbitrary: fc.record({ event: of('open'), wave: waves }) },
  { weight: 1, arbitrary: fc.record({ event: of('look'), wave: waves }) },
  { weight: 1, arbitrary: fc.record({ event: of('discard'), wave: waves, area: fc.constantFrom(...areas) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      event: of('paper'),
      wave: waves,
      receipts: fc.uniqueArray(receipts, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ event: of('restart') }) },
  { weight: 1, arbitrary: fc.record({ event: of('crash'), asks }) },
  { weight: 1, arbitrary: fc.record({ event: of('clock'), hours: fc.integer({ min: -9_000, max: 9_000 }) }) },
);
/** Most lives begin as they should, and none ends before it ought to. */
const life: fc.Arbitrary<readonly Event[]> = fc
  .tuple(
    fc.boolean(),
    fc.array(event, { minLength: 5, maxLength: 30 }),
    fc.array(fc.oneof(event, fc.record({ event: of('seal'), wave: waves })), { maxLength: 6 }),
  )
  .map(([orderly, middle, end]) => [
    ...(orderly
      ? [{ event: 'issue', wave: 'wave-1' } as const, { event: 'open', wave: 'wave-1' } as const]
      : []),
    ...middle,
    ...end,
  ]);

/** The real storage on real files, and every model of it that agrees with all that was answered so far. */
class Simulation {
  private models = [BoxModel.empty()];
  private readonly folder = mkdtempSync(
    join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mehrwelt-life-'),
  );
  private readonly clock = testClock();
  private incarnation = 0;
  private storage = this.start();

  async happen(what: Event): Promise<void> {
    switch (what.event) {
      case 'together':
        return this.together(what.asks);
      case 'issue':
        return this.issue(what.wave);
      case 'open':
        return this.agree(await orRefused(this.storage.box.openBox(what.wave, aBox)), (model) => {
          const wave = model.wave(what.wave);
          if (wave.box === 'sealed') return 'refused';
          wave.box = 'open';
          return 'done';
        });
      case 'seal':
        return this.agree(await orRefused(this.storage.box.sealBox(what.wave)), (model) => {
          if (model.wave(what.wave).box === 'none') return 'refused';
          model.seal(what.wave);
          return 'done';
        });
      case 'discard':
        return this.discard(what.wave, what.area);
      case 'paper':
        return this.paper(what.wave, what.receipts);
      case 'look':
        return this.look(what.wave);
      case 'restart':
        this.storage.close();
        this.storage = this.start();
        return;
      case 'crash':
        return this.crash(what.asks);
      case 'clock':
        this.clock.set(new Date(this.clock.now().getTime() + what.hours * 3_600_000).toISOString());
        return;
    }
  }

  /** Everything that can be read is what the models say, the ballots of sealed boxes included. */
  async look(waveId: string): Promise<void> {
    const before = fingerprintOf(this.dataDir());
    for (let n = 0; n < 7; n += 1) {
      const state = await this.storage.ballots.checkCode(waveId, hash(`code ${n}`));
      this.agree(state, (model) => model.checkCode(waveId, `code ${n}`));
    }
    const { usedByArea, ballots } = await this.storage.participation.count(waveId);
    const used = [...usedByArea.values()].reduce((sum, one) => sum + one, 0);
    this.agree(`${used} ${ballots}`, (model) => {
      return `${model.usedCodes(waveId)} ${Object.keys(model.wave(waveId).ballots).length}`;
    });
    const found: string[] = [];
    const read = await this.storage.sealed
      .forEach(waveId, (bytes) => found.push(textOf(bytes)))
      .catch(() => 'not sealed');
    this.agree(`${read}: ${found.sort().join()}`, (model) => {
      const { box, ballots: expected } = model.wave(waveId);
      return box === 'sealed' ? `read: ${Object.values(expected).sort().join()}` : 'not sealed: ';
    });
    expect(fingerprintOf(this.dataDir()), 'looking changes no byte').toBe(before);
  }

  end(): void {
    this.storage.close();
    rmSync(this.folder, { recursive: true });
  }

  private async together(group: readonly Ask[]): Promise<void> {
    const answers = await Promise.all(group.map((one) => answerOf(this.storage, one)));
    const next = new Map<string, BoxModel>();
    for (const model of this.models) {
      for (const order of ordersOf(group.length)) {
        const tried = model.copy();
        const said = new Map(order.map((index) => [index, tried.ask(group[index] as Ask)]));
        if (answers.every((answer, index) => said.get(index) === answer))
          next.set(tried.fingerprint(), tried);
      }
    }
    expect(next.size, `no order explains ${JSON.stringify(answers)}`).toBeGreaterThan(0);
    this.models = [...next.values()];
  }

  private async issue(waveId: string): Promise<void> {
    const issued = Array.from({ length: 6 }, (_, n) => ({
      hash: hash(`code ${n}`),
      area: areas[n % 2] ?? areas[0],
    }));
    this.agree(await orRefused(this.storage.codes.issue(waveId, issued)), (model) => {
      const wave = model.wave(waveId);
      // A hash that is there already is refused, and all that come with it.
      if (wave.box === 'sealed' || Object.keys(wave.codes).length > 0) return 'refused';
      for (let n = 0; n < issued.length; n += 1) wave.codes[`code ${n}`] = 'free';
      return 'done';
    });
  }

  private async discard(waveId: string, area: string): Promise<void> {
    this.agree(await this.storage.codes.discard(waveId, area), (model) => {
      if (model.usedCodes(waveId) > 0) return 'wave-has-started';
      const wave = model.wave(waveId);
      const kept = Object.entries(wave.codes).filter(([code]) => areas[Number(code.slice(5)) % 2] !== area);
      wave.codes = Object.fromEntries(kept);
      return 'discarded';
    });
  }

  private async paper(waveId: string, names: readonly string[]): Promise<void> {
    const forms = names.map((name) => ({ receiptHash: hash(name), ballot: ballot(`paper ${name}`) }));
    this.agree(await this.storage.paper.acceptAll(waveId, forms), (model) => {
      const wave = model.wave(waveId);
      if (wave.box !== 'open') return 'closed';
      for (const name of names) wave.ballots[name] ??= `paper ${name}`;
      return 'accepted';
    });
  }

  private async crash(unwritten: readonly Ask[]): Promise<void> {
    const lost = unwritten.map((one) => answerOf(this.storage, one));
    const old = this.storage;
    const from = this.dataDir();
    this.incarnation += 1;
    cpSync(from, this.dataDir(), { recursive: true });
    this.storage = this.start();
    await Promise.all(lost);
    old.close();
  }

  /** Drops the models that would have answered otherwise. */
  private agree(answer: string, promised: (model: BoxModel) => string): void {
    const expected = this.models.map(promised);
    this.models = this.models.filter((_, index) => expected[index] === answer);
    expect(expected).toContain(answer);
  }

  private dataDir(): string {
    return join(this.folder, `data-${this.incarnation}`);
  }

  private start(): Storage {
    return openStorage({
      dataDir: this.dataDir(),
      keyDir: join(this.folder, 'keys'),
      clock: this.clock,
      randomness: realRandomness,
    });
  }
}

describe('the ballot box, whatever happens to it', () => {
  it('answers and keeps what a simple model says', async () => {
    await fc.assert(
      fc.asyncProperty(life, async (events) => {
        const simulation = new Simulation();
        try {
          for (const one of events) await simulation.happen(one);
          for (const wave of ['wave-1', 'wave-2']) {
            await simulation.look(wave);
            await simulation.happen({ event: 'seal', wave });
            await simulation.look(wave);
          }
        } finally {
          simulation.end();
        }
      }),
      { numRuns: Number(process.env.SIMULATION_RUNS ?? 40) },
    );
  }, 120_000);
});

function answerOf({ ballots }: Storage, one: Ask): Promise<string> {
  switch (one.verb) {
    case 'submit': {
      const { right } = one;
      return ballots.accept({
        waveId: one.wave,
        codeHash: right !== null && 'code' in right ? hash(right.code) : null,
        credentialHash: right !== null && 'credential' in right ? hash(right.credential) : null,
        receiptHash: hash(one.receipt),
        ballot: ballot(one.text),
      });
    }
    case 'withdraw':
      return ballots.withdraw(one.wave, hash(one.receipt));
    case 'redeem':
      return ballots.redeem(one.wave, hash(one.code), hash(one.request));
  }
}

/** The same for folders whose files are the same, byte by byte. */
function fingerprintOf(folder: string): string {
  const digest = createHash('sha256');
  for (const [name, bytes] of Object.entries(bytesOf(folder)))
    digest.update(`${name} ${bytes.length} `).update(bytes);
  return digest.digest('hex');
}

function orRefused(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    () => 'refused',
  );
}

function ordersOf(length: number): number[][] {
  if (length === 0) return [[]];
  return ordersOf(length - 1).flatMap((order) =>
    Array.from({ length }, (_, at) => [...order.slice(0, at), length - 1, ...order.slice(at)]),
  );
}
