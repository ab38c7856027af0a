import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { temporaryFolder } from '../storage.js';
import { copyOf, type DataCopy } from './data-copies.js';
import type { Trail } from './evidence.js';
import type { Gathered } from './gathered.js';
import { openNaiveStore } from './naive-store.js';

/** Fills a naive store and copies its folder as often as the real one's is copied. */
export function gatherFromNaive(people: number, batchSize: number): Gathered {
  const folder = temporaryFolder();
  const name = (): string => randomBytes(8).toString('hex');
  const persons = Array.from({ length: people }, () => ({ token: name(), session: name(), receipt: name() }));
  const store = openNaiveStore(folder, persons.map(({ token }) => token).sort());
  try {
    store.rest();
    const copies: DataCopy[] = [copyOf(folder)];
    for (let first = 0; first < people; first += batchSize) {
      const batch = persons.slice(first, first + batchSize);
      for (const person of batch) store.draft(person);
      for (const person of batch) store.submit(person);
      store.rest();
      copies.push(copyOf(folder));
    }
    const trail = (what: string, key: 'token' | 'session' | 'receipt'): Trail => ({
      name: what,
      people: persons.map((person) => [Buffer.from(person[key])]),
    });
    return {
      evidence: { copies, output: store.logged() },
      batches: persons.map((_, person) => Math.floor(person / batchSize)),
      codes: trail('codes', 'token'),
      ballots: trail('ballots', 'receipt'),
      others: [trail('sessions', 'session')],
    };
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}
