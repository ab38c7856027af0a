import { informationOf } from '../disclosure/information.js';
import type { SafeRelease } from '../disclosure/safe-release.js';
import { readingOf } from '../disclosure/shares.js';
import { localeOf, translator } from '../i18n/index.js';
import type { Lang } from '../ports/office.js';
import type { Item } from '../survey/definition.js';
import type { Manifest, PackagePolicy } from './format.js';
import { htmlPage, type Block } from './methods-html.js';
import type { PackageContent } from './package-content.js';

type WaveManifest = Extract<Manifest, { kind: 'wave' }>;

/**
 * How the survey was done and what its figures can and can't say, in one language: participation, protection, questions,
 * definitions, limits. Every figure in it is told by the release or was known before it.
 */
export function methodsReport(content: PackageContent, release: SafeRelease, lang: Lang): string {
  const t = translator(lang);
  const { manifest } = content;
  const blocks =
    manifest.kind === 'wave'
      ? [
          ...course(manifest, lang),
          ...protection(content.policy, release, lang),
          ...tables(release, lang),
          ...questions(content, lang),
          ...definitions(content, lang),
          ...limits(content, lang),
        ]
      : [];
  return htmlPage(lang, t('packages.methods.title', { title: manifest.title[lang] }), blocks);
}

function course(manifest: WaveManifest, lang: Lang): Block[] {
  const t = translator(lang);
  const { number, percent, date } = formatsOf(lang);
  const { invited, records } = manifest.participation;
  const unknown = t('packages.methods.notKnown');
  const rate =
    invited === null || records === null || records > invited ? unknown : percent(records / invited);
  return [
    ...(manifest.simulated ? [{ text: t('packages.methods.simulated') }] : []),
    { heading: t('packages.methods.course') },
    {
      facts: [
        [t('packages.methods.period'), `${date(manifest.wave.opensAt)} – ${date(manifest.wave.closesAt)}`],
        [t('packages.methods.access'), t(`packages.methods.accessBy.${manifest.wave.access}`)],
        [t('packages.methods.invited'), invited === null ? unknown : number(invited)],
        [t('packages.methods.records'), records === null ? unknown : number(records)],
        [t('packages.methods.rate'), rate],
        [t('packages.methods.releasedOn'), date(manifest.releasedOn)],
        [t('packages.methods.instrument'), `${manifest.instrument.id} ${manifest.instrument.version}`],
      ],
    },
    { text: t('packages.methods.rateText') },
    { text: manifest.wave.texts.purpose[lang] },
    { text: manifest.wave.texts.legalBasis[lang] },
  ];
}

function protection(policy: PackagePolicy | null, release: SafeRelease, lang: Lang): Block[] {
  const t = translator(lang);
  const { number, percent } = formatsOf(lang);
  const { told, cells } = informationOf(...release.tables);
  const blank = cells - told;
  return [
    { heading: t('packages.methods.protection') },
    {
      facts: [
        [t('packages.methods.k'), number(release.k)],
        [t('packages.methods.rule'), release.policy],
        [
          t('packages.methods.guarantee'),
          t(`packages.methods.guarantees.${policy?.guarantee ?? 'none'}`, { k: release.k }),
        ],
        [
          t('packages.methods.blanks'),
          t('packages.methods.blanksOf', {
            blank: number(blank),
            cells: number(cells),
            share: percent(cells === 0 ? 0 : blank / cells),
          }),
        ],
      ],
    },
    { text: t('packages.methods.blankMeaning') },
    { text: t('packages.methods.planned') },
  ];
}

function tables(release: SafeRelease, lang: Lang): Block[] {
  const t = translator(lang);
  const { number } = formatsOf(lang);
  return [
    { heading: t('packages.methods.tables') },
    {
      head: [
        t('packages.methods.table'),
        t('packages.methods.subject'),
        t('packages.methods.groups'),
        t('packages.methods.told'),
      ],
      rows: release.tables.map((table) => {
        const { groups, subject } = readingOf(table);
        const { told, cells } = informationOf(table);
        const by = groups.map(({ label }) => label[lang]).join(' × ');
        return [
          table.id,
          subject.label[lang],
          by === '' ? t('packages.methods.everybody') : by,
          t('packages.methods.toldOf', { told: number(told), cells: number(cells) }),
        ];
      }),
    },
  ];
}

function questions({ instrument }: PackageContent, lang: Lang): Block[] {
  const t = translator(lang);
  return [
    { heading: t('packages.methods.questions') },
    { text: t('packages.methods.questionsText') },
    ...instrument.pages.flatMap((page): Block[] => [
      { subheading: page.title[lang] },
      ...(page.art9Notice ? [{ text: t('packages.methods.art9') }] : []),
      ...page.questions.flatMap((item): Block[] => [
        { text: `${item.id}: ${item.text[lang]}` },
        { list: answersOf(item, lang) },
        ...(item.showIf === null
          ? []
          : [{ text: t('packages.methods.showIf', { condition: JSON.stringify(item.showIf) }) }]),
      ]),
    ]),
  ];
}

function answersOf(item: Item, lang: Lang): string[] {
  const t = translator(lang);
  const rows =
    item.type === 'matrix' ? item.rows.map(({ id, text }) => `${item.id}.${id}: ${text[lang]}`) : [];
  const options = 'options' in item ? item.options : item.bands;
  const merged =
    'suppress' in item && item.suppress !== undefined
      ? [t('packages.methods.merged', { values: item.suppress.values.join(', ') })]
      : [];
  return [...rows, ...options.map(({ value, label }) => `${value} = ${label[lang]}`), ...merged];
}

function definitions({ instrument }: PackageContent, lang: Lang): Block[] {
  const t = translator(lang);
  if (instrument.derived.length === 0) return [];
  return [
    { heading: t('packages.methods.derived') },
    { text: t('packages.methods.derivedText') },
    {
      facts: instrument.derived.map((derived): [string, string] => {
        const parts = [derived.label[lang], derived.definition?.[lang], derived.source];
        return [derived.id, parts.filter((part) => part !== undefined && part !== '').join('. ')];
      }),
    },
  ];
}

function limits({ references, figures }: PackageContent, lang: Lang): Block[] {
  const t = translator(lang);
  const { number } = formatsOf(lang);
  return [
    { heading: t('packages.methods.limits') },
    {
      list: [
        t('packages.methods.limit.voluntary'),
        t('packages.methods.limit.nobodyKnown'),
        t('packages.methods.limit.blanks'),
        t('packages.methods.limit.comparison'),
      ],
    },
    { heading: t('packages.methods.comparison') },
    {
      text: t('packages.methods.comparisonText', {
        figures: number(figures.length),
        references: number(references.length),
      }),
    },
    {
      list: references.map(
        ({ label, value, year, source }) => `${label[lang]}: ${number(value)} % (${year}). ${source}`,
      ),
    },
  ];
}

function formatsOf(lang: Lang) {
  const locale = localeOf[lang];
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percents = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Europe/Berlin' });
  return {
    number: (value: number) => numbers.format(value),
    percent: (fraction: number) => percents.format(fraction),
    date: (iso: string) => dates.format(new Date(iso)),
  };
}
