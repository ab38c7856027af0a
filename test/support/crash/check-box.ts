import { expect } from 'vitest';
import type { Storage } from '../../../server/storage/sqlite/open-storage.js';
import { hash, textOf } from '../storage.js';
import { WAVE } from './recorded-box.js';
import type { Act, Step } from './recording.js';

/**
 * Holds a storage that was opened after a crash against what its users had been told: every act that was confirmed is
 * there in full, every other one in full or not at all. Seals the box. Acts have to be about receipts of their own, but for
 * one that withdraws or replaces what a confirmed one stored.
 */
export async function checkBox(storage: Storage, steps: readonly Step[], where: string): Promise<void> {
  const asked = steps.flatMap((step) => (step.kind === 'asked' ? [step.act] : []));
  // Whoever is told of a failure may find the act done all the same: the disk may fail after the decision.
  const confirmed = steps.flatMap((step) =>
    step.kind === 'told' && !step.outcome.startsWith('failed') ? [JSON.stringify(step.act)] : [],
  );
  const isConfirmed = (act: Act): boolean => confirmed.includes(JSON.stringify(act));

  const states = new Map<string, 'free' | 'used' | 'unknown'>();
  for (const act of asked) {
    if (act.verb === 'withdraw' || act.code === undefined) continue;
    states.set(act.code, await storage.ballots.checkCode(WAVE, hash(act.code)));
  }
  const redeemed = asked.filter((act) => act.verb === 'redeem');
  for (const act of redeemed) {
    const again = await storage.ballots.redeem(WAVE, hash(act.code), hash(act.request));
    expect(again, `${where}: the same request again`).toBe('redeemed');
    if (isConfirmed(act)) expect(states.get(act.code), where).toBe('used');
  }

  await storage.box.sealBox(WAVE);
  const texts: string[] = [];
  const outcome = await storage.sealed.forEach(WAVE, (ballot) => texts.push(textOf(ballot)));
  expect(outcome, where).toBe('read');
  expect(new Set(texts).size, `${where}: nobody counted twice`).toBe(texts.length);

  const known = new Set<string>();
  const receipts = new Set(asked.flatMap((act) => (act.verb === 'redeem' ? [] : [act.receipt])));
  for (const receipt of receipts) {
    const own = asked.filter((act) => act.verb !== 'redeem' && act.receipt === receipt);
    const possible = outcomesOf(own, isConfirmed);
    const sent = new Set(own.flatMap((act) => (act.verb === 'submit' ? [act.text] : [])));
    const found = [...sent].filter((text) => texts.includes(text));
    for (const text of found) known.add(text);
    expect(possible, `${where}: what is found under ${receipt}`).toContain(found.join());
    const [first] = own;
    if (first?.verb !== 'submit' || first.code === undefined) continue;
    // Burned and stored together or not at all; a withdrawn ballot leaves its code used.
    const withdrawn = own.some((act) => act.verb === 'withdraw');
    if (found.length > 0) expect(states.get(first.code), `${where}: code of a ballot`).toBe('used');
    else if (!withdrawn) expect(states.get(first.code), `${where}: code without a ballot`).toBe('free');
  }
  expect(
    texts.filter((text) => !known.has(text)),
    `${where}: ballots of nobody`,
  ).toEqual([]);
}

/** Every text that may be found under a receipt after acts that followed each other, `''` for none. */
function outcomesOf(acts: readonly Act[], isConfirmed: (act: Act) => boolean): string[] {
  let possible = new Set(['']);
  for (const act of acts) {
    const result = act.verb === 'submit' ? act.text : '';
    if (isConfirmed(act)) possible = new Set([result]);
    else possible.add(result);
  }
  return [...possible];
}
