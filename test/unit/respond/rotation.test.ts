import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RespondClient } from '../../support/respond-client.js';
import { aDefinition } from '../../support/storage.js';
import { startRespondServer, type RespondServer } from './respond-server.js';

const definition = aDefinition();
let server: RespondServer;

beforeAll(async () => {
  server = await startRespondServer();
});
afterAll(() => server.stop());

describe('while the key of the drafts is replaced', () => {
  it('once, nobody notices: open forms, drafts and receipts are good', async () => {
    const { wave, codes } = await server.openWave(definition, { id: 'once' });
    const client = new RespondClient(server.origin);
    await client.get('/de/once');
    server.rotateDraftKey();
    await client.submitForm('/start', { code: codes[0]! });
    expect(client.page.path).toBe('/de/once/step/1');
    server.rotateDraftKey();
    await client.answerPage({ lunch: 'no' });
    expect(client.page.path).toBe('/de/once/review');
    server.rotateDraftKey();
    const receipt = await client.submit();
    server.rotateDraftKey();
    await client.get('/de/once/done');
    expect(client.receipt()).toBe(receipt);
    expect(await server.closeAndRead(wave, definition)).toEqual([{ lunch: 'no' }]);
  });

  it('twice, what lay untouched all the time no longer opens, and the page says what to do', async () => {
    const { codes } = await server.openWave(definition, { id: 'twice' });
    const client = new RespondClient(server.origin);
    await client.start('twice', codes[0]);
    server.rotateDraftKey();
    server.rotateDraftKey();
    await client.answerPage({ lunch: 'no' });
    expect(client.page.status).toBe(409);
    expect(client.page.text).toContain('nicht mehr lesbar');
    expect(client.page.text).toContain('Zugangscode weiter gültig');
    await client.start('twice', codes[0]);
    expect(client.page.path).toBe('/de/twice/step/1');
  });
});
