import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCode } from '../../../server/credential/code.js';
import { RespondClient } from '../../support/respond-client.js';
import { bytesOf, realRandomness } from '../../support/storage.js';
import { bremen, startRespondServer, type RespondServer } from './respond-server.js';

const definition = bremen();
let server: RespondServer;
let codes: string[];

beforeAll(async () => {
  server = await startRespondServer();
  ({ codes } = await server.openWave(definition, { id: 'journey' }));
});
afterAll(() => server.stop());

const someAnswers = {
  ressort: 'finance',
  status: 'collective',
  contract: 'fixed_term',
  self_declared: 'yes',
  birth_country: 'abroad',
  immigration_period: '2005_2014',
  'climate.belong': '4',
  discr_own: 'often',
  discr_where: ['tasks', 'training'],
  age: '30_39',
};

describe('from the welcome page to the receipt', () => {
  it('goes through every page and stores what was answered, once', async () => {
    const client = new RespondClient(server.origin);
    await client.start('journey', codes[0]);
    expect(client.page.path).toBe('/de/journey/step/1');
    expect(client.page.text).toContain('Schritt 1 von 6');

    await client.answerAll(someAnswers);
    expect(client.page.text).toContain('In welchem Bereich arbeiten Sie? Finanzen');
    const beforeSubmission = new Map(client.cookies);
    const receipt = await client.submit();
    expect(client.page.path).toBe('/de/journey/done');

    // A refresh shows the receipt again, the review leads here, and the draft is gone from the browser.
    await client.get('/de/journey/done');
    expect(client.receipt()).toBe(receipt);
    await client.get('/de/journey/review');
    expect(client.page.path).toBe('/de/journey/done');
    expect([...client.cookies.keys()].sort()).toEqual(['mw_journey_done', 'mw_start']);

    // The same draft sent again, as by a second click or from a second tab, is the same submission.
    const secondTab = new RespondClient(server.origin);
    for (const [name, value] of beforeSubmission) secondTab.cookies.set(name, value);
    await secondTab.get('/de/journey/review');
    expect(await secondTab.submit()).toBe(receipt);
    expect(await server.storage.participation.count('journey')).toMatchObject({ ballots: 1 });

    // The code is burned, and what is said about it is what is said about one that never existed.
    const used = new RespondClient(server.origin);
    await used.start('journey', codes[0]);
    const unknown = new RespondClient(server.origin);
    await unknown.start('journey', makeCode(realRandomness));
    expect(used.page.status).toBe(422);
    expect(used.page.text).toContain('ungültig oder schon benutzt');
    const shape = (page: { html: string }) =>
      page.html.replaceAll(/value="[^"]*"/g, '').replaceAll(/\s+/g, ' ');
    expect(shape(used.page)).toBe(shape(unknown.page));
  });

  it('tells a typing mistake before anything is looked up', async () => {
    const client = new RespondClient(server.origin, 'en');
    const code = codes[1]!;
    const wrong = (code.startsWith('7') ? '8' : '7') + code.slice(1);
    await client.start('journey', wrong);
    expect(client.page.status).toBe(422);
    expect(client.page.text).toContain('typing mistake');
    expect(client.page.html).toContain(`value="${wrong}"`);
    expect(client.page.html).toMatch(/<title>Error:/);
  });

  it('leaves the data folder as it was until somebody submits', async () => {
    const before = bytesOf(server.dataDir);
    const client = new RespondClient(server.origin);
    await client.start('journey', codes[1]);
    await client.answerAll(someAnswers);
    expect(client.page.path).toBe('/de/journey/review');
    expect(bytesOf(server.dataDir)).toEqual(before);
  });

  it('takes a submission without a single answer', async () => {
    const { wave: empty } = await server.openWave(definition, { id: 'empty', access: 'open' });
    const client = new RespondClient(server.origin, 'en');
    await client.start('empty');
    await client.answerAll({}, 'decline');
    expect(client.page.text).toContain('You have not answered anything');
    await client.submit();
    expect(await server.closeAndRead(empty, definition)).toEqual([{}]);
  });

  it('survives a restart of the server in the middle', async () => {
    const client = new RespondClient(server.origin);
    await client.start('journey', codes[2]);
    await client.answerPage({ ressort: 'justice' });
    server.restart();
    await client.get('/de/journey/step/1');
    expect(client.page.html).toMatch(/value="justice" checked/);
  });
});

