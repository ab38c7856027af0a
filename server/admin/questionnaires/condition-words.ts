import { translator } from '../../i18n/index.js';
import type { Lang } from '../../ports/office.js';
import type { Condition, Definition } from '../../survey/definition.js';

/** A condition as a sentence part: "on 'question' the answer is 'A' or 'B'", nested parts in parentheses. */
export function conditionWords(definition: Definition, condition: Condition, lang: Lang): string {
  const t = translator(lang);
  const items = definition.pages.flatMap((page) => page.questions);
  const list = (type: 'conjunction' | 'disjunction', parts: string[]) =>
    new Intl.ListFormat(lang, { type, style: 'long' }).format(parts);

  const words = (part: Condition, nested: boolean): string => {
    if ('q' in part) {
      const item = items.find(({ id }) => id === part.q);
      const options = item !== undefined && 'options' in item ? item.options : [];
      const labels = part.in.map(
        (value) => options.find((option) => option.value === value)?.label[lang] ?? value,
      );
      const quoted = labels.map((label) => t('admin.condition.answer', { label }));
      return t('admin.condition.in', {
        question: item?.text[lang] ?? part.q,
        answers: list('disjunction', quoted),
      });
    }
    if ('not' in part) return t('admin.condition.not', { part: words(part.not, true) });
    const parts = 'all' in part ? part.all : part.any;
    const joined = list(
      'all' in part ? 'conjunction' : 'disjunction',
      parts.map((inner) => words(inner, true)),
    );
    return nested && parts.length > 1 ? `(${joined})` : joined;
  };
  return words(condition, false);
}
