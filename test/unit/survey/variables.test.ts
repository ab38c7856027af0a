import { describe, expect, it } from 'vitest';
import { shippedInstruments } from '../../../server/instruments/index.js';
import { derive } from '../../../server/survey/derive.js';
import { codeAnswers, linkedVariables, variablesOf } from '../../../server/survey/variables.js';
import { structuralZero } from '../../support/structural-zero.js';
import { sample } from './sample.js';

const definition = sample();
const [bremen] = shippedInstruments();
if (bremen === undefined) throw new Error('no instrument is shipped');

const codesOf = (id: string, from = definition) =>
  variablesOf(from)
    .find((variable) => variable.id === id)
    ?.codes.map(({ code }) => code);

describe('variablesOf', () => {
  it('lists items, rows, options and derived variables', () => {
    expect(variablesOf(definition).map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'item status',
      'item contract',
      'item age',
      'item entry',
      'item abroad',
      'item since',
      'option where.tasks',
      'option where.training',
      'option where.other',
      'row climate.belong',
      'row climate.fair',
      'item why',
      'derived temporary',
      'derived background',
    ]);
  });

  it('has a code for not being asked only where that can happen', () => {
    expect(codesOf('status')).toEqual(['trainee', 'collective', 'other', 'na']);
    expect(codesOf('contract')).toEqual(['permanent', 'fixed_term', 'na', 'not_asked']);
    expect(codesOf('abroad')).toEqual(['yes', 'no', 'na', 'not_asked']);
    expect(codesOf('age')).toEqual(['young', 'old', 'na']);
    expect(codesOf('where.tasks')).toEqual(['yes', 'no', 'na']);
    expect(codesOf('temporary')).toEqual(['yes', 'no', 'na']);
    expect(codesOf('background')).toEqual(['young_abroad', 'abroad', 'here', 'na']);
  });

  it('names item and row, item and option', () => {
    const labels = new Map(variablesOf(definition).map(({ id, label }) => [id, label.de]));
    expect(labels.get('climate.fair')).toBe('Frage climate – fair');
    expect(labels.get('where.tasks')).toBe('Frage where – tasks');
  });
});

describe('codeAnswers', () => {
  it('tells unanswered from not asked', () => {
    expect(codeAnswers(definition, {})).toMatchObject({ status: 'na', contract: 'not_asked', why: 'na' });
    expect(codeAnswers(definition, { status: 'other' })).toMatchObject({ contract: 'na' });
    expect(codeAnswers(definition, { climate: { belong: '1' } })).toMatchObject({
      why: 'not_asked',
      'climate.fair': 'na',
    });
  });

  it('takes who answered nothing on special pages for not asked, and derives nothing from the silence', () => {
    expect(codeAnswers(definition, { age: 'young' })).toMatchObject({
      abroad: 'not_asked',
      since: 'not_asked',
      background: 'na',
    });
    expect(codeAnswers(definition, { abroad: 'na' })).toMatchObject({
      abroad: 'na',
      since: 'not_asked',
      background: 'na',
    });
    expect(codeAnswers(definition, { abroad: 'no' })).toMatchObject({ abroad: 'no', background: 'here' });
  });

  it('counts an option as not ticked only if something else was', () => {
    expect(codeAnswers(definition, { where: ['tasks'] })).toMatchObject({
      'where.tasks': 'yes',
      'where.training': 'no',
    });
    expect(codeAnswers(definition, { where: ['na'] })).toMatchObject({ 'where.tasks': 'na' });
    expect(codeAnswers(definition, {})).toMatchObject({ 'where.tasks': 'na' });
  });

  it('merges rare values', () => {
    for (const mentoring of ['mentee', 'mentor', 'known']) {
      expect(codeAnswers(bremen, { mentoring })).toMatchObject({ mentoring: 'known' });
    }
    for (const gender of ['diverse', 'none', 'na'])
      expect(codeAnswers(bremen, { gender })).toMatchObject({ gender: 'na' });
    expect(codeAnswers(bremen, { gender: 'female' })).toMatchObject({ gender: 'female' });
  });

  it('does not take who declined the page on migration for somebody without migration background', () => {
    const declined = { status: 'civil_servant', gender: 'male' };
    expect(derive(bremen, declined)).toMatchObject({ mh_mikrozensus: null, migrationsgeschichte_2023: null });
    expect(codeAnswers(bremen, declined)).toMatchObject({ mh_mikrozensus: 'na', birth_country: 'not_asked' });
  });
});