describe('moving about', () => {
  const begin = async (): Promise<RespondClient> => {
    const client = new RespondClient(server.origin);
    await client.start('journey', codes[3]);
    return client;
  };

  it('shows questions that an answer on the same page brings up, and drops those it hides', async () => {
    const client = await begin();
    expect(client.page.html).not.toContain('name="contract"');
    await client.answerPage({ status: 'collective' });
    expect(client.page.path).toBe('/de/journey/step/1');
    expect(client.page.text).toContain('Zu Ihrer Antwort gibt es eine weitere Frage');
    expect(client.page.html).toContain('name="contract"');

    await client.answerPage({ status: 'collective', contract: 'fixed_term' });
    expect(client.page.path).toBe('/de/journey/step/2');
    await client.answerPage({}, 'back');
    await client.answerPage({ status: 'civil_servant', contract: 'fixed_term' });
    expect(client.page.path).toBe('/de/journey/step/2');
    await client.get('/de/journey/review');
    expect(client.page.text).not.toContain('Ist Ihre Beschäftigung befristet?');
  });

  it('keeps what was entered on the way back and when the language changes', async () => {
    const client = await begin();
    await client.answerPage({ ressort: 'justice' });
    await client.answerPage({ leadership: 'line' }, 'back');
    await client.answerPage({ ressort: 'justice' }, 'lang:en');
    expect(client.page.path).toBe('/en/journey/step/1');
    expect(client.page.html).toMatch(/value="justice" checked/);
    await client.answerPage({ ressort: 'justice' });
    expect(client.page.path).toBe('/en/journey/step/2');
    expect(client.page.html).toMatch(/value="line" checked/);
  });

  it('asks for consent before the protected page; declining goes on, deletes, and can be changed', async () => {
    const client = await begin();
    await client.get('/de/journey/step/3');
    expect(client.page.path).toBe('/de/journey/consent');
    await client.decide('agree');
    expect(client.page.path).toBe('/de/journey/step/3');
    await client.answerPage({ birth_country: 'abroad' });
    await client.answerPage({ birth_country: 'abroad', immigration_period: 'before_1990' });
    expect(client.page.path).toBe('/de/journey/step/4');

    await client.get('/de/journey/consent');
    await client.decide('decline');
    expect(client.page.path).toBe('/de/journey/step/4');
    await client.answerPage({}, 'back');
    expect(client.page.path).toBe('/de/journey/consent');
    await client.decide('agree');
    expect(client.page.html).not.toContain('checked');
  });

  it('comes back to the review after a change', async () => {
    const client = await begin();
    await client.get('/de/journey/review');
    await client.get('/de/journey/step/6?from=review');
    await client.answerPage({ age: '60p' }, 'save-and-review');
    expect(client.page.path).toBe('/de/journey/review');
    expect(client.page.text).toContain('60 und älter');
  });

  it('answers an address that leads nowhere with the nearest page that does', async () => {
    const client = await begin();
    await client.get('/de/journey/step/99');
    expect(client.page.path).toBe('/de/journey/step/1');
    await client.get('/de/journey/step/nonsense');
    expect(client.page.path).toBe('/de/journey/step/1');
  });

  it('keeps the answers of two tabs that work on different pages', async () => {
    const first = await begin();
    await first.get('/de/journey/step/2');
    const formOfPageTwo = first.page;
    await first.get('/de/journey/step/1');
    await first.answerPage({ ressort: 'health' });
    first.page = formOfPageTwo;
    await first.answerPage({ leadership: 'none' });
    await first.get('/de/journey/review');
    expect(first.page.text).toContain('Gesundheit, Frauen und Verbraucherschutz');
    expect(first.page.text).toContain('Haben Sie zurzeit Führungsverantwortung? nein');
  });

  it('starts again with the same code without losing anything', async () => {
    const client = await begin();
    await client.answerPage({ ressort: 'health' });
    await client.start('journey', codes[3]);
    await client.get('/de/journey/step/1');
    expect(client.page.html).toMatch(/value="health" checked/);
  });
});
