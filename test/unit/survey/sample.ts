import type { Definition } from '../../../server/survey/definition.js';
import { parseDefinition } from '../../../server/survey/check-definition.js';

const text = (de: string, en: string) => ({ de, en });
const na = { value: 'na', label: text('keine Angabe', 'Prefer not to say') };
const choices = (...values: string[]) => [
  ...values.map((value) => ({ value, label: text(value, value) })),
  na,
];
const base = (id: string) => ({ id, sensitivity: 'neutral', text: text(`Frage ${id}`, `Question ${id}`) });

/** A small questionnaire with one item of each type, as JSON: a fresh copy each time, to be spoilt at will. */
export function sampleJson() {
  return {
    id: 'sample',
    version: '1.0.0',
    languages: ['de', 'en'],
    defaultLanguage: 'de',
    title: text('Probe', 'Sample'),
    estimatedMinutes: 1,
    pages: [
      {
        id: 'first',
        title: text('Erste Seite', 'First page'),
        questions: [
          { ...base('status'), type: 'single', options: choices('trainee', 'collective', 'other') },
          {
            ...base('contract'),
            type: 'single',
            options: choices('permanent', 'fixed_term'),
            showIf: { q: 'status', in: ['collective', 'other'] },
          },
          {
            ...base('age'),
            type: 'number',
            min: 15,
            max: 80,
            bands: [
              { value: 'young', label: text('jung', 'young'), to: 39 },
              { value: 'old', label: text('alt', 'old'), from: 40 },
            ],
          },
          {
            ...base('entry'),
            type: 'year',
            min: 1960,
            max: 2026,
            bands: [
              { value: 'before', label: text('vor 2014', 'before 2014'), to: 2013 },
              { value: 'after', label: text('ab 2014', 'from 2014'), from: 2014 },
            ],
          },
        ],
      },
      {
        id: 'special',
        title: text('Besondere Angaben', 'Special data'),
        art9Notice: true,
        questions: [
          { ...base('abroad'), type: 'single', options: choices('yes', 'no') },
          {
            ...base('since'),
            type: 'scale',
            options: choices('1', '2', '3'),
            showIf: { q: 'abroad', in: ['yes'] },
          },
        ],
      },
      {
        id: 'last',
        title: text('Letzte Seite', 'Last page'),
        questions: [
          { ...base('where'), type: 'multi', options: choices('tasks', 'training', 'other') },
          {
            ...base('climate'),
            type: 'matrix',
            options: choices('1', '2', '3'),
            rows: [
              { id: 'belong', text: text('dazugehören', 'belonging') },
              { id: 'fair', text: text('fair', 'fair') },
            ],
          },
          {
            ...base('why'),
            type: 'single',
            options: choices('pay', 'people'),
            showIf: { not: { q: 'climate.belong', in: ['1'] } },
          },
        ],
      },
    ],
    derived: [
      {
        id: 'temporary',
        type: 'boolean3',
        sensitivity: 'neutral',
        label: text('befristet', 'temporary'),
        rule: {
          any: [
            { q: 'status', in: ['trainee'], unknown: ['na'] },
            { q: 'contract', in: ['fixed_term'], unknown: ['na'] },
          ],
        },
      },
      {
        id: 'background',
        type: 'category',
        sensitivity: 'sensitive',
        label: text('Herkunft', 'background'),
        cases: [
          {
            if: {
              all: [
                { q: 'abroad', in: ['yes'], unknown: ['na'] },
                { q: 'age', in: ['young'] },
              ],
            },
            then: 'young_abroad',
          },
          { if: { q: 'abroad', in: ['yes'], unknown: ['na'] }, then: 'abroad' },
        ],
        default: 'here',
      },
    ],
    testCases: [{ name: 'a trainee', answers: { status: 'trainee', age: 20 }, expect: { temporary: true } }],
  };
}

export function sample(): Definition {
  const parsed = parseDefinition(sampleJson());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.definition;
}