describe('derive', () => {
  it('leaves open what depends on an unanswered item, and takes what was not shown for "no"', () => {
    expect(derive(definition, {})).toMatchObject({ temporary: null });
    expect(derive(definition, { status: 'na' })).toMatchObject({ temporary: null });
    expect(derive(definition, { status: 'other' })).toMatchObject({ temporary: null });
    expect(derive(definition, { status: 'other', contract: 'permanent' })).toMatchObject({
      temporary: false,
    });
    expect(derive(bremen, { citizenship_now: 'other_only', parent1_citizenship: 'by_birth' })).toMatchObject({
      mh_mikrozensus: true,
    });
  });

  it('stops a category at the first case that is open', () => {
    expect(derive(definition, { abroad: 'yes' })).toMatchObject({ background: null });
    expect(derive(definition, { abroad: 'yes', age: 20 })).toMatchObject({ background: 'young_abroad' });
    expect(derive(definition, { abroad: 'yes', age: 'old' })).toMatchObject({ background: 'abroad' });
    expect(derive(definition, { abroad: 'no' })).toMatchObject({ background: 'here' });
  });
});

describe('linked variables', () => {
  it.each<[Record<string, string>, boolean]>([
    // Skip logic: contract is asked of collective and other only.
    [{ status: 'civil_servant', contract: 'permanent' }, true],
    [{ status: 'trainee', contract: 'na' }, true],
    [{ status: 'na', contract: 'fixed_term' }, true],
    [{ status: 'collective', contract: 'not_asked' }, true],
    [{ status: 'civil_servant', contract: 'not_asked' }, false],
    [{ status: 'collective', contract: 'na' }, false],
    [{ status: 'other', contract: 'permanent' }, false],
    // ... and pay_band of everybody but trainees.
    [{ status: 'trainee', pay_band: 'lg1_1' }, true],
    [{ status: 'na', pay_band: 'lg1_1' }, false],
    // Two steps of skip logic.
    [{ qualification: 'none', degree_recognition: 'full' }, true],
    [{ qualification: 'master', degree_recognition: 'full' }, false],
    // Options of a multi-response item.
    [{ discr_own: 'never', 'discr_where.tasks': 'yes' }, true],
    [{ discr_own: 'often', 'discr_where.tasks': 'no' }, false],
    [{ discr_own: 'often', 'discr_where.tasks': 'not_asked' }, true],
    [{ 'discr_where.tasks': 'yes', 'discr_where.training': 'na' }, true],
    [{ 'discr_where.tasks': 'yes', 'discr_where.training': 'yes' }, false],
    // Consent holds for the whole page.
    [{ self_declared: 'yes', birth_country: 'not_asked' }, true],
    [{ self_declared: 'not_asked', birth_country: 'not_asked' }, false],
    [{ self_declared: 'not_asked', mh_mikrozensus: 'yes' }, true],
    [{ self_declared: 'not_asked', mh_mikrozensus: 'na' }, false],
    // Rules of derived variables.
    [{ mh_mikrozensus: 'no', mh_generation: 'with_own_experience' }, true],
    [{ mh_mikrozensus: 'yes', mh_generation: 'na' }, false],
    [{ birth_country: 'abroad', einwanderungsgeschichte: 'none' }, true],
    [{ status: 'trainee', fixed_term_2013: 'no' }, true],
    // What has nothing to do with each other can always happen, however rare.
    [{ ressort: 'culture', gender: 'male', age: '60p', mh_mikrozensus: 'yes' }, false],
    [{ ressort: 'culture', status: 'trainee', contract: 'permanent', age: 'u30' }, true],
    [{}, false],
  ])('%j: %s', (cell, expected) => {
    expect(structuralZero(bremen, cell)).toBe(expected);
  });

  it('does not know variables that are not there', () => {
    expect(() => structuralZero(bremen, { salary: 'high' })).toThrow(/salary/);
  });

  it('are not told where there are too many answers to try', () => {
    const many = [
      'einwanderungsgeschichte',
      'mh_generation',
      'german_since',
      'parent1_origin',
      'parent2_origin',
    ];
    const told = linkedVariables(bremen, [...many, 'birth_country', 'citizenship_now', 'gender']);
    expect(told.find(({ variables }) => variables.includes('gender'))?.combinations).toHaveLength(3);
    expect(told.find(({ variables }) => variables.includes('mh_generation'))).toMatchObject({
      combinations: null,
    });
  });
});
