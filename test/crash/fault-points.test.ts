import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBox } from '../support/crash/check-box.js';
import { afterKill, afterPowerLoss, restoreImage, type Image } from '../support/crash/disk-images.js';
import { buildProgram, makeRecordedBox, type RecordedBox } from '../support/crash/recorded-box.js';
import {
  IOERR_FSYNC,
  IOERR_WRITE,
  recordRun,
  SQLITE_FULL,
  type Act,
  type Step,
} from '../support/crash/recording.js';

/** `npm run test:crash` takes all there is; `npm test` a part where it takes long. */
const long = process.env.CRASH_KILLS !== undefined;

const submit = (n: number, particulars: Partial<Act> = {}): Act =>
  ({
    verb: 'submit',
    code: `code ${n}`,
    receipt: `receipt ${n}`,
    text: `ballot ${n}`,
    ...particulars,
  }) as Act;

/** A first group that is simple; then everything that a box can be asked for, in one commit. */
const rounds: readonly (readonly Act[])[] = [
  [submit(0), submit(1), submit(2)],
  [
    submit(3),
    { verb: 'withdraw', receipt: 'receipt 0' },
    { verb: 'submit', code: 'code 1', receipt: 'receipt 1', text: 'ballot 1, corrected' },
    { verb: 'redeem', code: 'code 4', request: 'request' },
    { verb: 'submit', credential: 'credential', receipt: 'receipt 5', text: 'ballot 5' },
  ],
];

let box: RecordedBox;
let steps: readonly Step[];
beforeAll(async () => {
  buildProgram();
  box = await makeRecordedBox(12);
  steps = recordRun(box, rounds);
}, 300_000);
afterAll(() => {
  box.remove();
});

describe('a crash between any two steps on the files', () => {
  it('has a whole commit to happen in: journals, super-journal, both databases, and the decision', () => {
    const kinds = steps.flatMap((step) => ('file' in step ? [`${step.kind} ${nameOf(step.file)}`] : []));
    for (const expected of [
      'write codes.sqlite-journal',
      'write ballots.sqlite-journal',
      'create super-journal',
      'sync super-journal',
      'sync ballots.sqlite-journal',
      'write ballots.sqlite',
      'sync codes.sqlite-journal',
      'write codes.sqlite',
      'delete super-journal',
      'truncate ballots.sqlite-journal',
      'truncate codes.sqlite-journal',
    ])
      expect(kinds).toContain(expected);
    const told = steps.flatMap((step) => (step.kind === 'told' ? [step.outcome] : []));
    expect(told.toSorted()).toEqual([...Array<string>(6).fill('accepted'), 'redeemed', 'withdrawn']);
    expect(steps.length).toBeGreaterThan(100);
  });

  it('of the process: whatever was confirmed is there, everything else in full or not at all', async () => {
    for (let length = 0; length <= steps.length; length += 1) {
      const before = steps.slice(0, length);
      await check(afterKill(box.start, before), before, `killed after step ${length}`);
    }
  }, 600_000);

  it('of the machine: the same where writes that were not synced are lost, all of them or some', async () => {
    for (let length = 1; length <= steps.length; length += 1) {
      const before = steps.slice(0, length);
      // Which later writes survive is up to the disk: none, or every other one.
      const kept = [(): boolean => false, (index: number): boolean => index % 2 === length % 2];
      for (const [which, keep] of kept.entries()) {
        if (!long && which !== length % 2) continue;
        const image = afterPowerLoss(box.start, before, keep);
        await check(
          image,
          before,
          `power lost after step ${length}, ${which === 0 ? 'nothing' : 'half'} kept`,
        );
      }
    }
  }, 600_000);

  it('of the disk: who is told of a failure can send again, and is then counted once', async () => {
    const group = [submit(0), submit(1), submit(2)];
    const after = [submit(3), submit(1, { text: 'ballot 1, corrected' }), submit(5, { code: 'code 6' })];
    const again = [submit(0), submit(2), ...after];
    const counted = steps.filter((step) => 'file' in step && step.kind !== 'create');
    const opening = counted.filter((step) => steps.indexOf(step) < steps.findIndex(isQuestion)).length;
    let failures = 0;
    for (let from = opening + 1; from <= counted.length; from += long ? 3 : 19) {
      for (const code of long ? [SQLITE_FULL, IOERR_WRITE, IOERR_FSYNC] : [SQLITE_FULL]) {
        const where = `disk failed with ${code} at step ${from}`;
        restoreImage(box.dataDir, box.start);
        // Three steps are refused, which may end as many groups; the disk has room again for the last.
        const taken = recordRun(box, [group, after, again, again, again, again], { from, count: 3, code });
        const told = taken.flatMap((step) => (step.kind === 'told' ? [step.outcome] : []));
        if (told.some((outcome) => outcome.startsWith('failed'))) failures += 1;
        expect(told.slice(-again.length), where).toEqual(again.map(() => 'accepted'));
        const storage = box.open();
        await checkBox(storage, taken, where);
        storage.close();
      }
    }
    expect(failures).toBeGreaterThan(2);
  }, 900_000);

  it('would be noticed, were the order of steps another: a ballot without its journal', async () => {
    const firstWrite = steps.findIndex(
      (step) => 'file' in step && step.kind === 'write' && nameOf(step.file) === 'ballots.sqlite',
    );
    const second = steps.findIndex((step, index) => index > firstWrite + 2 && step.kind === 'sync');
    const before = steps.slice(0, second);
    const torn = afterKill(
      box.start,
      before.filter((step) => !('file' in step) || !step.file.endsWith('-journal')),
    );
    await expect(check(torn, before, 'torn')).rejects.toThrow();
  });
});

async function check(image: Image, before: readonly Step[], where: string): Promise<void> {
  restoreImage(box.dataDir, image);
  const storage = box.open();
  try {
    await checkBox(storage, before, where);
  } finally {
    storage.close();
  }
}

function isQuestion(step: Step): boolean {
  return step.kind === 'asked';
}

function nameOf(path: string): string {
  const name = path.slice(box.dataDir.length + 1);
  return /-mj[0-9A-F]+$/.test(name) ? 'super-journal' : name;
}
