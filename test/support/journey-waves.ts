import { hashCode, makeCode } from '../../server/credential/code.js';
import { demoPlan } from '../../server/demo/plan.js';
import { demoTexts } from '../../server/demo/texts.js';
import { shippedInstruments } from '../../server/instruments/index.js';
import type { Wave } from '../../server/ports/office.js';
import { ballotLength, decodeBallot } from '../../server/survey/ballot.js';
import { definitionSchema, type Answers, type Definition } from '../../server/survey/definition.js';
import type { Inside } from './house.js';
import { systemRandomness } from './randomness.js';

const DAY = 24 * 60 * 60 * 1000;

/** The questionnaire that ships with the product: six pages, the third one after explicit consent. */
export function bremen(): Definition {
  const [definition] = shippedInstruments();
  if (definition === undefined) throw new Error('no instrument is shipped');
  return definition;
}

/** One page with the only kind of question that can be answered wrongly, and one that cannot. */
export const commute: Definition = definitionSchema.parse({
  id: 'commute',
  version: '1.0.0',
  languages: ['de', 'en'],
  defaultLanguage: 'de',
  title: { de: 'Der Weg zur Arbeit', en: 'The way to work' },
  estimatedMinutes: 1,
  pages: [
    {
      id: 'way',
      title: { de: 'Ihr Weg', en: 'Your way' },
      questions: [
        {
          type: 'single',
          id: 'means',
          sensitivity: 'neutral',
          text: { de: 'Womit kommen Sie?', en: 'How do you travel?' },
          options: [
            { value: 'bicycle', label: { de: 'Fahrrad', en: 'Bicycle' } },
            { value: 'tram', label: { de: 'Straßenbahn', en: 'Tram' } },
          ],
        },
        {
          type: 'number',
          id: 'metres',
          sensitivity: 'identifying',
          text: { de: 'Wie weit ist Ihr Weg?', en: 'How long is your way?' },
          hint: { de: 'In ganzen Metern.', en: 'In whole metres.' },
          min: 0,
          max: 900_000_000,
          bands: [
            { value: 'near', label: { de: 'bis 5 km', en: 'up to 5 km' }, to: 5000 },
            { value: 'far', label: { de: 'über 5 km', en: 'more than 5 km' }, from: 5001 },
          ],
        },
      ],
    },
  ],
});

export interface SeededWave {
  readonly wave: Wave;
  readonly codes: readonly string[];
}

export type WaveParticulars = Partial<Wave> & Pick<Wave, 'id'>;

/** A wave of the given questionnaire, as HR would have made it, with codes where it asks for some; open unless it says otherwise. */
export async function seedWave(
  { storage, keys }: Inside,
  definition: Definition,
  particulars: WaveParticulars,
  codeCount = 6,
): Promise<SeededWave> {
  await storage.definitions.put(definition);
  const now = Date.now();
  const wave: Wave = {
    title: definition.title,
    texts: demoTexts,
    languages: ['de', 'en'],
    access: 'code',
    definition: { id: definition.id, version: definition.version },
    k: 10,
    plan: definition.id === bremen().id ? demoPlan : { tables: [] },
    headcounts: [{ area: 'Finanzen', count: 120 }],
    opensAt: new Date(now - DAY).toISOString(),
    closesAt: new Date(now + 14 * DAY).toISOString(),
    retentionDays: 365,
    shreddedOn: null,
    simulated: false,
    status: 'open',
    ...particulars,
  };
  await storage.waves.create({ ...wave, status: 'draft' });
  const codes =
    wave.access === 'code' ? Array.from({ length: codeCount }, () => makeCode(systemRandomness)) : [];
  await storage.codes.issue(
    wave.id,
    codes.map((code) => ({ hash: hashCode(keys.codes, wave.id, code), area: 'Finanzen' })),
  );
  if (wave.status === 'draft') return { wave, codes };
  await storage.box.openBox(wave.id, { ballotBytes: ballotLength(definition), places: codeCount });
  await storage.waves.advance(wave.id, 'open');
  if (wave.status === 'closed') await closeBox({ storage, keys }, wave.id);
  return { wave, codes };
}

/** Seals the box of a wave, which deletes its codes, and closes the wave. */
export async function closeBox({ storage }: Inside, waveId: string): Promise<void> {
  await storage.box.sealBox(waveId);
  await storage.waves.advance(waveId, 'closed');
}

/** Closes the wave and reads every ballot that was in its box. */
export async function closeAndRead(
  inside: Inside,
  waveId: string,
  definition: Definition,
): Promise<Answers[]> {
  await closeBox(inside, waveId);
  const ballots: Answers[] = [];
  await inside.storage.sealed.forEach(waveId, (bytes) => {
    ballots.push(decodeBallot(definition, bytes));
  });
  return ballots;
}

/** How many ballots lie in the box. */
export async function ballotsIn({ storage }: Inside, waveId: string): Promise<number> {
  return (await storage.participation.count(waveId)).ballots;
}
