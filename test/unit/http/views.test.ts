import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeViews, type PageOptions } from '../../../server/http/views.js';

const root = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

write('layouts/respond', '<title><%= it.title %></title>[<%- it.body %>]<%= it.simulated %>');
write('components/word', '<b><%= it.word %></b>');
write(
  'page',
  '<%= it.name %> <%- it.part("word", { word: it.name }) %> <%= it.text(it.label) %> <%= it.lang %>',
);

const options: PageOptions = { layout: 'respond', lang: 'de', title: 'A & B' };
const model = { name: '<i>', label: { de: 'Hallo', en: 'Hello' } };

describe('views', () => {
  const views = makeViews({ root });

  it('puts the escaped model into the view, the view into its layout', () => {
    expect(views.page('page', options, model)).toBe(
      '<title>A &amp; B</title>[&lt;i&gt; <b>&lt;i&gt;</b> Hallo de]false',
    );
  });

  it('shows a text in another language rather than not at all', () => {
    const page = views.page('page', { ...options, lang: 'en' }, { ...model, label: { de: 'Nur deutsch' } });
    expect(page).toContain('Nur deutsch en');
  });

  it('throws where a model wants a name that templates use, and where a view is missing', () => {
    expect(() => views.page('page', options, { ...model, t: 'x' })).toThrow('can\'t be given "t"');
    expect(() => views.page('nowhere', options, model)).toThrow();
  });

  it('lets a template see nothing but what it is given', () => {
    write('globals', '<%= typeof name %>');
    expect(views.page('globals', options, { name: 'x' })).toContain('[undefined]');
  });

  it('compiles a template once', () => {
    write('changing', 'first');
    expect(views.page('changing', options, {})).toContain('first');
    write('changing', 'second');
    expect(views.page('changing', options, {})).toContain('first');
    expect(makeViews({ root }).page('changing', options, {})).toContain('first');
  });
});

function write(name: string, text: string): void {
  const file = join(root, `${name}.ejs`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
