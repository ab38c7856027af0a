import { readCodedData } from '../../server/cli/read-coded-data.js';
import { readVariables } from '../../server/cli/protect-options.js';
import { makeCube, type Cube } from '../../server/disclosure/cube.js';
import { familyOfOrder, type Dimension } from '../../server/disclosure/family.js';

/** All margins of the records of a CSV file, of up to so many variables (written as for the command `protect`). */
export async function cubeOfFile(file: string, variables: string, order: number): Promise<Cube> {
  const data = await readCodedData(file, readVariables(variables));
  const cube = makeCube(familyOfOrder(data.dimensions, order));
  data.each((leaves) => {
    cube.count(leaves);
  });
  return cube.finish();
}

/** A dimension whose leaves are its codes, and nothing above them. */
function flat(id: string, codes: readonly string[]): Dimension {
  return { id, levels: [{ codes, codeOf: codes.map((_, leaf) => leaf) }] };
}

/** All margins up to three variables of records that are lists of codes. */
export function cubeOf(names: readonly string[], records: readonly (readonly string[])[]): Cube {
  const codes = names.map((_, column) => [...new Set(records.map((record) => record[column]!))].sort());
  const cube = makeCube(
    familyOfOrder(
      names.map((name, column) => flat(name, codes[column]!)),
      3,
    ),
  );
  for (const record of records) cube.count(record.map((code, column) => codes[column]!.indexOf(code)));
  return cube.finish();
}
