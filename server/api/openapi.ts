import { ROOT } from './described.js';

/** The description of the interface (OpenAPI 3.1.1), served without a token. Held to the real answers in test/unit/api/. */
export function openApi() {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Mehrwelt: released results',
      version: '1',
      description:
        'Read-only access to protected tables that a second person has released. A count, base or share of null (in CSV: ' +
        'empty) means "zero or not shown"; draw no conclusions from it. Each content that is sent is on record.',
    },
    servers: [{ url: ROOT }],
    security: [{ token: [] }],
    paths: {
      '/openapi.json': {
        get: {
          summary: 'This description',
          security: [],
          responses: { '200': json('An OpenAPI document', {}) },
        },
      },
      '/waves': get('Released waves that the token opens, the latest first', {
        type: 'object',
        required: ['waves'],
        properties: { waves: { type: 'array', items: { $ref: '#/components/schemas/Wave' } } },
      }),
      '/waves/{waveId}': get('One wave', { $ref: '#/components/schemas/Wave' }, [waveId]),
      '/waves/{waveId}/tables': get(
        'Its tables, without numbers',
        {
          type: 'object',
          required: ['tables'],
          properties: { tables: { type: 'array', items: { $ref: '#/components/schemas/Table' } } },
        },
        [waveId],
      ),
      '/waves/{waveId}/tables/{tableId}': get(
        'One table with its numbers, as the download of the pages gives it',
        { $ref: '#/components/schemas/Release' },
        [waveId, path('tableId', 'Id of a table')],
      ),
      '/waves/{waveId}/tables/{tableId}.csv': {
        get: {
          summary: 'The same as CSV (RFC 4180, UTF-8 with byte order mark)',
          parameters: [
            waveId,
            path('tableId', 'Id of a table'),
            {
              name: 'lang',
              in: 'query',
              description: 'Language of the labels',
              schema: { type: 'string', enum: ['de', 'en'], default: 'de' },
            },
            ...conditional,
          ],
          responses: responses({ description: 'A table', headers: etag, content: { 'text/csv': {} } }),
        },
      },
      '/waves/{waveId}/files': get(
        'The whole release in all formats: names, kinds and sizes',
        {
          type: 'object',
          required: ['files'],
          properties: { files: { type: 'array', items: { $ref: '#/components/schemas/File' } } },
        },
        [waveId],
      ),
      '/waves/{waveId}/files/{name}': {
        get: {
          summary: 'One of these files; its kind is that of the list',
          parameters: [waveId, path('name', 'Name of a file'), ...conditional],
          responses: responses({ description: 'A file', headers: etag, content: { '*/*': {} } }),
        },
      },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Analysts make tokens at /staff/tokens.' },
      },
      schemas: {
        Localized: object({ de: { type: 'string' }, en: { type: 'string' } }, []),
        Wave: object({
          id: { type: 'string' },
          title: { $ref: '#/components/schemas/Localized' },
          simulated: { type: 'boolean', description: 'Made up for a demonstration' },
          opensAt: { type: 'string', format: 'date-time' },
          closesAt: { type: 'string', format: 'date-time' },
          releasedOn: { type: 'string', format: 'date' },
          questionnaire: object({ id: { type: 'string' }, version: { type: 'string' } }),
          k: { type: 'integer', description: 'No group smaller than this is told' },
          rule: { type: 'string', description: 'Which rule protected the tables' },
          records: { type: ['integer', 'null'], description: 'Ballots counted' },
          links: object({ self: link, tables: link, files: link }),
        }),
        Table: object({
          id: { type: 'string' },
          status: { enum: ['published', 'withheld'] },
          groups: { type: 'array', items: { $ref: '#/components/schemas/Variable' } },
          subject: { $ref: '#/components/schemas/Variable' },
          information: object({ cellsTold: { type: 'integer' }, cells: { type: 'integer' } }),
          links: object({ json: link, csv: link }),
        }),
        Variable: object({ id: { type: 'string' }, label: { $ref: '#/components/schemas/Localized' } }),
        File: object({
          name: { type: 'string' },
          mediaType: { type: 'string' },
          bytes: { type: 'integer' },
          links: object({ self: link }),
        }),
        Release: {
          type: 'object',
          description: 'As described in docs/EXPORTS.md',
          required: ['format', 'formatVersion', 'wave', 'protection', 'remarks', 'tables', 'references'],
        },
        Problem: object({
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string', description: 'How to mend it' },
        }),
      },
    },
  };
}

const link = { type: 'string', description: 'Path on this server' };
const etag = { ETag: { description: 'Hash of the content', schema: { type: 'string' } } };
const waveId = path('waveId', 'Id of a released wave');
const conditional = [
  {
    name: 'If-None-Match',
    in: 'header',
    description: 'ETag of the content that is there already',
    schema: { type: 'string' },
  },
];

function path(name: string, description: string) {
  return { name, in: 'path', required: true, description, schema: { type: 'string' } };
}

function object(properties: Record<string, unknown>, required = Object.keys(properties)) {
  return { type: 'object', properties, required };
}

function json(description: string, schema: Record<string, unknown>) {
  return { description, headers: etag, content: { 'application/json': { schema } } };
}

function get(summary: string, schema: Record<string, unknown>, parameters: readonly unknown[] = []) {
  return {
    get: {
      summary,
      parameters: [...parameters, ...conditional],
      responses: responses(json(summary, schema)),
    },
  };
}

function responses(ok: Record<string, unknown>) {
  const problem = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  return {
    '200': ok,
    '304': { description: 'Nothing newer' },
    '400': problem('A parameter that is not described'),
    '401': problem('No token, or none that is good'),
    '404': problem('Not there, not released, or not opened by the token'),
    '429': problem('More than 120 requests in a minute; Retry-After says when to come back'),
  };
}
