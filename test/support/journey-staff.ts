import { createAccount } from '../../server/accounts/users.js';
import { makeReceipt } from '../../server/credential/receipt.js';
import { hashReceipt } from '../../server/credential/receipt.js';
import { roles, type Role } from '../../server/ports/staff.js';
import { encodeBallot } from '../../server/survey/ballot.js';
import { definitionSchema, type Definition } from '../../server/survey/definition.js';
import type { House, Inside } from './house.js';
import { seedWave, type WaveParticulars } from './journey-waves.js';
import { systemRandomness } from './randomness.js';
import { StaffClient } from './staff-client.js';

export const PASSWORD = 'Sieben Störche über der Weser';

/** Two questions whose tables can be shown in part for a few dozen people, and one of which hardly anything can be. */
export const canteen: Definition = definitionSchema.parse({
  id: 'canteen',
  version: '1.0.0',
  languages: ['de', 'en'],
  defaultLanguage: 'de',
  title: { de: 'Umfrage zur Kantine', en: 'Survey about the canteen' },
  estimatedMinutes: 1,
  pages: [
    {
      id: 'food',
      title: { de: 'Essen', en: 'Food' },
      questions: [
        choice(
          'lunch',
          'neutral',
          ['Schmeckt es?', 'Is it good?'],
          ['yes', 'Ja', 'Yes'],
          ['no', 'Nein', 'No'],
        ),
        choice(
          'diet',
          'neutral',
          ['Was essen Sie?', 'What do you eat?'],
          ['meat', 'Fleisch', 'Meat'],
          ['plants', 'Pflanzen', 'Plants'],
        ),
        choice(
          'gender',
          'identifying',
          ['Ihr Geschlecht?', 'Your gender?'],
          ['f', 'weiblich', 'female'],
          ['m', 'männlich', 'male'],
        ),
      ],
    },
  ],
});

function choice(
  id: string,
  sensitivity: string,
  text: [string, string],
  ...options: [string, string, string][]
) {
  return {
    type: 'single',
    id,
    sensitivity,
    text: { de: text[0], en: text[1] },
    options: options.map(([value, de, en]) => ({ value, label: { de, en } })),
  };
}

/** 44 answers: half and half by gender, of each 12 times yes and 10 times no, and a single person who eats plants. */
export const canteenAnswers = Array.from({ length: 44 }, (_, index) => ({
  lunch: index % 22 < 12 ? 'yes' : 'no',
  diet: index === 3 ? 'plants' : 'meat',
  gender: index < 22 ? 'f' : 'm',
}));

export const canteenPlan = {
  tables: [
    { id: 'gender', breakdown: ['gender'], indicator: null },
    { id: 'lunch-by-gender', breakdown: ['gender'], indicator: 'lunch' },
    { id: 'diet', breakdown: [], indicator: 'diet' },
  ],
};

/** An account for each role, named after it. */
export async function seedStaff({ storage }: Inside): Promise<void> {
  for (const role of roles) {
    const account = {
      login: role,
      name: `Person ${String(roles.indexOf(role) + 1)}`,
      role,
      password: PASSWORD,
    };
    await createAccount({ accounts: storage.accounts, randomness: systemRandomness }, account);
  }
}

/** A canteen wave with these answers in its box. */
export async function seedCanteen(inside: Inside, particulars: WaveParticulars): Promise<void> {
  const { wave } = await seedWave(inside, canteen, {
    access: 'open',
    plan: canteenPlan,
    ...particulars,
    status: 'open',
  });
  const ballots = canteenAnswers.map((answers) => ({
    receiptHash: hashReceipt(inside.keys.receipts, wave.id, makeReceipt(systemRandomness)),
    ballot: encodeBallot(canteen, answers),
  }));
  await inside.storage.paper.acceptAll(wave.id, ballots);
  if (particulars.status !== 'closed') return;
  await inside.storage.box.sealBox(wave.id);
  await inside.storage.waves.advance(wave.id, 'closed');
}

/** Somebody of this role, signed in. */
export async function signIn(house: House, role: Role, password = PASSWORD): Promise<StaffClient> {
  const client = new StaffClient(house.url);
  const page = await client.login(role, password);
  if (page.path === '/staff/login') throw new Error(`${role} could not sign in`);
  return client;
}

/** HR prepares the results of a closed wave; the address of what then waits for the council. */
export async function propose(hr: StaffClient, council: StaffClient, waveId: string): Promise<string> {
  await hr.post(`/staff/waves/${waveId}/results`, {}, `/staff/waves/${waveId}/results`);
  const { html } = await council.get('/staff/approvals');
  const path = /href="(\/staff\/approvals\/[^"/]+)"/.exec(html)?.[1];
  if (path === undefined) throw new Error(`nothing of ${waveId} waits for approval`);
  return path;
}

/** The council releases what was proposed. */
export async function release(council: StaffClient, proposal: string): Promise<void> {
  await council.post(`${proposal}/release`, { confirm: 'yes' }, proposal);
}

/** The passwords that the first start of the demonstration tells at the terminal. */
export function demoPasswords(house: House): Readonly<Record<Role, string>> {
  const found = roles.map((role) => {
    const line = house.greeting.find((text) => new RegExp(`^ +${role} `).test(text));
    if (line === undefined) throw new Error(`the greeting has no password for ${role}`);
    return [role, line.trim().slice(role.length).trim()] as const;
  });
  return Object.fromEntries(found) as Record<Role, string>;
}
