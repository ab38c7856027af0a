import { hashCode } from '../../../server/credential/code.js';
import { hashReceipt } from '../../../server/credential/receipt.js';
import type { Keys } from '../../../server/storage/keys.js';
import { openHouse, type House } from '../house.js';
import { commute, seedWave } from '../journey-waves.js';
import { RespondClient } from '../respond-client.js';
import { copyOf, type DataCopy } from './data-copies.js';
import type { Trail } from './evidence.js';
import type { Gathered } from './gathered.js';

const WAVE = 'forensics';

/** What the judge knows besides. */
export interface HouseEvidence extends Gathered {
  readonly codesInClear: readonly string[];
  readonly receiptsInClear: readonly string[];
}

/** Headers by which respondents could be told from each other, one set for each. */
export type HeadersOf = (person: number) => Readonly<Record<string, string>>;

/**
 * Lets people take part in the real program over HTTP. They prepare in any order and at the same time; then they send
 * their answers off in the order of their numbers, a batch at once, as browsers that don't wait for each other.
 *
 * @param said what the process has written to its terminal
 */
export async function gatherFromHouse(
  people: number,
  batchSize: number,
  headersOf: HeadersOf,
  said: () => string,
): Promise<HouseEvidence> {
  const furnished: { codes: readonly string[]; keys: Keys }[] = [];
  const house = await openHouse({
    furnish: async (inside) => {
      const { codes } = await seedWave(inside, commute, { id: WAVE }, people);
      furnished.push({ codes, keys: inside.keys });
    },
  });
  const [furniture] = furnished;
  try {
    if (furniture === undefined) throw new Error('the house was not furnished');
    const { codes, keys } = furniture;
    const copies: DataCopy[] = [copyOf(house.dataDir)];
    const receipts: string[] = [];
    for (let first = 0; first < people; first += batchSize) {
      const numbers = codes.slice(first, first + batchSize).map((_, index) => first + index);
      const clients = await Promise.all(
        numbers.map((person) => prepared(house, person, codes[person], headersOf)),
      );
      receipts.push(...(await Promise.all(clients.map((client) => client.submit()))));
      copies.push(copyOf(house.dataDir));
    }
    return {
      evidence: { copies, output: `${house.logged()}${said()}` },
      batches: codes.map((_, person) => Math.floor(person / batchSize)),
      codes: trail('codes', codes, hashCode, keys.codes),
      ballots: trail('ballots', receipts, hashReceipt, keys.receipts),
      others: [],
      codesInClear: codes,
      receiptsInClear: receipts,
    };
  } finally {
    await house.close();
  }
}

async function prepared(
  house: House,
  person: number,
  code: string | undefined,
  headersOf: HeadersOf,
): Promise<RespondClient> {
  const client = new RespondClient(house.url, 'de', headersOf(person));
  await client.start(WAVE, code);
  await client.answerPage({ means: person % 3 === 0 ? 'tram' : 'bicycle', metres: String(person) });
  return client;
}

function trail(
  name: string,
  texts: readonly string[],
  hash: (key: Uint8Array, waveId: string, text: string) => Uint8Array,
  key: Uint8Array,
): Trail {
  return { name, people: texts.map((text) => forms(text, Buffer.from(hash(key, WAVE, text)))) };
}

/** A credential in clear and as the store knows it, in every usual spelling. */
function forms(text: string, hash: Buffer): Buffer[] {
  const written = [
    text,
    text.replaceAll('-', ''),
    hash.toString('hex'),
    hash.toString('base64url').slice(0, 42),
  ];
  return [hash, ...written.map((one) => Buffer.from(one)), Buffer.from(hash.toString('base64').slice(0, 42))];
}
