import { translator } from '../i18n/index.js';
import type { Manifest } from './format.js';

/** What the zip is and how to check it with tools that everybody has, in both languages, for whoever opens it by hand. */
export function readmeText(manifest: Manifest): string {
  const commands = [
    '  sha256sum -c SHA256SUMS',
    '  openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig',
    '  openssl pkey -pubin -in public-key.pem -outform DER | sha256sum',
  ];
  const parts = (['de', 'en'] as const).map((lang) => {
    const t = translator(lang);
    return [
      manifest.title[lang],
      '',
      t('packages.readme.what', { title: manifest.title[lang], year: manifest.year }),
      ...(manifest.simulated ? [t('packages.methods.simulated')] : []),
      '',
      t(`packages.readme.check.${manifest.kind}`),
      '',
      ...(manifest.kind === 'wave' ? commands : commands.slice(0, 1)),
      '',
    ].join('\n');
  });
  return parts.join('\n');
}
