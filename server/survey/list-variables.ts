import type { Definition, Derived, Item, Localized, Option } from './definition.js';
import { DONT_KNOW, NO_ANSWER, NOT_ASKED } from './definition.js';
import { isNumberItem } from './items.js';
import { countedOptions, noAnswerLabel } from './merge.js';
import type { Variable } from './variables.js';

type Code = Variable['codes'][number];

const yes: Code = { code: 'yes', label: { de: 'ja', en: 'Yes' } };
const no: Code = { code: 'no', label: { de: 'nein', en: 'No' } };
const notAsked: Code = { code: NOT_ASKED, label: { de: 'nicht gefragt', en: 'Not asked' } };
const undecided: Code = {
  code: NO_ANSWER,
  label: { de: 'ohne ausreichende Angaben', en: 'Not enough answers' },
};

/**
 * All variables that a plan may name, in the order of the questionnaire, derived ones last.
 * Codes: of an item or row its counted options or bands, `na`, and `not_asked` where the item may be hidden; of an
 * option and of a three-valued variable `yes`, `no`, `na`; of a category variable its categories and `na`.
 */
export function variablesOf(definition: Definition): Variable[] {
  const ofItems = definition.pages.flatMap((page) =>
    page.questions.flatMap((item) => itemVariables(item, page.art9Notice || item.showIf !== null)),
  );
  return [...ofItems, ...definition.derived.map(derivedVariable)];
}

function itemVariables(item: Item, maybeHidden: boolean): Variable[] {
  const tail = (na: Code): Code[] => (maybeHidden ? [na, notAsked] : [na]);
  const base = { sensitivity: item.sensitivity };
  if (isNumberItem(item)) {
    const bands = item.bands.map((band) => ({ code: band.value, label: band.label }));
    return [{ ...base, id: item.id, label: item.text, kind: 'item', codes: [...bands, ...tail(naCode([]))] }];
  }
  const options = countedOptions(item);
  const answers = options.filter((option) => option.value !== NO_ANSWER).map(toCode);
  const codes = [...answers, ...tail(naCode(options))];
  if (item.type === 'matrix') {
    return item.rows.map((row) => ({
      ...base,
      id: `${item.id}.${row.id}`,
      label: joined(item.text, row.text),
      kind: 'row',
      codes,
    }));
  }
  if (item.type === 'multi') {
    return options
      .filter((option) => isTick(option.value))
      .map((option) => ({
        ...base,
        id: `${item.id}.${option.value}`,
        label: joined(item.text, option.label),
        kind: 'option',
        codes: [yes, no, ...tail(naCode(options))],
      }));
  }
  const scale = answers.map(({ code }) => code).filter((code) => code !== DONT_KNOW);
  const points = item.type === 'scale' && item.suppress === undefined ? { scale } : {};
  return [{ ...base, id: item.id, label: item.text, kind: 'item', codes, ...points }];
}

/** Whether a value of a multi-response item says something, in contrast to "na" and "dk". */
export function isTick(value: string): boolean {
  return value !== NO_ANSWER && value !== DONT_KNOW;
}

/** The categories a derived variable can take, in the order of its cases, the default last. */
export function categoriesOf(derived: Extract<Derived, { type: 'category' }>): string[] {
  return [...new Set([...derived.cases.map((part) => part.then), derived.default])];
}

function derivedVariable(derived: Derived): Variable {
  const categories =
    derived.type === 'boolean3'
      ? [yes, no]
      : categoriesOf(derived).map((code) => ({ code, label: categoryLabel(derived, code) }));
  return {
    id: derived.id,
    label: derived.label,
    sensitivity: derived.sensitivity,
    kind: 'derived',
    codes: [...categories, undecided],
  };
}

function categoryLabel(derived: Extract<Derived, { type: 'category' }>, code: string): Localized {
  return derived.categories?.find((option) => option.value === code)?.label ?? { de: code, en: code };
}

function naCode(options: readonly Option[]): Code {
  return {
    code: NO_ANSWER,
    label: options.find((option) => option.value === NO_ANSWER)?.label ?? noAnswerLabel,
  };
}

function toCode(option: Option): Code {
  return { code: option.value, label: option.label };
}

function joined(text: Localized, part: Localized): Localized {
  return { de: `${text.de} – ${part.de}`, en: `${text.en} – ${part.en}` };
}
