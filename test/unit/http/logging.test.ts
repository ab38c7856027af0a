import { describe, expect, it } from 'vitest';
import { errorFields, makeLog, type LogFields } from '../../../server/http/logging.js';

/** A log that keeps what it writes. */
function listen(level: 'info' | 'silent' = 'info') {
  const written: string[] = [];
  const log = makeLog(level, { write: (line: string) => void written.push(line) });
  return {
    log,
    text: () => written.join(''),
    line: () => JSON.parse(written.at(-1) ?? '{}') as Record<string, unknown>,
  };
}

/** As a careless caller would, past the compiler. */
function careless(fields: object): LogFields {
  return fields as LogFields;
}

describe('makeLog', () => {
  it('writes the listed fields and a level and a time, nothing of the machine', () => {
    const { log, line } = listen();
    log.info({
      event: 'request.done',
      method: 'POST',
      route: '/staff/waves/:waveId/close',
      status: 303,
      durationMs: 12.5,
      incident: 'a1b2-c3',
      signal: 'SIGTERM',
      port: 3000,
      count: 4,
    });
    expect(line()).toEqual({
      level: 30,
      time: expect.any(Number) as unknown,
      event: 'request.done',
      method: 'POST',
      route: '/staff/waves/:waveId/close',
      status: 303,
      durationMs: 12.5,
      incident: 'a1b2-c3',
      signal: 'SIGTERM',
      port: 3000,
      count: 4,
    });
  });

  it('drops fields that are not on the list', () => {
    const { log, line, text } = listen();
    log.error(
      careless({
        event: 'request.failed',
        ip: 'canary',
        headers: { agent: 'canary' },
        msg: 'canary',
        err: new Error('canary'),
      }),
    );
    expect(line()).toMatchObject({ event: 'request.failed', level: 50 });
    expect(text()).not.toContain('canary');
  });

  const misused: [keyof LogFields, unknown][] = [
    ['event', 'something a person wrote'],
    ['method', 'GET /canary'],
    ['route', '/de/w1?code=CANARY'],
    ['route', '/a b'],
    ['status', '200'],
    ['durationMs', Number.NaN],
    ['incident', 'x y'],
    ['errorName', 'two words'],
    ['errorCode', 'lower case'],
    ['stack', ['I wrote this answer']],
    ['stack', 'one string'],
    ['signal', 'canary'],
    ['port', {}],
    ['count', -1],
  ];
  it.each(misused)('drops the field %s when it holds %j', (name, value) => {
    const { log, line } = listen();
    log.warn(careless({ event: 'request.failed', [name]: value }));
    expect(Object.keys(line())).toEqual(name === 'event' ? ['level', 'time'] : ['level', 'time', 'event']);
  });

  it('does not take inherited names for fields', () => {
    const { log, line } = listen();
    log.warn(careless({ event: 'request.failed', constructor: 'canary', toString: 'canary' }));
    expect(Object.keys(line())).toEqual(['level', 'time', 'event']);
  });

  it('keeps to its level', () => {
    const quiet = listen('silent');
    quiet.log.fatal({ event: 'server.failed' });
    const normal = listen();
    normal.log.debug({ event: 'server.listening' });
    expect(quiet.text() + normal.text()).toBe('');
  });
});

describe('errorFields', () => {
  it('keeps name, code and places, never the message', () => {
    const error = Object.assign(new TypeError('canary answer'), { code: 'E_BROKEN' });
    const fields = errorFields(error);
    expect(fields).toMatchObject({ errorName: 'TypeError', errorCode: 'E_BROKEN' });
    expect(fields.stack?.[0]).toMatch(/test\/unit\/http\/logging\.test\.ts:\d+:\d+/);
    expect(JSON.stringify(fields)).not.toContain('canary');

    const { log, text } = listen();
    log.error({ event: 'request.failed', ...fields });
    expect(text()).toContain('logging.test.ts');
  });

  it('is not fooled by a message that looks like a stack', () => {
    const planted = 'x\n    at canary (/canary/file.ts:1:1)\n    at /canary.ts:2:2';
    expect(JSON.stringify(errorFields(new Error(planted)))).not.toContain('canary');
  });

  it('reads a stack whose message was changed after it was thrown only by its frames', () => {
    const error = new Error('first canary words');
    error.message = 'second';
    expect(JSON.stringify(errorFields(error))).not.toContain('canary');
  });

  it('says of other things only that they are no errors', () => {
    expect(errorFields('canary')).toEqual({ errorName: 'NotAnError' });
  });
});
