import { describe, expect, it } from 'vitest';
import { translator } from '../../../server/i18n/index.js';

describe('translator', () => {
  it('speaks German and English', () => {
    expect(translator('de')('common.steps', { current: 2, total: 6 })).toBe('Schritt 2 von 6');
    expect(translator('en')('common.steps', { current: 2, total: 6 })).toBe('Step 2 of 6');
  });

  it('picks the form for the number', () => {
    const t = translator('de');
    expect(t('common.errorSummary.title', { count: 1 })).toContain('eine Angabe');
    expect(t('common.errorSummary.title', { count: 3 })).toContain('3 Angaben');
  });

  it('writes numbers in the way of the language', () => {
    const params = { megabytes: 1.5 };
    expect(translator('de')('common.error.uploadTooLarge', params)).toContain('1,5 MB');
    expect(translator('en')('common.error.uploadTooLarge', params)).toContain('1.5 MB');
  });

  it('refuses an unknown key and a missing parameter', () => {
    expect(() => translator('de')('common.nowhere')).toThrow('no message "common.nowhere"');
    expect(() => translator('de')('common')).toThrow();
    expect(() => translator('de')('common.steps', { current: 1 })).toThrow();
  });

  it('takes what it is given as text, even if it looks like a message', () => {
    const t = translator('de');
    expect(t('common.error.incident', { incident: '{x} <b>' })).toContain('{x} <b>');
  });
});
