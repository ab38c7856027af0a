import { expect, it } from 'vitest';
import { TokenQuota } from '../../../server/api/quota.js';
import { bearerOf, hashSecret, makeSecret } from '../../../server/api/secret.js';
import { realRandomness, testClock } from '../../support/storage.js';

it('lets each token ask so often in a minute, and tells when the next one begins', () => {
  const clock = testClock('2026-11-24T10:00:15.000Z');
  const quota = new TokenQuota(clock, 2);
  expect(['a', 'a', 'b', 'a'].map((id) => quota.take(id))).toEqual([0, 0, 0, 45]);
  clock.set('2026-11-24T10:01:00.000Z');
  expect(quota.take('a')).toBe(0);
});

it('reads the secret of a header, whatever the case of the scheme, and of no other scheme', () => {
  expect(bearerOf('Bearer abc_-d')).toBe('abc_-d');
  expect(bearerOf('bearer  abc')).toBe('abc');
  for (const header of [undefined, '', 'Basic abc', 'Bearer', 'Bearer a b', 'Bearer ä'])
    expect(bearerOf(header)).toBeNull();
});

it('hashes what has the form of a secret, and makes a new one each time', () => {
  const [one, other] = [makeSecret(realRandomness), makeSecret(realRandomness)];
  expect(one).not.toBe(other);
  expect(hashSecret(one)).toHaveLength(32);
  expect(hashSecret(one)).toEqual(hashSecret(one));
  expect(hashSecret(one)).not.toEqual(hashSecret(other));
  for (const text of ['', one.slice(1), `${one}a`, ` ${one}`]) expect(hashSecret(text)).toBeNull();
});
