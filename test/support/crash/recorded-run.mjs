// A process that works on a storage while every step of SQLite on its files is recorded (recorder.c), and that writes
// into the same record what it asked for and what it was told. It ends without closing anything.
// Arguments: data folder, key folder, recorder, rounds as JSON. The verbs of a round are asked for at the same time.
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

const [dataDir, keyDir, recorder, rounds] = process.argv.slice(2);
new Database(':memory:').loadExtension(recorder, 'sqlite3_recorder_init');
const { openStorage } = await import('../../../dist/server/storage/sqlite/open-storage.js');

const record = openSync(process.env.RECORD_TO, 'a');
function note(kind, what) {
  const text = Buffer.from(JSON.stringify(what));
  const head = Buffer.alloc(15);
  head.write(kind);
  head.writeUInt16LE(0, 1);
  head.writeUInt32LE(text.length, 3);
  writeSync(record, Buffer.concat([head, text]));
}

const WAVE = 'wave-1';
const hash = (text) => createHash('sha256').update(text).digest();
const bytes = (text) => Buffer.concat([Buffer.from(text), Buffer.alloc(64)]).subarray(0, 64);
const { ballots } = openStorage({
  dataDir,
  keyDir,
  clock: { now: () => new Date() },
  randomness: { bytes: (length) => randomBytes(length) },
});
const verbs = {
  submit: ({ code, credential, receipt, text }) =>
    ballots.accept({
      waveId: WAVE,
      codeHash: code === undefined ? null : hash(code),
      credentialHash: credential === undefined ? null : hash(credential),
      receiptHash: hash(receipt),
      ballot: bytes(text),
    }),
  withdraw: ({ receipt }) => ballots.withdraw(WAVE, hash(receipt)),
  redeem: ({ code, request }) => ballots.redeem(WAVE, hash(code), hash(request)),
};

for (const round of JSON.parse(rounds)) {
  await Promise.all(
    round.map(async (act) => {
      note('Q', act);
      const outcome = await verbs[act.verb](act).catch((error) => `failed: ${error.code ?? error.message}`);
      note('A', { act, outcome });
    }),
  );
}
closeSync(record);
process.exit(0);
