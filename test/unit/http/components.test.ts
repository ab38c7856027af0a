import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { componentExamples, examplePage } from '../../support/example-pages.js';
import { faultsOf } from '../../support/html-faults.js';
import { projectRoot } from '../../../server/paths.js';

const viewsFolder = join(projectRoot, 'views');
const templates = readdirSync(viewsFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ejs'),
);

describe('components', () => {
  const names = templates
    .filter((name) => name.startsWith('components/'))
    .map((name) => basename(name, '.ejs'));

  it.each(names.filter((name) => name !== 'head' && name !== 'examples'))('%s has examples', (name) => {
    expect(componentExamples[name]?.length).toBeGreaterThan(0);
  });

  it.each(['de', 'en'] as const)(
    'every example is sound HTML in %s and shows the words it was given',
    (lang) => {
      for (const [name, examples] of Object.entries(componentExamples)) {
        examples.forEach((params, index) => {
          const html = examplePage(lang, [{ name, params }]);
          expect(faultsOf(html), `${name} ${String(index)}`).toEqual([]);
          for (const word of wordsOf(params))
            expect(html, `${name} ${String(index)}`).toContain(escaped(word));
        });
      }
    },
  );

  it('escapes what it is given', () => {
    const hostile = '<script>alert("x")</script>';
    const html = examplePage('de', [
      {
        name: 'text-field',
        params: { name: 'a', label: hostile, value: hostile, hint: hostile, error: hostile },
      },
      { name: 'table', params: { caption: hostile, head: [hostile], rows: [[hostile]] } },
      {
        name: 'radio-group',
        params: { name: 'b', legend: hostile, options: [{ value: hostile, label: hostile }] },
      },
    ]);
    expect(html).not.toContain('<script>alert');
    expect(faultsOf(html)).toEqual([]);
  });

  it('ties hint and error to their field, and the summary to the field in error', () => {
    const html = examplePage('de', [
      { name: 'error-summary', params: { errors: [{ href: '#year', text: 'Vier Ziffern.' }] } },
      {
        name: 'text-field',
        params: { name: 'year', label: 'Jahr', hint: 'Wie 1978', error: 'Vier Ziffern.' },
      },
    ]);
    expect(html).toMatch(
      /<input[^>]* id="year"[^>]* aria-describedby="year-hint year-error" aria-invalid="true"/,
    );
    expect(html).toContain('<a class="kern-link kern-link--no-visited-state" href="#year">');
    expect(html).toContain('<title>Fehler: ');
  });

  it('gives the first option the bare name as its id, so that an error link can put the focus there', () => {
    const options = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ];
    for (const name of ['radio-group', 'checkbox-group']) {
      const html = examplePage('de', [{ name, params: { name: 'choice', legend: 'Wahl', options } }]);
      expect(html).toMatch(/<input[^>]* id="choice" name="choice" value="a"/);
      expect(html).toMatch(/<input[^>]* id="choice-b" name="choice" value="b"/);
    }
  });
});

describe('templates', () => {
  it.each(templates)('%s writes raw HTML only from parts', (name) => {
    const raw = [...readFileSync(join(viewsFolder, name), 'utf8').matchAll(/<%-([\s\S]*?)%>/g)].map((match) =>
      match[1]?.trim(),
    );
    const allowed = name.startsWith('layouts/')
      ? /^(it\.part\(|include\(|it\.body$)/
      : /^(it\.part\(|include\()/;
    expect(raw.filter((code) => code === undefined || !allowed.test(code))).toEqual([]);
  });

  it.each(templates)('%s has no inline script, style or event handler', (name) => {
    const source = readFileSync(join(viewsFolder, name), 'utf8');
    expect(source).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:/i);
  });

  it.each(templates)('%s names no other host', (name) => {
    const hosts =
      readFileSync(join(viewsFolder, name), 'utf8').match(/(?:https?:)?\/\/[a-z0-9-]+\.[a-z]+[^\s"'<]*/g) ??
      [];
    expect(hosts.filter((url) => !url.startsWith('http://www.w3.org/'))).toEqual([]);
  });
});

function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    ['label', 'text', 'hint', 'legend', 'caption', 'title', 'error', 'term', 'badge'].includes(key) &&
    typeof child === 'string'
      ? [child]
      : wordsOf(child),
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&#34;').replaceAll("'", '&#39;');
}
