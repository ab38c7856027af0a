/** A fault in a questionnaire: where (`pages[p1_work].questions[status].showIf`) and why, as a key of the catalogue. */
export interface Fault {
  readonly path: string;
  readonly key: string;
  readonly params?: Record<string, string | number>;
}

export type Path = readonly (string | number)[];

/**
 * A place in a JSON document, readable for whoever wrote it: list entries are named by their id, value or name where that
 * is unmistakable, by their index otherwise.
 */
export function pathText(document: unknown, path: Path): string {
  let text = '';
  let current: unknown = document;
  for (const step of path) {
    const inside = childOf(current, step);
    if (typeof step === 'number') text += `[${nameOf(current, inside) ?? step}]`;
    else text += text === '' ? step : `.${step}`;
    current = inside;
  }
  return text;
}

function childOf(parent: unknown, step: string | number): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, step)) return undefined;
  return (parent as Record<string | number, unknown>)[step];
}

function nameOf(list: unknown, entry: unknown): string | null {
  const name = labelOf(entry);
  if (name === null || !Array.isArray(list)) return null;
  return list.filter((other) => labelOf(other) === name).length === 1 ? name : null;
}

/** Only names that cannot be taken for an index. */
function labelOf(entry: unknown): string | null {
  const name = childOf(entry, 'id') ?? childOf(entry, 'value') ?? childOf(entry, 'name');
  return typeof name === 'string' && /[a-z]/i.test(name) && name.length <= 80 ? name : null;
}
