const voidElements = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'wbr',
]);
const token =
  /<!--[\s\S]*?-->|<!doctype html>|<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z:@_][\w:.-]*(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'))?)*)\s*(\/?)>|[^<]+|</gi;

/**
 * What is wrong with our own HTML: tags left open or closed twice, ids given twice, labels and descriptions that point
 * nowhere. Stricter than a browser, which forgives; simpler than a validator.
 */
export function faultsOf(html: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const ids = new Map<string, number>();
  const references: string[] = [];
  for (const [whole, closing, rawName, attributes] of html.matchAll(token)) {
    if (whole === '<') faults.push('a "<" that starts no tag');
    if (rawName === undefined) continue;
    const name = rawName.toLowerCase();
    if (closing === '/') {
      const last = open.pop();
      if (last !== name) faults.push(`</${name}> closes <${last ?? 'nothing'}>`);
      continue;
    }
    if (!voidElements.has(name) && !whole.endsWith('/>')) open.push(name);
    for (const [, key, value] of (attributes ?? '').matchAll(/([\w:.-]+)\s*=\s*"([^"]*)"/g)) {
      if (key === 'id' && value !== undefined) ids.set(value, (ids.get(value) ?? 0) + 1);
      if (key === 'for' || key === 'aria-describedby' || key === 'aria-labelledby')
        references.push(...(value ?? '').split(' '));
    }
  }
  for (const name of open) faults.push(`<${name}> is never closed`);
  for (const [id, count] of ids) if (count > 1) faults.push(`the id "${id}" is given ${String(count)} times`);
  for (const id of references) if (!ids.has(id)) faults.push(`"${id}" is referred to and not there`);
  return faults;
}
