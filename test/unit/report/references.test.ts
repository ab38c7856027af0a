import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedInstruments } from '../../../server/instruments/index.js';
import { projectRoot } from '../../../server/paths.js';
import { loadReferences } from '../../../server/references/load-references.js';
import { variablesOf } from '../../../server/survey/variables.js';
import collected from './collected-figures.json' with { type: 'json' };

const references = loadReferences();

interface Figure {
  readonly id: string;
  readonly value: number | string;
  readonly year: number | string;
  readonly source: string;
  readonly certainty: string;
}

describe('the published figures', () => {
  it('have value, year, source and certainty as collected', () => {
    const figures = new Map((collected as Figure[]).map((figure) => [figure.id, figure]));
    for (const { id, value, year, source, certainty } of references) {
      const figure = figures.get(id);
      expect({ id, value, year, source, certainty }).toEqual({ ...figure, year: String(figure?.year) });
    }
  });

  it('are collected as in the source file', () => {
    const file = join(projectRoot, '../shared/instrument/reference-figures.json');
    if (!existsSync(file)) return;
    const { figures } = JSON.parse(readFileSync(file, 'utf8')) as { figures: Figure[] };
    const known = new Map(figures.map((figure) => [figure.id, figure]));
    for (const figure of collected as Figure[]) expect(known.get(figure.id)).toMatchObject(figure);
  });

  it('include the whole baseline that is a share, and the population', () => {
    const ids = references.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => id.startsWith('hb2013_'))).toHaveLength(17);
    expect(ids).toEqual(
      expect.arrayContaining(['hb2023_share', 'pop_hb_mh_2019', 'ducs_2024', 'berlin_2024']),
    );
  });

  it('belong to variables and codes that the questionnaire has', () => {
    for (const { id, instrument, links } of references) {
      const definition = shippedInstruments().find((candidate) => candidate.id === instrument);
      const codes = new Map(
        (definition === undefined ? [] : variablesOf(definition)).map((variable) => [
          variable.id,
          variable.codes.map(({ code }) => code),
        ]),
      );
      for (const { indicator, codes: counted, groups } of links) {
        for (const code of counted) expect(codes.get(indicator ?? ''), `${id} ${code}`).toContain(code);
        for (const [variable, list] of Object.entries(groups)) {
          for (const code of list) expect(codes.get(variable), `${id} ${variable}`).toContain(code);
        }
      }
    }
  });

  it('carry a caveat each, in both languages', () => {
    for (const { id, caveats, label, universe } of references) {
      expect(caveats.length, id).toBeGreaterThan(0);
      for (const text of [label, ...caveats]) expect(text.de, id).not.toBe(text.en);
      expect(Object.values(universe).every((text) => text.length > 0)).toBe(true);
    }
  });
});
