import { cleanChoice, readNumber } from './answers.js';
import type { Answers, AnswerValue, Definition, Item } from './definition.js';
import { NO_ANSWER } from './definition.js';
import type { NumberItem } from './items.js';
import { bandOf, isNumberItem, itemsOf } from './items.js';
import { prune } from './journey.js';
import { packBallot, unpackBallot } from './pack-ballot.js';

export { ballotLength } from './pack-ballot.js';

/** What is wrong with an answer that was given on paper. `itemId` is `item.row` for a row of a matrix. */
export interface BallotFault {
  readonly itemId: string;
  readonly key: string;
  readonly params?: Record<string, string | number>;
}

/**
 * The bytes that are stored (pack-ballot.ts): equal answers are equal bytes whatever order they were given in. Numbers and
 * years leave only the value of their band behind. Answers of hidden items, unknown values and what was typed wrongly do
 * not get in.
 *
 * Consent is not recorded: drop what was not consented to first, `encodeBallot(d, prune(d, answers, consent))`.
 */
export function encodeBallot(definition: Definition, answers: Answers): Uint8Array {
  return packBallot(definition, prune(definition, coarsen(definition, answers), true));
}

/**
 * The stored answers; number and year items hold the value of a band, or "na".
 * Throws where the bytes are not a ballot of this definition: a ballot is never half understood.
 */
export function decodeBallot(definition: Definition, bytes: Uint8Array): Answers {
  return unpackBallot(definition, bytes);
}

/**
 * Every reason why answers from paper cannot be taken as they are; an empty list if they can. In contrast to a page in
 * the browser nothing is dropped silently: a value that is not an option, several values where one is asked for, or an
 * answer to an item that was not to be answered are faults of whoever typed them in. A number may come as digits.
 * Answers on pages of special categories count as consent given on paper.
 */
export function checkBallotAnswers(definition: Definition, answers: Answers): BallotFault[] {
  const items = new Map(itemsOf(definition).map((item) => [item.id, item]));
  const kept = prune(definition, coarsen(definition, answers), true);
  return Object.entries(answers).flatMap(([itemId, value]): BallotFault[] => {
    const item = items.get(itemId);
    if (item === undefined) return [{ itemId, key: 'survey.ballot.unknown_item' }];
    const faults = valueFaults(item, value);
    if (faults.length > 0) return faults;
    return kept[itemId] === undefined ? [{ itemId, key: 'survey.ballot.not_to_be_answered' }] : [];
  });
}

/** Answers as they are stored, in the order of the questionnaire: numbers as bands, everything else canonical. */
export function coarsen(definition: Definition, answers: Answers): Answers {
  const coarse: Record<string, AnswerValue> = {};
  for (const item of itemsOf(definition)) {
    const answer = answers[item.id];
    const stored = isNumberItem(item) ? coarseNumber(item, answer) : cleanChoice(item, answer);
    if (stored !== undefined) coarse[item.id] = stored;
  }
  return coarse;
}

function coarseNumber(item: NumberItem, answer: AnswerValue | undefined): string | undefined {
  if (answer === NO_ANSWER) return NO_ANSWER;
  const number = numberOf(item, answer);
  return number === null ? undefined : (bandOf(item, number) ?? undefined);
}

/** Digits count as a number: they are what a file of paper answers holds. */
function numberOf(item: NumberItem, answer: AnswerValue | undefined): number | null {
  if (typeof answer === 'number') return answer;
  const read = typeof answer === 'string' ? readNumber(item, answer) : null;
  return read?.ok === true ? read.number : null;
}

function valueFaults(item: Item, value: AnswerValue): BallotFault[] {
  if (isNumberItem(item)) {
    if (value === NO_ANSWER) return [];
    const read = readNumber(
      item,
      typeof value === 'number' || typeof value === 'string' ? String(value) : '',
    );
    return read.ok ? [] : [{ itemId: item.id, key: read.key, ...(read.params && { params: read.params }) }];
  }
  const unknownValue = (id: string, found: string): BallotFault[] =>
    item.options.some((option) => option.value === found)
      ? []
      : [{ itemId: id, key: 'survey.ballot.unknown_value', params: { value: found.slice(0, 40) } }];
  if (item.type === 'multi') {
    if (!Array.isArray(value)) return [{ itemId: item.id, key: 'survey.ballot.wrong_shape' }];
    const contradiction = value.includes(NO_ANSWER) && value.some((other) => other !== NO_ANSWER);
    return [
      ...value.flatMap((found) => unknownValue(item.id, found)),
      ...(contradiction ? [{ itemId: item.id, key: 'survey.ballot.na_beside_others' }] : []),
    ];
  }
  if (item.type === 'matrix') {
    if (typeof value !== 'object' || Array.isArray(value))
      return [{ itemId: item.id, key: 'survey.ballot.wrong_shape' }];
    return Object.entries(value).flatMap(([row, found]) =>
      item.rows.some(({ id }) => id === row)
        ? unknownValue(`${item.id}.${row}`, found)
        : [{ itemId: `${item.id}.${row}`, key: 'survey.ballot.unknown_item' }],
    );
  }
  return typeof value === 'string'
    ? unknownValue(item.id, value)
    : [{ itemId: item.id, key: 'survey.ballot.wrong_shape' }];
}
