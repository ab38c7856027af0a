import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { ddiCodebook } from '../../../server/exports/ddi-codebook.js';
import { projectRoot } from '../../../server/paths.js';
import { variablesOf } from '../../../server/survey/variables.js';
import { awkwardExport, demoExport } from '../../support/exported-release.js';

const schema = readFileSync(join(projectRoot, 'test/support/schemas/ddi-codebook-2.5-used.xsd'), 'utf8');
/** The one attribute of the namespace of XML that is used. */
const xml = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language" /></xs:schema>`;

async function faultsOf(text: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: { fileName: 'codebook.xml', contents: text },
    schema: { fileName: 'codebook.xsd', contents: schema },
    preload: { fileName: 'xml.xsd', contents: xml },
  });
  return errors.map(({ message }) => message);
}

describe.each([
  ['of the demonstration', demoExport],
  ['with awkward texts', awkwardExport],
])('DDI-Codebook %s', (_name, make) => {
  const context = make();
  const codebook = ddiCodebook(context);

  it('is valid', async () => {
    expect(await faultsOf(codebook)).toEqual([]);
  });

  it.each([
    ['an element out of its place', (text: string) => text.replace('<catValu>', '<labl>x</labl><catValu>')],
    ['an unknown element', (text: string) => text.replace('<method>', '<methods/><method>')],
    ['a value that is none', (text: string) => text.replace('nature="nominal"', 'nature="odd"')],
    ['an id twice', (text: string) => text.replace(/(<var ID="V_[^>]*>[\s\S]*?<\/var>)/, '$1$1')],
    ['a day that is none', (text: string) => text.replace(/ date="2026-\d\d-\d\d"/, ' date="2026-13-01"')],
    ['a sign that ends the text', (text: string) => text.replace('</titl>', '&</titl>')],
  ])('is not valid any more with %s', async (_fault, spoil) => {
    const spoilt = spoil(codebook);
    expect(spoilt).not.toBe(codebook);
    expect(await faultsOf(spoilt)).not.toEqual([]);
  });

  it('has every variable with all of its codes, and marks those that are no answer', () => {
    const found = [...codebook.matchAll(/<var ID="V_([^"]+)"[\s\S]*?<\/var>/g)];
    const variables = variablesOf(context.definition);
    expect(found.map(([, id]) => id)).toEqual(variables.map(({ id }) => id));
    for (const [at, [text]] of found.entries()) {
      const codes = [...text.matchAll(/<catgry( missing="Y"[^>]*)?>\s*<catValu>([^<]+)</g)];
      expect(codes.map(([, missing, code]) => [code, missing !== undefined])).toEqual(
        variables[at]!.codes.map(({ code }) => [code, code === 'na' || code === 'not_asked']),
      );
    }
  });

  it('lists every variable that was asked under its page', () => {
    const listed = [...codebook.matchAll(/<varGrp [^>]*var="([^"]*)"/g)].flatMap(([, ids]) =>
      ids!.split(' '),
    );
    const asked = variablesOf(context.definition).filter(({ kind }) => kind !== 'derived');
    expect(listed).toEqual(asked.map(({ id }) => `V_${id}`));
  });

  it('has no figure', () => {
    expect(codebook).not.toMatch(/catStat|sumStat|TotlResp|freq/);
  });
});
