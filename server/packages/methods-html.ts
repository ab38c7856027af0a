import type { Lang } from '../ports/office.js';

/** A block of a report: a heading, a paragraph, a list, facts by term, or a table with a row of heads. */
export type Block =
  | { readonly heading: string }
  | { readonly subheading: string }
  | { readonly text: string }
  | { readonly list: readonly string[] }
  | { readonly facts: readonly (readonly [term: string, text: string])[] }
  | { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** A page that reads well on screen and paper without anything from the net. All texts are escaped. */
export function htmlPage(lang: Lang, title: string, blocks: readonly Block[]): string {
  return [
    '<!doctype html>',
    `<html lang="${lang}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    ...blocks.map(html),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const style = [
  ':root{color-scheme:light dark}',
  'body{font:1rem/1.5 sans-serif;margin:0;padding:1rem}',
  'main{max-width:48rem;margin:0 auto}',
  'h2{margin-top:2rem}',
  'dt{font-weight:bold}',
  'dd{margin:0 0 .5rem}',
  'table{border-collapse:collapse;width:100%}',
  'th,td{border:1px solid;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}',
  '@media print{h2,h3{break-after:avoid}tr{break-inside:avoid}}',
].join('');

function html(block: Block): string {
  if ('heading' in block) return `<h2>${escaped(block.heading)}</h2>`;
  if ('subheading' in block) return `<h3>${escaped(block.subheading)}</h3>`;
  if ('text' in block) return `<p>${escaped(block.text)}</p>`;
  if ('list' in block)
    return `<ul>\n${block.list.map((entry) => `<li>${escaped(entry)}</li>`).join('\n')}\n</ul>`;
  if ('facts' in block) {
    const facts = block.facts.map(([term, text]) => `<dt>${escaped(term)}</dt><dd>${escaped(text)}</dd>`);
    return `<dl>\n${facts.join('\n')}\n</dl>`;
  }
  const cells = (row: readonly string[], cell: (text: string) => string): string =>
    `<tr>${row.map((text) => cell(escaped(text))).join('')}</tr>`;
  const head = cells(block.head, (text) => `<th scope="col">${text}</th>`);
  const rows = block.rows.map((row) => cells(row, (text) => `<td>${text}</td>`));
  return `<table>\n<thead>${head}</thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
