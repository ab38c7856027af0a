import { componentExamples, examplePage, views } from './example-pages.js';

/** Pages like those of the product, in which every component and every layout occurs. */
export const samplePages: Readonly<Record<string, string>> = {
  ...exampleSheets(),
  '/respond': respondPage(),
  '/staff': staffPage(),
  '/error': views.page(
    'errors/error',
    { layout: 'respond', lang: 'en', title: 'This page does not exist' },
    { advice: 'Check the address.', incident: 'a1b2c3', home: '/', homeLabel: 'Go to the start page' },
  ),
};

/** The first examples of all components together, then the second ones ...: their ids don't clash. */
function exampleSheets(): Record<string, string> {
  const longest = Math.max(...Object.values(componentExamples).map((examples) => examples.length));
  return Object.fromEntries(
    Array.from({ length: longest }, (_, index) => [
      `/examples/${String(index)}`,
      examplePage(
        'de',
        Object.entries(componentExamples).flatMap(([name, examples]) => {
          const params = examples[index];
          return params === undefined || name === 'field-error' ? [] : [{ name, params }];
        }),
      ),
    ]),
  );
}

function respondPage(): string {
  return examplePage(
    'de',
    [
      part('steps', 0),
      part('error-summary', 0),
      part('text-field', 0, { error: 'Geben Sie das Jahr mit vier Ziffern ein.', value: '78' }),
      part('radio-group', 0),
      part('checkbox-group', 0),
      part('radio-group', 1),
      part('button', 0),
      part('button', 1),
    ],
    {
      title: 'Angaben zur Person',
      languageSwitch: { kind: 'buttons', form: 'answers' },
      simulated: true,
    },
    {
      waveTitle: 'Beschäftigtenbefragung 2026',
      footer: {
        notice: 'Die Teilnahme ist freiwillig. Sie können jede Frage überspringen und jederzeit aufhören.',
        links: [{ href: '/de/a/privacy', text: 'Was mit den Antworten geschieht' }],
      },
    },
  );
}

function staffPage(): string {
  return examplePage(
    'de',
    [
      part('table', 0),
      part('description-list', 0),
      part('text-field', 1),
      part('select', 0),
      part('alert', 2),
      part('button', 0),
    ],
    {
      layout: 'staff',
      title: 'Wellen',
      csrf: 'token',
      staff: {
        userName: 'Alexandra Beispiel-Musterfrau',
        roleName: 'Personal',
        nav: [
          { href: '/staff/waves', text: 'Wellen', current: true },
          { href: '/staff/questionnaires', text: 'Fragebögen', current: false },
          { href: '/staff/password', text: 'Passwort', current: false },
        ],
        flash: ['Die Welle ist angelegt.'],
        back: '/staff/waves',
      },
    },
  );
}

function part(name: string, index: number, more: Readonly<Record<string, unknown>> = {}) {
  const params = componentExamples[name]?.[index];
  if (params === undefined) throw new Error(`no example ${String(index)} of ${name}`);
  return { name, params: { ...params, ...more } };
}
