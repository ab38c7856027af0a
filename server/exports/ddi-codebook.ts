import { NOT_ASKED, type Item, type Localized } from '../survey/definition.js';
import { itemsOf } from '../survey/items.js';
import { definedVariables, isAnswer, type DefinedVariable } from './definitions.js';
import type { ExportContext } from './export-context.js';
import { blankCell, notRepresentative, rules, sourceOf } from './remarks.js';
import { xmlText } from './xml.js';

/**
 * The questionnaire as DDI-Codebook 2.5 (Data Documentation Initiative, codebook.xsd of 2012): what was asked in which words,
 * with which codes, and what is derived from it, in both languages. No figures: those are in the tables. Elements stand in the
 * order of the schema.
 */
export function ddiCodebook(context: ExportContext): string {
  const { wave, definition, release, releasedOn } = context;
  const name = `${wave.definition.id} ${wave.definition.version}`;
  const citation = (suffix: string): string =>
    element('citation', [
      element('titlStmt', [
        text('titl', wave.title.de + suffix, { 'xml:lang': 'de' }),
        text('parTitl', wave.title.en, { 'xml:lang': 'en' }),
        text('IDNo', wave.id, { agency: 'mehrwelt' }),
      ]),
      element('prodStmt', [text('producer', wave.texts.contact.de), text('software', 'Mehrwelt')]),
      element('verStmt', [text('version', name, { date: releasedOn })]),
      text('biblCit', sourceOf(context).de),
    ]);
  const study = element('stdyDscr', [
    citation(''),
    element('stdyInfo', [
      ...both('abstract', wave.texts.purpose),
      element('sumDscr', [
        text('collDate', wave.opensAt.slice(0, 10), { event: 'start', date: wave.opensAt.slice(0, 10) }),
        text('collDate', wave.closesAt.slice(0, 10), { event: 'end', date: wave.closesAt.slice(0, 10) }),
        ...both('dataKind', {
          de: wave.simulated ? 'erfundene Antworten einer Vorführung' : 'freiwillige anonyme Befragung',
          en: wave.simulated ? 'made-up answers of a demonstration' : 'voluntary anonymous survey',
        }),
      ]),
    ]),
    element('method', [element('dataColl', both('sampProc', notRepresentative))]),
    element('dataAccs', [
      element('useStmt', [
        ...both('confDec', rules[release.policy], { formNo: `${release.policy}, k = ${String(release.k)}` }),
        ...both('citReq', sourceOf(context)),
        ...both('disclaimer', blankCell),
      ]),
    ]),
  ]);
  const items = new Map(itemsOf(definition).map((item) => [item.id, item]));
  const variables = definedVariables(definition).map((variable) =>
    variableXml(variable, items.get(variable.id.split('.')[0] ?? '')),
  );
  const pages = definition.pages.map((page) =>
    element('varGrp', both('labl', page.title), {
      ID: `G_${page.id}`,
      type: 'section',
      var: definedVariables(definition)
        .filter(({ id }) => page.questions.some((item) => item.id === id.split('.')[0]))
        .map(({ id }) => `V_${id}`)
        .join(' '),
    }),
  );
  const root = element(
    'codeBook',
    [element('docDscr', [citation(' – Codebuch')]), study, element('dataDscr', [...pages, ...variables])],
    {
      xmlns: 'ddi:codebook:2_5',
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation':
        'ddi:codebook:2_5 http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd',
      version: '2.5',
      'xml:lang': 'de',
    },
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function variableXml(variable: DefinedVariable, item: Item | undefined): string {
  const question =
    variable.kind === 'derived' || item === undefined
      ? []
      : (['de', 'en'] as const).map((lang) =>
          element('qstn', [text('qstnLit', item.text[lang]), ...hintOf(item, lang)], { 'xml:lang': lang }),
        );
  const derivation =
    variable.kind === 'derived'
      ? [
          element('derivation', [
            ...both('drvdesc', variable.definition),
            text('drvcmd', variable.rule, { syntax: 'mehrwelt' }),
          ]),
        ]
      : [];
  const remarks = [variable.source, variable.notes, variable.comparability].filter((note) => note !== '');
  return element(
    'var',
    [
      ...both('labl', variable.label),
      ...question,
      ...variable.codes.map(({ code, label }) =>
        element(
          'catgry',
          [text('catValu', code), ...both('labl', label)],
          isAnswer(code) ? {} : { missing: 'Y', missType: code === NOT_ASKED ? 'inapplicable' : 'no answer' },
        ),
      ),
      ...derivation,
      element('varFormat', [], { type: 'character' }),
      ...remarks.map((note) => text('notes', note)),
    ],
    {
      ID: `V_${variable.id}`,
      name: variable.id,
      intrvl: 'discrete',
      nature: variable.scale === undefined ? 'nominal' : 'ordinal',
    },
  );
}

function hintOf(item: Item, lang: 'de' | 'en'): string[] {
  return item.hint === undefined ? [] : [text('ivuInstr', item.hint[lang])];
}

type Attributes = Readonly<Record<string, string>>;

function element(name: string, children: readonly string[], attributes: Attributes = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`);
  const open = `<${name}${written.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>\n${children.join('\n')}\n</${name}>`;
}

function text(name: string, content: string, attributes: Attributes = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`);
  return `<${name}${written.join('')}>${xmlText(content)}</${name}>`;
}

/** The same element in both languages. */
function both(name: string, content: Localized, attributes: Attributes = {}): string[] {
  return [
    text(name, content.de, { ...attributes, 'xml:lang': 'de' }),
    text(name, content.en, { ...attributes, 'xml:lang': 'en' }),
  ];
}
